"""The tree's shape, kept by the database."""

from typing import Any

from django.db import models

from core.tenancy.wall import InDatabaseOnly


class UnderItsParent(InDatabaseOnly):
    """FOREIGN KEY (tenant_id, parent_id, parent_path) REFERENCES the same table (tenant_id, id, path).

    A row's path begins with its parent's path, always: with a check that ties the level to the path's length, every
    row stands exactly one level below its parent. Deferred, so that a whole subtree may move in one transaction.
    The model has a generated column `parent_path` and a unique key over tenant, id and path.
    """

    def statements(self, model: type[models.Model], quote: Any) -> list[str]:
        table = quote(model._meta.db_table)
        return [
            f"ALTER TABLE {table} ADD CONSTRAINT {quote(self.name)} "
            f"FOREIGN KEY (tenant_id, parent_id, parent_path) REFERENCES {table} (tenant_id, id, path) "
            "DEFERRABLE INITIALLY DEFERRED"
        ]

    def create_sql(self, model: Any, schema_editor: Any) -> Any:
        schema_editor.deferred_sql.extend(self.statements(model, schema_editor.quote_name))
        return None

    def remove_sql(self, model: Any, schema_editor: Any) -> Any:
        quote = schema_editor.quote_name
        return f"ALTER TABLE {quote(model._meta.db_table)} DROP CONSTRAINT {quote(self.name)}"
