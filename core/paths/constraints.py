"""The tree's shape, kept by the database."""

from typing import Any

from django.db import models

from core.tenancy.wall import DeferredKey


class UnderItsParent(DeferredKey):
    """FOREIGN KEY (tenant_id, parent_id, parent_path) REFERENCES the same table (tenant_id, id, path).

    A row's path begins with its parent's path, always: with a check that ties the level to the path's length, every
    row stands exactly one level below its parent. Deferred, so that a whole subtree may move in one transaction.
    The model has a generated column `parent_path` and a unique key over tenant, id and path.
    """

    def key(self, model: type[models.Model], quote: Any) -> str:
        return f"(tenant_id, parent_id, parent_path) REFERENCES {quote(model._meta.db_table)} (tenant_id, id, path)"
