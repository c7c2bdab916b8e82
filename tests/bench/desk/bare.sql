-- The township's queue and the page of a case as bare SQL: what is shown, no more.

-- name: queue
SELECT c.id, c.number, c.title, c.kind_code, c.state, c.level, c.risk, c.card, c.was_late, s.name,
    (
        SELECT d.due_at
        FROM disputes_casedeadline d
        WHERE d.tenant_id = c.tenant_id AND d.case_id = c.id AND d.state = 'OPEN'
        ORDER BY d.due_at
        LIMIT 1
    ) AS due
FROM disputes_case c
LEFT JOIN accounts_staff s ON s.tenant_id = c.tenant_id AND s.id = c.mediator_id
WHERE c.tenant_id = %(tenant)s AND c.path >= %(low)s AND c.path < %(high)s AND c.state NOT IN ('CLOSED', 'MERGED')
    AND c.kind_code = '02'
ORDER BY due, c.id
LIMIT 50

-- name: counted
SELECT count(*)
FROM disputes_case
WHERE tenant_id = %(tenant)s AND path >= %(low)s AND path < %(high)s AND state NOT IN ('CLOSED', 'MERGED')
    AND kind_code = '02'

-- name: parties
SELECT case_id, side, name
FROM disputes_party
WHERE tenant_id = %(tenant)s AND case_id = ANY(%(ids)s)

-- name: case
SELECT * FROM disputes_case WHERE tenant_id = %(tenant)s AND id = %(id)s

-- name: case_parties
SELECT * FROM disputes_party WHERE tenant_id = %(tenant)s AND case_id = %(id)s ORDER BY side, position

-- name: case_steps
SELECT * FROM disputes_step WHERE tenant_id = %(tenant)s AND case_id = %(id)s ORDER BY number

-- name: case_promises
SELECT * FROM disputes_casedeadline WHERE tenant_id = %(tenant)s AND case_id = %(id)s AND state IN ('OPEN', 'PAUSED')

-- name: case_handlers
SELECT h.*, s.name
FROM disputes_handler h
JOIN accounts_staff s ON s.tenant_id = h.tenant_id AND s.id = h.staff_id
WHERE h.tenant_id = %(tenant)s AND h.case_id = %(id)s AND h.to_at IS NULL
