"""The two keys a tenant row has: to its county, and to other rows of the same county."""

from typing import Any

from django.db import models
from django.db.models.lookups import Exact

from core.tenancy.context import current_tenant, required_tenant
from core.tenancy.lookups import AnyOf


class TenantKey(models.ForeignKey[Any, Any]):
    """The county of a row: filled from the open county, never edited, never changed."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs |= {
            "to": "tenancy.Tenant",
            "on_delete": models.PROTECT,
            "editable": False,
            "db_index": False,
            "db_constraint": False,  # TenantWall adds it
            "related_name": "+",
        }
        super().__init__(**kwargs)

    def get_default(self) -> int:
        # Not default=: AddField would call that while migrating.
        return required_tenant()


class TenantForeignKey(models.ForeignKey[Any, Any]):
    """A key to a row of the same county. The database key carries the tenant on both sides.

    It brings no index of its own: every question is asked inside one county, so an index that serves one begins with the
    tenant and is named in the model's Meta, where a key is followed backwards or filtered by.
    """

    def __init__(self, to: Any, on_delete: Any, **kwargs: Any) -> None:
        super().__init__(to, on_delete, **{**kwargs, "db_constraint": False, "db_index": False})

    def deconstruct(self) -> Any:
        name, path, args, kwargs = super().deconstruct()
        del kwargs["db_index"]  # no choice, so nothing a migration could change
        return name, path, args, kwargs

    def get_extra_restriction(self, alias: str | None, related_alias: str | None) -> Any:
        if alias is None or related_alias is None:
            # exclude() over a to-many relation: the outer table is out of reach, the open county is not.
            code = current_tenant()
            column = _tenant_of(self.model).get_col(alias or related_alias)
            return code and Exact(column, code)
        near = _tenant_of(self.model).get_col(related_alias)
        far = _tenant_of(self.remote_field.model).get_col(alias)
        return Exact(far, near)

    def get_extra_descriptor_filter(self, instance: Any) -> Any:
        return {"tenant_id": instance.tenant_id}


TenantForeignKey.register_lookup(AnyOf)


def _tenant_of(model: Any) -> Any:
    return model._meta.get_field("tenant")
