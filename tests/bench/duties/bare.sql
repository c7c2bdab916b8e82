-- The same rows by one statement: a duty a pair, the whole month, nothing else.

-- name: open
INSERT INTO households_duty (tenant_id, id, month, liaison_id, path, owed, from_on, to_on, state, explained)
SELECT tenant_id, gen_random_uuid(), %(month)s, id, path, 'VISIT', %(month)s, %(next)s, 'OPEN', ''
FROM households_liaison
WHERE tenant_id = %(tenant)s AND from_on < %(next)s AND (to_on IS NULL OR to_on > %(month)s)
