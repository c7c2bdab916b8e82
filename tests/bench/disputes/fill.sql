-- Rows by which the benches of disputes fill a county; nothing of it is measured.

-- name: cases
INSERT INTO disputes_case (
    tenant_id, id, code, number, title, summary, place, path, kind_code, source, source_reference, scale, people_count,
    risk, urgency, grade, card, is_restricted, is_backlog, state, resume_state, level, outcome, revision, returns,
    has_no_handler, mediator_id, registered_at, accepted_at, first_accepted_at, level_since, was_late,
    statistics_row
)
SELECT %(tenant)s, gen_random_uuid(), 'B' || n, '（2026）测人调字第' || n || '号', '邻里纠纷' || n, '院墙滴水',
    '', (%(paths)s::text[])[1 + n %% %(villages)s], '02', 'GRID', '', '01', 2, 'LOW', 'ORDINARY', 'GENERAL', '', false,
    false, 'MEDIATING', '', 'VILLAGE', '', 3, 0, false, %(staff)s, %(now)s - interval '9 days',
    %(now)s - interval '8 days', %(now)s - interval '8 days', %(now)s - interval '8 days', false, ''
FROM generate_series(1, %(count)s) n

-- name: handlers
INSERT INTO disputes_handler (tenant_id, id, case_id, staff_id, role, level, is_chosen, from_at)
SELECT %(tenant)s, gen_random_uuid(), id, mediator_id, 'LEAD', 'VILLAGE', false, accepted_at
FROM disputes_case
WHERE tenant_id = %(tenant)s AND state = 'MEDIATING'

-- name: promises
INSERT INTO disputes_casedeadline (
    tenant_id, id, kind, state, case_id, level, term_value, term_unit, warn_unit, rule_version, calendar_version,
    started_at, counted_from, left_amount, left_measure, extensions, extended, due_at, is_estimated,
    next_check_at, attempts, last_error, outcome
)
SELECT %(tenant)s, gen_random_uuid(), promise.kind, 'OPEN', c.id, 'VILLAGE', promise.value, promise.unit, '', 'bench',
    'bench', c.accepted_at, c.accepted_at, promise.value, promise.unit, '[]', 0, promise.due, false, promise.due, 0,
    '', ''
FROM (
    SELECT *, row_number() OVER (ORDER BY md5(code)) AS turn
    FROM disputes_case
    WHERE tenant_id = %(tenant)s AND state = 'MEDIATING'
) c
CROSS JOIN LATERAL (
    VALUES
    ('SETTLE_LEVEL', 7, 'NATURAL_DAYS', CASE WHEN c.turn <= %(due)s THEN %(now)s - c.turn * interval '20 seconds'
        ELSE %(now)s + c.turn * interval '1 minute' END),
    ('SETTLE_STATUTORY', 1, 'MONTHS', %(now)s + interval '20 days')
) AS promise (kind, value, unit, due)

-- name: parties
INSERT INTO disputes_party (
    tenant_id, id, case_id, side, position, kind, name, initials, sex, id_number, id_number_index, id_unverified, phone,
    phone_index, phone_last4, occupation, address, representative, agent_name, agent_power, agent_phone, is_minor,
    has_refused, ethnicity
)
SELECT %(tenant)s, gen_random_uuid(), c.id, side.side, side.position, 'PERSON', side.surname || '长' || right(c.code, 2),
    'wcs', '1', '', '', false, '', '', '', '农民', '测试村二排', '', '', '', '', false, false, '01'
FROM disputes_case c
CROSS JOIN (VALUES ('APPLICANT', 1, '王'), ('RESPONDENT', 2, '李')) AS side (side, position, surname)
WHERE c.tenant_id = %(tenant)s

-- name: steps
INSERT INTO disputes_step (
    tenant_id, id, case_id, number, verb, from_state, to_state, level, at, staff_id, staff_name, post_title, note, facts
)
SELECT %(tenant)s, gen_random_uuid(), c.id, step.number, step.verb, '', step.state, 'VILLAGE', c.registered_at,
    c.mediator_id, '测试员', '村级调解员', '', '{}'
FROM disputes_case c
CROSS JOIN (VALUES (1, 'REGISTER', 'REGISTERED'), (2, 'ACCEPT', 'ACCEPTED'), (3, 'START', 'MEDIATING'))
    AS step (number, verb, state)
WHERE c.tenant_id = %(tenant)s AND c.state = 'MEDIATING'

-- name: spread
-- The cases over the year, nine of ten of them closed: an open desk of a township stays as small as it is in life.
UPDATE disputes_case c
SET registered_at = %(now)s - (turn.n %% 360) * interval '1 day' - interval '1 hour',
    accepted_at = %(now)s - (turn.n %% 360) * interval '1 day',
    first_accepted_at = %(now)s - (turn.n %% 360) * interval '1 day',
    state = CASE WHEN turn.n > %(open)s THEN 'CLOSED' ELSE 'MEDIATING' END,
    outcome = CASE WHEN turn.n > %(open)s THEN 'SETTLED' ELSE '' END,
    closed_at = CASE WHEN turn.n > %(open)s THEN %(now)s - (turn.n %% 360) * interval '1 day' + interval '5 days' END
FROM (SELECT id, row_number() OVER (ORDER BY code) AS n FROM disputes_case WHERE tenant_id = %(tenant)s) AS turn
WHERE c.tenant_id = %(tenant)s AND c.id = turn.id
