-- The same work without the wall: as the tables' owner, whom row-level security does not hold.

-- name: page
SELECT p.id, p.role, p.path, s.name
  FROM accounts_post p JOIN accounts_staff s ON s.tenant_id = p.tenant_id AND s.id = p.staff_id
 WHERE p.tenant_id = %(county)s AND p.path >= %(low)s AND p.path < %(high)s AND p.to_on IS NULL
 ORDER BY p.path, p.id LIMIT 50

-- name: insert
INSERT INTO accounts_staff (tenant_id, id, name, initials, duty_phone, personal_phone, email, wecom_id, dingtalk_id)
VALUES (%(county)s, gen_random_uuid(), '王秀英', 'WXY', '', '', '', '', '')

-- name: insert_many
INSERT INTO accounts_staff (tenant_id, id, name, initials, duty_phone, personal_phone, email, wecom_id, dingtalk_id)
SELECT %(county)s, gen_random_uuid(), '王秀英', 'WXY', '', '', '', '', '' FROM generate_series(1, 1000)

-- name: furnish_staff
INSERT INTO accounts_staff (tenant_id, id, name, initials, duty_phone, personal_phone, email, wecom_id, dingtalk_id)
SELECT %(county)s, gen_random_uuid(), '王秀' || n, 'WXY', '', '', '', '', '' FROM generate_series(1, %(rows)s) n

-- name: furnish_posts
INSERT INTO accounts_post (tenant_id, id, staff_id, role, path, seat_number, seat, from_on)
SELECT tenant_id, gen_random_uuid(), id, 'GRID_WORKER',
       tenant_id || '0' || lpad(upper(to_hex(n %% 255)), 2, '0') || lpad(upper(to_hex(n %% 4095)), 3, '0'), n %% 32000, gen_random_uuid(),
       '2026-01-01'
  FROM (SELECT tenant_id, id, (row_number() OVER ())::int AS n FROM accounts_staff WHERE tenant_id = %(county)s) s
