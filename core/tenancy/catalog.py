"""What the database itself says about its walls: read from pg_catalog, not from the models."""

from typing import Any

# A tenant table is any table with a tenant_id column: a forgotten TenantModel shows up here as well.
_TABLES = """
SELECT c.oid, c.relname, c.relrowsecurity,
       (SELECT array_agg(pg_get_expr(p.polqual, p.polrelid) || ' / ' || pg_get_expr(p.polwithcheck, p.polrelid))
          FROM pg_policy p WHERE p.polrelid = c.oid) AS policies
  FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace AND n.nspname = 'public'
 WHERE c.relkind IN ('r', 'p')
   AND EXISTS (SELECT FROM pg_attribute a WHERE a.attrelid = c.oid AND a.attname = 'tenant_id' AND NOT a.attisdropped)
"""
_INDEXES = """
SELECT i.indexrelid::regclass::text, a.attname
  FROM pg_index i LEFT JOIN pg_attribute a ON a.attrelid = i.indrelid AND a.attnum = i.indkey[0]
 WHERE i.indrelid = %s
"""
_KEYS = """
SELECT k.conname, k.confrelid::regclass::text,
       (SELECT array_agg(a.attname::text ORDER BY x.i) FROM unnest(k.conkey) WITH ORDINALITY x(n, i)
          JOIN pg_attribute a ON a.attrelid = k.conrelid AND a.attnum = x.n),
       (SELECT array_agg(a.attname::text ORDER BY x.i) FROM unnest(k.confkey) WITH ORDINALITY x(n, i)
          JOIN pg_attribute a ON a.attrelid = k.confrelid AND a.attnum = x.n)
  FROM pg_constraint k WHERE k.contype = 'f' AND k.conrelid = %s
"""
_POLICY = "(tenant_id = (NULLIF(current_setting('app.tenant'::text, true), ''::text))::integer)"


def gaps_in_the_wall(cursor: Any) -> list[str]:
    """Every way in which a tenant table falls short of the wall, one sentence each; empty when all stand."""
    cursor.execute(_TABLES)
    tables = cursor.fetchall()
    names = {name for _, name, _, _ in tables}
    gaps: list[str] = []
    for oid, name, secured, policies in tables:
        if not secured:
            gaps.append(f"{name}: row level security is off")
        if policies != [f"{_POLICY} / {_POLICY}"]:
            gaps.append(f"{name}: its policy is {policies}")
        gaps += _loose_indexes(cursor, oid, name) + _loose_keys(cursor, oid, name, names)
    cursor.execute(
        "SELECT k.conrelid::regclass::text, k.conname FROM pg_constraint k WHERE k.contype = 'f' "
        "AND k.confrelid::regclass::text = ANY(%s) AND NOT k.conrelid::regclass::text = ANY(%s)",
        [list(names), list(names)],
    )
    gaps += [
        f"{table}: {key} points from a platform table at a tenant table" for table, key in cursor.fetchall()
    ]
    return gaps


def _loose_indexes(cursor: Any, oid: int, name: str) -> list[str]:
    cursor.execute(_INDEXES, [oid])
    return [
        f"{name}: index {key} starts with {column}"
        for key, column in cursor.fetchall()
        if column != "tenant_id"
    ]


def _loose_keys(cursor: Any, oid: int, name: str, tenant_tables: set[str]) -> list[str]:
    cursor.execute(_KEYS, [oid])
    gaps, has_county = [], False
    for key, target, columns, target_columns in cursor.fetchall():
        has_county = has_county or (target == "tenancy_tenant" and columns == ["tenant_id"])
        if target in tenant_tables and (columns[0] != "tenant_id" or target_columns[0] != "tenant_id"):
            gaps.append(f"{name}: {key} points at {target} without the county")
    return gaps if has_county else [*gaps, f"{name}: no key to its county"]
