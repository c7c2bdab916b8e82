-- What one batch of the sweep writes, as one statement: a step, a record and its place in the relay's queue for
-- each deadline, and the deadline's outcome. Run as role app inside the county, one transaction a batch.

-- name: batch
WITH claimed AS (
    SELECT id, case_id
    FROM probe_probedeadline
    WHERE tenant_id = %(tenant)s AND state = 'OPEN' AND next_check_at <= %(now)s
    ORDER BY next_check_at, id
    LIMIT %(batch)s
    FOR UPDATE SKIP LOCKED
), stepped AS (
    INSERT INTO probe_probestep (tenant_id, id, case_id, what, at)
    SELECT %(tenant)s, gen_random_uuid(), case_id, 'ESCALATED', %(now)s
    FROM claimed
), recorded AS (
    INSERT INTO audit_record (
        tenant_id, id, at, code, actor_name, post_title, subject_type, subject_id, subject_label,
        before, after, reason, request_id, channel
    )
    SELECT %(tenant)s, gen_random_uuid(), %(now)s, 'probe_deadline.escalated', '系统', '', 'probe.probecase', c.id, c.title,
        '{}', '{"step": "ESCALATED"}', '', '', 'COMMAND'
    FROM claimed JOIN probe_probecase c ON c.tenant_id = %(tenant)s AND c.id = claimed.case_id
    RETURNING id
), queued AS (
    INSERT INTO audit_pending (tenant_id, id)
    SELECT %(tenant)s, id FROM recorded
)
UPDATE probe_probedeadline d
SET state = 'ACTED', outcome = 'ESCALATED', decided_at = %(now)s, next_check_at = NULL
FROM claimed
WHERE d.tenant_id = %(tenant)s AND d.id = claimed.id

-- name: look
SELECT id FROM probe_probedeadline
WHERE tenant_id = %(tenant)s AND state = 'OPEN' AND next_check_at <= %(now)s
ORDER BY next_check_at, id
LIMIT %(batch)s
FOR UPDATE SKIP LOCKED

-- The same for a recount: each promise is moved, and its record and its place in the queue are written.
-- name: recount
WITH moved AS (
    UPDATE probe_probedeadline d
    SET due_at = due_at + interval '1 day', next_check_at = next_check_at + interval '1 day',
        is_estimated = false, calendar_version = 'bare'
    FROM probe_probecase c
    WHERE d.tenant_id = %(tenant)s AND d.state = 'OPEN' AND c.tenant_id = %(tenant)s AND c.id = d.case_id
    RETURNING d.id, d.due_at, c.title
), recorded AS (
    INSERT INTO audit_record (
        tenant_id, id, at, code, actor_name, post_title, subject_type, subject_id, subject_label,
        before, after, reason, request_id, channel
    )
    SELECT %(tenant)s, gen_random_uuid(), %(now)s, 'deadlines.moved', '系统', '', 'probe.probedeadline', id, title,
        jsonb_build_object('due_at', to_char(due_at - interval '1 day', 'YYYY-MM-DD HH24:MI')),
        jsonb_build_object('due_at', to_char(due_at, 'YYYY-MM-DD HH24:MI')), '', '', 'COMMAND'
    FROM moved
    RETURNING id
)
INSERT INTO audit_pending (tenant_id, id)
SELECT %(tenant)s, id FROM recorded
