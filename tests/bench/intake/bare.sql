-- A case is created and one step is taken on it, as bare SQL: the rows that the house writes for it.

-- name: create
WITH made AS (
    INSERT INTO disputes_case (
        tenant_id, id, code, number, title, summary, place, path, kind_code, source, source_reference, scale,
        people_count, risk, urgency, grade, card, is_restricted, is_backlog, state, resume_state, level, outcome,
        revision, returns, has_no_handler, registered_by_id, registered_at, level_since, was_late,
        statistics_row
    )
    VALUES (
        %(tenant)s, gen_random_uuid(), left(md5(random()::text), 14), '', '院墙滴水', '院墙滴水，争吵两次', '', %(path)s,
        '02', 'GRID', '', '01', 2, 'LOW', 'ORDINARY', 'GENERAL', '', false, false, 'REGISTERED', '', 'VILLAGE', '', 1,
        0, false, %(staff)s, %(now)s, %(now)s, false, ''
    )
    RETURNING id
), people AS (
    INSERT INTO disputes_party (
        tenant_id, id, case_id, side, position, kind, name, initials, sex, id_number, id_number_index, id_unverified,
        phone, phone_index, phone_last4, occupation, address, representative, agent_name, agent_power, agent_phone,
        is_minor, has_refused, ethnicity
    )
    SELECT %(tenant)s, gen_random_uuid(), made.id, side.side, side.position, 'PERSON', side.name, 'w', '1', '', '', false,
        '', '', '', '', '', '', '', '', '', false, false, ''
    FROM made CROSS JOIN (VALUES ('APPLICANT', 1, '王长顺'), ('RESPONDENT', 2, '李桂芝')) AS side (side, position, name)
), words AS (
    INSERT INTO disputes_casetoken (tenant_id, id, token, case_id)
    SELECT %(tenant)s, gen_random_uuid(), 'w' || n, made.id FROM made CROSS JOIN generate_series(1, 12) n
), stepped AS (
    INSERT INTO disputes_step (
        tenant_id, id, case_id, number, verb, from_state, to_state, level, at, staff_name, post_title, note, facts
    )
    SELECT %(tenant)s, gen_random_uuid(), id, 1, 'REGISTER', '', 'REGISTERED', 'VILLAGE', %(now)s, '测试员', '', '', '{}'
    FROM made
), promised AS (
    INSERT INTO disputes_casedeadline (
        tenant_id, id, kind, state, case_id, level, term_value, term_unit, warn_unit, rule_version, calendar_version,
        started_at, counted_from, left_amount, left_measure, extensions, extended, due_at, is_estimated,
        next_check_at, attempts, last_error, outcome
    )
    SELECT %(tenant)s, gen_random_uuid(), 'ACCEPT', 'OPEN', id, 'VILLAGE', 1, 'WORKING_DAYS', '', 'bare', 'bare', %(now)s,
        %(now)s, 1, 'WORKING_DAYS', '[]', 0, %(now)s + interval '1 day', false, %(now)s + interval '1 day', 0, '', ''
    FROM made
), recorded AS (
    INSERT INTO audit_record (
        tenant_id, id, at, code, actor_name, post_title, subject_type, subject_id, subject_label, path, before, after,
        reason, request_id, channel
    )
    SELECT %(tenant)s, gen_random_uuid(), %(now)s, 'disputes.register', '测试员', '', 'disputes.case', id, '', %(path)s, '{}',
        '{}', '', '', 'API'
    FROM made
    RETURNING id
), queued AS (
    INSERT INTO audit_pending (tenant_id, id) SELECT %(tenant)s, id FROM recorded
)
SELECT id FROM made

-- name: step
WITH moved AS (
    UPDATE disputes_case SET revision = revision + 1 WHERE tenant_id = %(tenant)s AND id = %(id)s RETURNING id
), stepped AS (
    INSERT INTO disputes_step (
        tenant_id, id, case_id, number, verb, from_state, to_state, level, at, staff_name, post_title, note, facts
    )
    SELECT %(tenant)s, gen_random_uuid(), id, 2, 'NOTE', 'REGISTERED', 'REGISTERED', 'VILLAGE', %(now)s, '测试员', '',
        '已电话联系', '{}'
    FROM moved
), recorded AS (
    INSERT INTO audit_record (
        tenant_id, id, at, code, actor_name, post_title, subject_type, subject_id, subject_label, path, before, after,
        reason, request_id, channel
    )
    SELECT %(tenant)s, gen_random_uuid(), %(now)s, 'disputes.note', '测试员', '', 'disputes.case', id, '', %(path)s, '{}',
        '{}', '已电话联系', '', 'API'
    FROM moved
    RETURNING id
)
INSERT INTO audit_pending (tenant_id, id) SELECT %(tenant)s, id FROM recorded
