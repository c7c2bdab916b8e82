-- What one batch of the escalation writes, as one statement: the case moves up, a step, a hand-over, the lead stays as
-- joint handler, the level's other promises are cancelled, the next one is made, a record and its place in the relay's
-- queue, and the outcome of the promise that led here. Run as role app inside the county, one transaction a batch.

-- name: batch
WITH claimed AS (
    SELECT id, case_id
    FROM disputes_casedeadline
    WHERE tenant_id = %(tenant)s AND state = 'OPEN' AND next_check_at <= %(now)s
    ORDER BY next_check_at, id
    LIMIT %(batch)s
    FOR UPDATE SKIP LOCKED
), moved AS (
    UPDATE disputes_case c
    SET state = 'HANDED_UP', level = 'TOWNSHIP', level_since = %(now)s, revision = revision + 1, mediator_id = NULL,
        committee_id = NULL, outcome = '', was_late = true, has_no_handler = false
    FROM claimed
    WHERE c.tenant_id = %(tenant)s AND c.id = claimed.case_id
    RETURNING c.id, c.revision, c.path, c.number, c.code
), stepped AS (
    INSERT INTO disputes_step (
        tenant_id, id, case_id, number, verb, from_state, to_state, level, at, staff_name, post_title, note, facts
    )
    SELECT %(tenant)s, gen_random_uuid(), id, revision, 'ESCALATE', 'MEDIATING', 'HANDED_UP', 'TOWNSHIP', %(now)s,
        '系统', '', '村级办理期限届满', '{}'
    FROM moved
), handed AS (
    INSERT INTO disputes_handoff (tenant_id, id, case_id, from_level, to_level, is_automatic, reason, pack, at)
    SELECT %(tenant)s, gen_random_uuid(), id, 'VILLAGE', 'TOWNSHIP', true, '村级办理期限届满', '{}', %(now)s
    FROM moved
), beside AS (
    UPDATE disputes_handler h
    SET to_at = %(now)s
    FROM claimed
    WHERE h.tenant_id = %(tenant)s AND h.case_id = claimed.case_id AND h.role = 'LEAD' AND h.to_at IS NULL
    RETURNING h.case_id, h.staff_id, h.level
), joined AS (
    INSERT INTO disputes_handler (tenant_id, id, case_id, staff_id, role, level, is_chosen, from_at)
    SELECT %(tenant)s, gen_random_uuid(), case_id, staff_id, 'JOINT', level, false, %(now)s
    FROM beside
), cancelled AS (
    UPDATE disputes_casedeadline d
    SET state = 'CANCELLED', outcome = 'ESCALATE', decided_at = %(now)s, next_check_at = NULL
    FROM claimed
    WHERE d.tenant_id = %(tenant)s AND d.case_id = claimed.case_id AND d.id <> claimed.id AND d.state = 'OPEN'
        AND d.level = 'VILLAGE' AND d.kind IN ('ACCEPT', 'RECEIVE', 'FIRST_CONTACT', 'SETTLE_LEVEL', 'RESUBMIT')
), promised AS (
    INSERT INTO disputes_casedeadline (
        tenant_id, id, kind, state, case_id, level, term_value, term_unit, warn_unit, rule_version, calendar_version,
        started_at, counted_from, left_amount, left_measure, extensions, extended, due_at, is_estimated,
        next_check_at, attempts, last_error, outcome
    )
    SELECT %(tenant)s, gen_random_uuid(), 'RECEIVE', 'OPEN', id, 'TOWNSHIP', 1, 'WORKING_DAYS', '', 'bare', 'bare',
        %(now)s, %(now)s, 1, 'WORKING_DAYS', '[]', 0, %(now)s + interval '1 day', false,
        %(now)s + interval '1 day', 0, '', ''
    FROM moved
), recorded AS (
    INSERT INTO audit_record (
        tenant_id, id, at, code, actor_name, post_title, subject_type, subject_id, subject_label, path,
        before, after, reason, request_id, channel
    )
    SELECT %(tenant)s, gen_random_uuid(), %(now)s, 'disputes.escalate', '系统', '', 'disputes.case', id, number, path,
        '{"level": "VILLAGE"}', '{"level": "TOWNSHIP"}', '村级办理期限届满', '', 'COMMAND'
    FROM moved
    RETURNING id
), queued AS (
    INSERT INTO audit_pending (tenant_id, id)
    SELECT %(tenant)s, id FROM recorded
)
UPDATE disputes_casedeadline d
SET state = 'ACTED', outcome = 'ESCALATED', decided_at = %(now)s, next_check_at = NULL
FROM claimed
WHERE d.tenant_id = %(tenant)s AND d.id = claimed.id
