-- The same reads as bare SQL: the doors of a page, how many there are up to the bound, and what stands beside them.

-- name: list
SELECT id, kind, path, number, name, address, phone, presence, away_until, closed_on FROM households_door
WHERE tenant_id = %(tenant)s AND path >= %(low)s AND path < %(high)s AND closed_on IS NULL
ORDER BY path, walk_order, id
LIMIT 50

-- name: list_counted
SELECT count(*) FROM (
    SELECT 1 FROM households_door
    WHERE tenant_id = %(tenant)s AND path >= %(low)s AND path < %(high)s AND closed_on IS NULL
    LIMIT 5001
) AS bounded

-- name: words
SELECT d.id, d.kind, d.path, d.number, d.name, d.address, d.phone, d.presence, d.away_until, d.closed_on FROM households_door d
WHERE d.tenant_id = %(tenant)s AND d.path >= %(low)s AND d.path < %(high)s AND d.closed_on IS NULL
    AND d.id IN (
        SELECT t.door_id FROM households_doortoken t
        WHERE t.tenant_id = %(tenant)s AND t.token = ANY(%(tokens)s)
        GROUP BY t.door_id HAVING count(*) = %(all)s
    )
ORDER BY d.path, d.walk_order, d.id
LIMIT 50

-- name: words_counted
SELECT count(*) FROM households_door d
WHERE d.tenant_id = %(tenant)s AND d.path >= %(low)s AND d.path < %(high)s AND d.closed_on IS NULL
    AND d.id IN (
        SELECT t.door_id FROM households_doortoken t
        WHERE t.tenant_id = %(tenant)s AND t.token = ANY(%(tokens)s)
        GROUP BY t.door_id HAVING count(*) = %(all)s
    )

-- name: four
SELECT d.id, d.kind, d.path, d.number, d.name, d.address, d.phone, d.presence, d.away_until, d.closed_on FROM households_door d
WHERE d.tenant_id = %(tenant)s AND d.path >= %(low)s AND d.path < %(high)s AND d.closed_on IS NULL
    AND d.id IN (
        SELECT id FROM households_door WHERE tenant_id = %(tenant)s AND phone_last4 = %(four)s
        UNION ALL
        SELECT door_id FROM households_member WHERE tenant_id = %(tenant)s AND phone_last4 = %(four)s AND to_on IS NULL
        UNION ALL
        SELECT door_id FROM households_doortoken WHERE tenant_id = %(tenant)s AND token = %(word)s
    )
ORDER BY d.path, d.walk_order, d.id
LIMIT 50

-- name: four_counted
SELECT count(*) FROM (
    SELECT id FROM households_door WHERE tenant_id = %(tenant)s AND phone_last4 = %(four)s
    UNION
    SELECT door_id FROM households_member WHERE tenant_id = %(tenant)s AND phone_last4 = %(four)s AND to_on IS NULL
    UNION
    SELECT door_id FROM households_doortoken WHERE tenant_id = %(tenant)s AND token = %(word)s
) AS found

-- name: people
SELECT door_id, count(*) FROM households_member
WHERE tenant_id = %(tenant)s AND door_id = ANY(%(ids)s) AND to_on IS NULL
GROUP BY door_id

-- name: pairs
SELECT l.door_id, s.name, u.name
FROM households_liaison l
JOIN accounts_staff s ON s.tenant_id = l.tenant_id AND s.id = l.staff_id
JOIN accounts_unit u ON u.tenant_id = l.tenant_id AND u.id = l.unit_id
WHERE l.tenant_id = %(tenant)s AND l.door_id = ANY(%(ids)s) AND l.to_on IS NULL

-- name: visits
SELECT door_id, max(visited_at) FROM households_visit
WHERE tenant_id = %(tenant)s AND door_id = ANY(%(ids)s) AND state = 'KEPT'
GROUP BY door_id
