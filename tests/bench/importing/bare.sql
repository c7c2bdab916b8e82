-- The same rows laid into another county's tables: {columns} are all that a table stores, {of_another} the same said to be
-- the other county's.

-- name: taken
COPY (SELECT {of_another} FROM {table} WHERE tenant_id = {county} ORDER BY id) TO STDOUT

-- name: laid
COPY {table} ({columns}) FROM STDIN
