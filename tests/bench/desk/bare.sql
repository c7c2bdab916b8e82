-- The township's queue and the page of a case as bare SQL: what is shown, no more. First what stands round every page:
-- who is signed in, for which ground, and the numbers of the frame.

-- name: session
SELECT session_data FROM django_session WHERE session_key = %(session)s AND expire_date > %(now)s

-- name: user
SELECT * FROM accounts_user WHERE id = %(user)s

-- name: posts
SELECT s.id, s.name, p.id, p.role, p.path, p.unit_id
FROM accounts_staff s
LEFT JOIN accounts_post p ON p.tenant_id = s.tenant_id AND p.staff_id = s.id AND p.from_on <= %(on)s
    AND (p.to_on IS NULL OR p.to_on > %(on)s)
WHERE s.tenant_id = %(tenant)s AND s.user_id = %(user)s

-- name: unread
SELECT count(*)
FROM (
    SELECT 1 FROM notifications_notice WHERE tenant_id = %(tenant)s AND recipient_id = %(user)s AND read_at IS NULL LIMIT 100
) AS unread

-- name: in_hand
SELECT count(*) FILTER (WHERE state NOT IN ('CLOSED', 'MERGED')), (
    SELECT count(DISTINCT d.case_id)
    FROM disputes_casedeadline d
    JOIN disputes_case c ON c.tenant_id = d.tenant_id AND c.id = d.case_id
    WHERE d.tenant_id = %(tenant)s AND d.state = 'OPEN' AND d.kind IN ('FOLLOW_UP_1', 'FOLLOW_UP_2')
        AND d.due_at <= %(ahead)s AND c.path >= %(low)s AND c.path < %(high)s
)
FROM disputes_case
WHERE tenant_id = %(tenant)s AND path >= %(low)s AND path < %(high)s AND state NOT IN ('CLOSED', 'MERGED')

-- name: queue
SELECT c.id, c.number, c.title, c.path, c.kind_code, c.state, c.level, c.risk, c.urgency, c.card, c.registered_at, s.name,
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

-- name: parts
SELECT count(*), count(*) FILTER (WHERE due <= %(now)s), count(*) FILTER (WHERE due > %(now)s AND due <= %(ahead)s)
FROM (
    SELECT (
        SELECT min(d.due_at)
        FROM disputes_casedeadline d
        WHERE d.tenant_id = c.tenant_id AND d.case_id = c.id AND d.state = 'OPEN'
    ) AS due
    FROM disputes_case c
    WHERE c.tenant_id = %(tenant)s AND c.path >= %(low)s AND c.path < %(high)s AND c.state NOT IN ('CLOSED', 'MERGED')
        AND c.kind_code = '02'
) AS asked

-- name: counted
SELECT count(*)
FROM disputes_case
WHERE tenant_id = %(tenant)s AND path >= %(low)s AND path < %(high)s AND state NOT IN ('CLOSED', 'MERGED')
    AND kind_code = '02'

-- name: parties
SELECT case_id, side, name
FROM disputes_party
WHERE tenant_id = %(tenant)s AND case_id = ANY(%(ids)s)

-- name: places
SELECT path, name FROM grids_area WHERE tenant_id = %(tenant)s AND path = ANY(%(paths)s)

-- name: kinds
SELECT code, label FROM disputes_casekind WHERE tenant_id = %(tenant)s ORDER BY position, code

-- name: views
SELECT * FROM disputes_savedview WHERE tenant_id = %(tenant)s AND staff_id = %(staff)s ORDER BY position, name

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

-- name: case_dossier
SELECT kind, count(*) FROM disputes_dossieritem
WHERE tenant_id = %(tenant)s AND case_id = %(id)s AND removed_at IS NULL GROUP BY kind

-- name: case_agreement
SELECT * FROM disputes_agreement WHERE tenant_id = %(tenant)s AND case_id = %(id)s AND voided_at IS NULL

-- name: case_sittings
SELECT id, begins_at FROM disputes_sitting WHERE tenant_id = %(tenant)s AND case_id = %(id)s

-- name: case_grants
SELECT * FROM disputes_casegrant WHERE tenant_id = %(tenant)s AND content_object_id = %(id)s AND closed_at IS NULL

-- name: case_recusals
SELECT * FROM disputes_recusal WHERE tenant_id = %(tenant)s AND case_id = %(id)s

-- name: case_leaders
SELECT * FROM disputes_leadercase WHERE tenant_id = %(tenant)s AND case_id = %(id)s AND to_at IS NULL

-- name: case_grades
SELECT * FROM disputes_riskgrade WHERE tenant_id = %(tenant)s AND case_id = %(id)s AND ended_at IS NULL

-- name: case_looks
SELECT * FROM audit_record
WHERE tenant_id = %(tenant)s AND subject_id = %(id)s AND code = 'disputes.looked' ORDER BY at DESC, id DESC LIMIT 20
