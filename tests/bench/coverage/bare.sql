-- The figures of a month as bare SQL: pairs by what was owed and done, doors once each.

-- name: states
UPDATE households_duty
SET state = CASE abs(hashtext(id::text)) %% 20 WHEN 0 THEN 'MISSED' WHEN 1 THEN 'EXEMPT' ELSE 'OPEN' END,
    explained = CASE abs(hashtext(id::text)) %% 20 WHEN 1 THEN '封山' ELSE '' END
WHERE tenant_id = %(tenant)s

-- name: done
UPDATE households_duty SET state = 'DONE', visit_id = %(visit)s, done_on = month
WHERE tenant_id = %(tenant)s AND state = 'OPEN' AND abs(hashtext(id::text)) %% 20 < 15

-- name: place
SELECT place, sum(visits), sum(visited), sum(contacts), sum(contacted), sum(open), sum(missed), sum(exempt),
    count(*) FILTER (WHERE visits + contacts > 0), count(*) FILTER (WHERE visited + contacted > 0)
FROM (
    SELECT left(d.path, %(width)s) AS place, p.door_id,
        count(*) FILTER (WHERE d.state <> 'EXEMPT' AND d.owed = 'VISIT') AS visits,
        count(*) FILTER (WHERE d.state = 'DONE' AND d.owed = 'VISIT') AS visited,
        count(*) FILTER (WHERE d.state <> 'EXEMPT' AND d.owed = 'CONTACT') AS contacts,
        count(*) FILTER (WHERE d.state = 'DONE' AND d.owed = 'CONTACT') AS contacted,
        count(*) FILTER (WHERE d.state = 'OPEN') AS open,
        count(*) FILTER (WHERE d.state = 'MISSED') AS missed,
        count(*) FILTER (WHERE d.state = 'EXEMPT') AS exempt
    FROM households_duty d
    JOIN households_liaison p ON p.tenant_id = d.tenant_id AND p.id = d.liaison_id
    WHERE d.tenant_id = %(tenant)s AND d.month = %(month)s AND d.path >= %(low)s AND d.path < %(high)s
    GROUP BY 1, 2
) AS door
GROUP BY 1

-- name: unit
SELECT p.staff_id,
    count(*) FILTER (WHERE d.state <> 'EXEMPT' AND d.owed = 'VISIT') AS visits,
    count(*) FILTER (WHERE d.state = 'DONE' AND d.owed = 'VISIT') AS visited,
    count(*) FILTER (WHERE d.state <> 'EXEMPT' AND d.owed = 'CONTACT') AS contacts,
    count(*) FILTER (WHERE d.state = 'DONE' AND d.owed = 'CONTACT') AS contacted,
    count(*) FILTER (WHERE d.state = 'OPEN') AS open,
    count(*) FILTER (WHERE d.state = 'MISSED') AS missed,
    count(*) FILTER (WHERE d.state = 'EXEMPT') AS exempt
FROM households_duty d
JOIN households_liaison p ON p.tenant_id = d.tenant_id AND p.id = d.liaison_id
WHERE d.tenant_id = %(tenant)s AND d.month = %(month)s AND p.unit_id = %(unit)s
GROUP BY 1
