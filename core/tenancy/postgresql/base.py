"""PostgreSQL as Django knows it, and three things more: it raises where a tenant table is queried without an open
county, groups by the real key, and adds foreign keys one statement at a time.
"""

from typing import Any

from django.db.backends.postgresql import base, features, operations


class DatabaseFeatures(features.DatabaseFeatures):
    def allows_group_by_selected_pks_on_model(self, model: Any) -> bool:
        # The database key is (tenant_id, id): GROUP BY id alone determines nothing.
        from core.tenancy.models import TenantModel

        return not issubclass(model, TenantModel) and super().allows_group_by_selected_pks_on_model(model)


class DatabaseOperations(operations.DatabaseOperations):
    compiler_module = "core.tenancy.postgresql.compiler"


class DatabaseWrapper(base.DatabaseWrapper):
    features_class = DatabaseFeatures
    ops_class = DatabaseOperations
    open_tenant: int | None = None  # what this connection was told last, see core.tenancy.context
    compiling_to_execute = False
