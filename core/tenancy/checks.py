"""What a machine can see of the rules that keep the wall whole. E001–E005 read the models, E010 the connection."""

from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Error, Tags, register
from django.db import DEFAULT_DB_ALIAS, connections, models
from django.db.utils import OperationalError

from core.tenancy.fields import TenantForeignKey
from core.tenancy.models import TenantModel, tenant_models


@register(Tags.models)
def check_tenant_models(app_configs: Any = None, **kwargs: Any) -> list[CheckMessage]:
    """Indexes start with the tenant; keys stay in the county; no hidden many-to-many table."""
    found: list[CheckMessage] = []
    for model in tenant_models():
        if app_configs is None or model._meta.app_config in app_configs:
            found += _check_fields(model) + _check_indexes(model)
    return found


def _check_fields(model: type[TenantModel]) -> list[CheckMessage]:
    found: list[CheckMessage] = []
    for field in model._meta.local_fields:
        if field.unique and not field.primary_key:
            found.append(Error(f"{field}: unique=True ignores the county", obj=model, id="tenancy.E001"))
        target = getattr(field, "related_model", None)
        to_tenant = isinstance(target, type) and issubclass(target, TenantModel)
        if to_tenant and not isinstance(field, TenantForeignKey):
            found.append(Error(f"{field}: use TenantForeignKey", obj=model, id="tenancy.E002"))
        if isinstance(target, type) and not to_tenant and not _is_hidden(field):
            found.append(Error(f'{field}: a platform key has related_name="+"', obj=model, id="tenancy.E005"))
    for many in model._meta.local_many_to_many:
        if many.remote_field.through._meta.auto_created:  # type: ignore[union-attr]  # resolved by now
            found.append(Error(f"{many}: name a TenantModel in through=", obj=model, id="tenancy.E004"))
    return found


def _is_hidden(field: models.Field[Any, Any]) -> bool:
    return bool(field.remote_field and field.remote_field.hidden)


def _check_indexes(model: type[TenantModel]) -> list[CheckMessage]:
    unique = [one for one in model._meta.constraints if isinstance(one, models.UniqueConstraint)]
    return [
        Error(f"{one.name}: an index starts with 'tenant'", obj=model, id="tenancy.E003")
        for one in (*unique, *model._meta.indexes)
        if list(one.fields[:1]) != ["tenant"]
    ]


@register(Tags.database)
def check_connection_is_walled(databases: Any = None, **kwargs: Any) -> list[CheckMessage]:
    """Refuse to start when the application's own connection could step over the wall."""
    if DEFAULT_DB_ALIAS not in (databases or [DEFAULT_DB_ALIAS]):
        return []
    try:
        with connections[DEFAULT_DB_ALIAS].cursor() as cursor:
            cursor.execute(
                "SELECT rolname, rolsuper, rolbypassrls, EXISTS (SELECT FROM pg_class c "
                "WHERE c.relowner = r.oid AND c.relrowsecurity) FROM pg_roles r WHERE rolname = current_user"
            )
            role, is_super, bypasses, owns_tables = cursor.fetchone()
    except OperationalError:
        return []  # an absent server is reported by whoever needs it
    if is_super or bypasses or owns_tables:
        message = f"the web must not connect as {role!r}: superusers, BYPASSRLS and owners see every county"
        return [Error(message, hint=f"DATABASE_URL of {settings.ROOT_URLCONF}", id="tenancy.E010")]
    return []
