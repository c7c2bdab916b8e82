"""What the database is told about a tenant table. Nobody writes this SQL by hand: `TenantModel` declares it,
makemigrations writes it, and `catalog` reads back whether it stands.
"""

from typing import Any

from django.db.models.base import Model
from django.db.models.constraints import BaseConstraint

# nullif(…): on a connection's second transaction the setting is '' rather than NULL, and a bare cast fails on it.
POLICY = "tenant_id = nullif(current_setting('app.tenant', true), '')::int"


class InDatabaseOnly(BaseConstraint):
    """A constraint that is SQL and nothing else: Django's own validation has no part in it."""

    def statements(self, model: type[Model], quote: Any) -> list[str]:
        raise NotImplementedError

    def constraint_sql(
        self, model: Any, schema_editor: Any
    ) -> Any:  # called while CREATE TABLE is being written
        schema_editor.deferred_sql.extend(self.statements(model, schema_editor.quote_name))

    def create_sql(self, model: Any, schema_editor: Any) -> Any:
        for statement in self.statements(model, schema_editor.quote_name):
            schema_editor.execute(statement, params=None)
        return None

    def validate(self, *args: Any, **kwargs: Any) -> None:
        """Nothing to check in Python: the database refuses by itself."""

    def __eq__(self, other: object) -> bool:
        # Without it makemigrations never comes to rest; the name does not count, because tables get renamed.
        return type(self) is type(other) and _nameless(self) == _nameless(other)

    __hash__ = None  # type: ignore[assignment]  # mutable by migrations, compared by value


def _nameless(constraint: BaseConstraint) -> dict[str, Any]:
    return {key: value for key, value in constraint.deconstruct()[2].items() if key != "name"}


class TenantWall(InDatabaseOnly):
    """PRIMARY KEY (tenant_id, id), a key to the county, and row-level security for reading and writing."""

    def statements(self, model: type[Model], quote: Any) -> list[str]:
        name = model._meta.db_table
        table, pkey = quote(name), quote(f"{name}_pkey")
        return [
            f"ALTER TABLE {table} DROP CONSTRAINT {pkey}",
            f"ALTER TABLE {table} ADD CONSTRAINT {pkey} PRIMARY KEY (tenant_id, id)",
            f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY",
            f"CREATE POLICY {quote(self.name)} ON {table} USING ({POLICY}) WITH CHECK ({POLICY})",
            f"ALTER TABLE {table} ADD CONSTRAINT {quote(self.name)} "
            "FOREIGN KEY (tenant_id) REFERENCES tenancy_tenant (code)",
        ]

    def constraint_sql(self, model: Any, schema_editor: Any) -> Any:
        # Walls come before references: a key can only point at a primary key that already carries the tenant.
        schema_editor.deferred_sql[:0] = self.statements(model, schema_editor.quote_name)

    def remove_sql(self, model: Any, schema_editor: Any) -> Any:
        quote = schema_editor.quote_name
        return f"DROP POLICY {quote(self.name)} ON {quote(model._meta.db_table)}"


class DeferredKey(InDatabaseOnly):
    """A foreign key that carries the tenant on both sides, and is looked at when the transaction ends."""

    def key(self, model: type[Model], quote: Any) -> str:
        """`(columns) REFERENCES table (columns)`."""
        raise NotImplementedError

    def statements(self, model: type[Model], quote: Any) -> list[str]:
        return [
            f"ALTER TABLE {quote(model._meta.db_table)} ADD CONSTRAINT {quote(self.name)} "
            f"FOREIGN KEY {self.key(model, quote)} DEFERRABLE INITIALLY DEFERRED"
        ]

    def create_sql(self, model: Any, schema_editor: Any) -> Any:
        # Later: what it points at may be raised further down the same migration.
        schema_editor.deferred_sql.extend(self.statements(model, schema_editor.quote_name))
        return None

    def remove_sql(self, model: Any, schema_editor: Any) -> Any:
        quote = schema_editor.quote_name
        return f"ALTER TABLE {quote(model._meta.db_table)} DROP CONSTRAINT {quote(self.name)}"


class TenantReference(DeferredKey):
    """FOREIGN KEY (tenant_id, x_id) REFERENCES target (tenant_id, id): no row can point into another county."""

    def __init__(self, *, field: str, name: str, **kwargs: Any) -> None:
        super().__init__(name=name, **kwargs)
        self.field = field

    def deconstruct(self) -> Any:
        path, args, kwargs = super().deconstruct()
        return path, args, {**kwargs, "field": self.field}

    def key(self, model: type[Model], quote: Any) -> str:
        field: Any = model._meta.get_field(self.field)
        target = quote(field.remote_field.model._meta.db_table)
        return f"(tenant_id, {quote(field.column)}) REFERENCES {target} (tenant_id, id)"


class AppendOnly(InDatabaseOnly):
    """The application may add rows and read them, never change or remove one: it was not granted the right."""

    def statements(self, model: type[Model], quote: Any) -> list[str]:
        return [f"REVOKE UPDATE, DELETE ON {quote(model._meta.db_table)} FROM app"]

    def remove_sql(self, model: Any, schema_editor: Any) -> Any:
        return f"GRANT UPDATE, DELETE ON {schema_editor.quote_name(model._meta.db_table)} TO app"
