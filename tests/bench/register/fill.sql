-- A county's register; nothing of it is measured. Names are drawn from twenty surnames, forty and forty signs.

-- name: doors
INSERT INTO households_door (
    tenant_id, id, kind, path, number, name, initials, address, walk_order, phone, phone_index, phone_last4, credit_code,
    credit_unverified, operator, presence, away_from, opened_on, closed_why, service_code, note
)
SELECT %(tenant)s, gen_random_uuid(), 'HOUSEHOLD', (%(paths)s::text[])[1 + n %% %(villages)s], '', name.full_name,
    name.initials, village.called || '村' || 1 + n / 400 %% 40 || '排' || 1 + n %% 97 || '号', n, %(phone)s,
    md5('p' || n), (%(fours)s::text[])[1 + n %% 10000], '', false, '', CASE WHEN n %% 10 = 0 THEN 'AWAY' ELSE 'HOME' END,
    CASE WHEN n %% 10 = 0 THEN %(day)s::date END, %(day)s, '', 'B' || n, ''
FROM generate_series(1, %(count)s) n
CROSS JOIN LATERAL (
    SELECT (%(surnames)s::text[])[1 + hashint4(n) %% 10 + 10] || (%(signs)s::text[])[20 + hashint4(n + 7) %% 20]
        || (%(signs)s::text[])[20 + hashint4(n + 13) %% 20] AS full_name,
        (%(surname_initials)s::text[])[1 + hashint4(n) %% 10 + 10]
        || (%(sign_initials)s::text[])[20 + hashint4(n + 7) %% 20]
        || (%(sign_initials)s::text[])[20 + hashint4(n + 13) %% 20] AS initials
) name
CROSS JOIN LATERAL (
    SELECT (%(signs)s::text[])[1 + n %% %(villages)s / 10] || (%(surnames)s::text[])[1 + n %% 10] AS called
) village

-- name: members
INSERT INTO households_member (
    tenant_id, id, door_id, name, initials, relation, sex, born_on, id_number, id_number_index, id_unverified, phone,
    phone_index, phone_last4, is_away, from_on, left_why
)
SELECT %(tenant)s, gen_random_uuid(), d.id,
    CASE WHEN k = 1 THEN d.name ELSE (%(surnames)s::text[])[1 + (d.walk_order + k) %% 20] || substr(d.name, 2, 1)
        || (%(signs)s::text[])[1 + (d.walk_order * k) %% 39] END,
    CASE WHEN k = 1 THEN d.initials ELSE (%(surname_initials)s::text[])[1 + (d.walk_order + k) %% 20]
        || substr(d.initials, 2, 1) || (%(sign_initials)s::text[])[1 + (d.walk_order * k) %% 39] END,
    CASE WHEN k = 1 THEN '02' WHEN k = 2 THEN '10' ELSE '20' END, '1',
    date '1940-01-01' + (d.walk_order * k) %% 28000, '', md5('i' || d.walk_order || k), false, '', '', '', false,
    %(day)s, ''
FROM households_door d
CROSS JOIN LATERAL generate_series(1, ('{1,2,2,3,3,3,4,4,3,2}'::int[])[1 + d.walk_order %% 10]) k
WHERE d.tenant_id = %(tenant)s

-- name: words
INSERT INTO households_doortoken (tenant_id, id, token, door_id)
SELECT %(tenant)s, gen_random_uuid(), token, door_id
FROM (
    SELECT DISTINCT door_id, token
    FROM (
        SELECT door_id, substr(name, at, 2) AS token FROM households_member, generate_series(1, 2) at
        WHERE tenant_id = %(tenant)s
        UNION ALL
        SELECT door_id, left(initials, width) FROM households_member, generate_series(2, 3) width
        WHERE tenant_id = %(tenant)s
        UNION ALL
        SELECT id, substr(address, at, 2) FROM households_door, generate_series(1, 2) at WHERE tenant_id = %(tenant)s
        UNION ALL
        SELECT id, part FROM households_door, regexp_split_to_table(substr(address, 4), '(?<=[0-9])(?=[^0-9])|(?<=[^0-9])(?=[0-9])') part
        WHERE tenant_id = %(tenant)s
    ) said
) words

-- name: pairs
INSERT INTO households_liaison (tenant_id, id, door_id, staff_id, unit_id, path, how, from_on)
SELECT %(tenant)s, gen_random_uuid(), id, %(staff)s, %(unit)s, path, 'HAND', %(day)s
FROM households_door
WHERE tenant_id = %(tenant)s

-- name: visits
INSERT INTO households_visit (
    tenant_id, id, door_id, path, staff_id, typed_by_id, state, way, met, found_nobody, visited_at, said, recorded_at,
    is_burst, comment, answer, answer_note
)
SELECT %(tenant)s, gen_random_uuid(), id, path, %(staff)s, %(staff)s, 'KEPT', 'IN_PERSON', '', false,
    %(day)s::date - interval '3 days' * month, '一切如常', %(day)s::date - interval '3 days' * month, false, '', '', ''
FROM households_door, generate_series(1, 2) month
WHERE tenant_id = %(tenant)s
