"""The shape of a database as sets of plain tuples, so that two of them can be compared by name."""

from typing import Any

QUERIES = {
    "columns": """
        SELECT table_name, column_name, data_type, character_maximum_length, is_nullable, column_default,
               collation_name, generation_expression
          FROM information_schema.columns WHERE table_schema = 'public'""",
    "constraints": """
        SELECT conrelid::regclass::text, conname, pg_get_constraintdef(oid) FROM pg_constraint
         WHERE connamespace = 'public'::regnamespace AND contype <> 'n'""",
    "indexes": "SELECT tablename, indexname, indexdef FROM pg_indexes WHERE schemaname = 'public'",
    "policies": "SELECT tablename, policyname, cmd, qual, with_check FROM pg_policies WHERE schemaname = 'public'",
    "walls": """
        SELECT relname, relrowsecurity FROM pg_class
         WHERE relnamespace = 'public'::regnamespace AND relkind IN ('r', 'p')""",
    "grants": """
        SELECT table_name, grantee, privilege_type FROM information_schema.role_table_grants
         WHERE table_schema = 'public' AND grantee IN ('app', 'system')""",
}


def shape_of(cursor: Any) -> dict[str, set[tuple[Any, ...]]]:
    """Columns, constraints, indexes, policies, walls and grants of the database behind `cursor`."""
    shape = {}
    for name, query in QUERIES.items():
        cursor.execute(query)
        shape[name] = set(cursor.fetchall())
    return shape


def rows_in(cursor: Any) -> dict[str, int]:
    """Rows of each table, all counties together (the owner is not walled in)."""
    cursor.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public' ORDER BY tablename")
    counted = {}
    for (table,) in cursor.fetchall():
        cursor.execute(f'SELECT count(*) FROM "{table}"')  # names come from the catalog
        counted[table] = cursor.fetchone()[0]
    return counted
