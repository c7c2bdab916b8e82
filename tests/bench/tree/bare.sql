-- The same reads without the product: as the tables' owner, whom row-level security does not hold, by hand.

-- name: subtree
SELECT id, path, level, name, code FROM grids_area
 WHERE tenant_id = %(county)s AND path >= %(low)s AND path < %(high)s AND valid_to IS NULL
 ORDER BY path

-- name: children
SELECT c.id, c.path, c.level, c.name, c.code, n.below - 1, n.grids
  FROM grids_area c
 CROSS JOIN LATERAL (
       SELECT count(*) AS below, count(*) FILTER (WHERE a.level = 4) AS grids FROM grids_area a
        WHERE a.tenant_id = c.tenant_id AND a.path >= c.path AND a.path < c.path || '~' AND a.valid_to IS NULL) n
 WHERE c.tenant_id = %(county)s AND c.parent_id = %(parent)s AND c.valid_to IS NULL
 ORDER BY c.path

-- name: province
SELECT count(*) FROM grids_area WHERE tenant_id BETWEEN %(first)s AND %(last)s AND valid_to IS NULL

-- name: counties
SELECT c.tenant_id, c.name, n.below - 1
  FROM grids_area c
 CROSS JOIN LATERAL (
       SELECT count(*) AS below FROM grids_area a
        WHERE a.tenant_id = c.tenant_id AND a.path >= c.path AND a.path < c.path || '~' AND a.valid_to IS NULL) n
 WHERE c.tenant_id BETWEEN %(first)s AND %(last)s AND c.level = 1 AND c.valid_to IS NULL
 ORDER BY c.tenant_id
