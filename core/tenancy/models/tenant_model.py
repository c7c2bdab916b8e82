from functools import cache
from typing import Any, ClassVar, TypeVar

from django.apps import apps
from django.db import models
from django.db.models.signals import class_prepared
from django.utils.encoding import force_str
from django.utils.translation import get_language

from core.tenancy.context import current_tenant
from core.tenancy.fields import TenantForeignKey, TenantKey
from core.tenancy.ids import uuid7
from core.tenancy.wall import AppendOnly, TenantReference, TenantWall

M = TypeVar("M", bound="TenantModel", covariant=True)


class TenantManager(models.Manager[M]):
    """Filters by the open county, as if there were no row-level security behind it."""

    def get_queryset(self) -> models.QuerySet[M]:
        queryset, code = super().get_queryset(), current_tenant()
        return queryset if code is None else queryset.filter(tenant_id=code)


class TenantModel(models.Model):
    """A row of one county. Declaring it is enough: the wall is written by makemigrations.

    `append_only = True` on a model leaves the application INSERT and SELECT and nothing else.
    """

    append_only: ClassVar[bool] = False

    tenant = TenantKey()
    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)

    objects: ClassVar[TenantManager[Any]] = TenantManager()

    class Meta:
        abstract = True
        base_manager_name = "objects"

    def _do_update(self, base_qs: Any, using: Any, pk_val: Any, values: Any, *rest: Any) -> Any:
        # A row never changes its county: the key is part of the condition, not of the assignment.
        kept = [value for value in values if value[0].attname != "tenant_id"]
        return super()._do_update(base_qs.filter(tenant_id=self.tenant_id), using, pk_val, kept, *rest)

    def _get_FIELD_display(self, field: models.Field[Any, Any]) -> Any:
        # Django hashes every choice at each call and translates every label for it: a tenth of a list's time.
        value = getattr(self, field.attname)
        return labels_of(type(self), field.attname).get(value, value)

    def validate_constraints(self, exclude: Any = None) -> None:
        # Forms leave out what can't be edited, and with the tenant every uniqueness check.
        super().validate_constraints(exclude=set(exclude or ()) - {"tenant"})


def labels_of(model: type[models.Model], attname: str) -> dict[Any, str]:
    """What each value of a column with choices is called; worked out once for a language."""
    return _labels(model, attname, get_language())


@cache
def _labels(model: type[models.Model], attname: str, language: str | None) -> dict[Any, str]:
    field: Any = next(one for one in model._meta.concrete_fields if one.attname == attname)
    return {value: force_str(label) for value, label in field.flatchoices}


def tenant_models() -> list[type[TenantModel]]:
    """Every concrete tenant model of the installed apps."""
    return [model for model in apps.get_models() if issubclass(model, TenantModel) and not model._meta.proxy]


def _raise_walls(sender: type[models.Model], **kwargs: Any) -> None:
    meta = sender._meta
    if not issubclass(sender, TenantModel) or meta.abstract or meta.proxy or sender.__module__ == "__fake__":
        return
    walls: list[Any] = [TenantWall(name=f"{meta.db_table}_wall"[:63])]
    walls += [
        TenantReference(field=field.name, name=f"{meta.db_table}_{field.column}_tfk"[:63])
        for field in meta.local_fields
        if isinstance(field, TenantForeignKey)
    ]
    if sender.append_only:
        walls.append(AppendOnly(name=f"{meta.db_table}_append_only"[:63]))
    meta.constraints = [*meta.constraints, *walls]
    meta.original_attrs["constraints"] = meta.constraints


class_prepared.connect(_raise_walls)
