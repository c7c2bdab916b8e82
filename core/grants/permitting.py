"""From an ability's name to guardian's permission and to the table that holds a model's grants."""

from typing import Any

from django.contrib.auth.models import Permission
from django.contrib.contenttypes.models import ContentType
from django.db import models
from guardian.utils import get_user_obj_perms_model

from core.grants.models import NamedGrant


class NotGrantable(LookupError):
    """The model has no table of grants, or does not declare the permission: a mistake in the program."""


def grants_model(model: type[models.Model]) -> type[NamedGrant]:
    """The room's subclass of NamedGrant for `model`, found as guardian finds it."""
    asked: Any = model  # guardian takes a model as well as a row of it
    found = get_user_obj_perms_model(asked)
    if not issubclass(found, NamedGrant):
        raise NotGrantable(f"{model._meta.label}: no NamedGrant points at it")
    return found


def codename_of(model: type[models.Model], ability: str) -> str:
    """The permission's code name; `ability` has to belong to the model's room and to stand in `Meta.permissions`."""
    room, _dot, codename = ability.partition(".")
    declared = {name for name, _label in model._meta.permissions}
    if room != model._meta.app_label or codename not in declared:
        raise NotGrantable(f"{ability}: declare it in Meta.permissions of {model._meta.label}")
    return codename


def permission_of(model: type[models.Model], ability: str) -> Permission:
    """Guardian's row for an ability on a model; `migrate` makes it from `Meta.permissions`."""
    of_model = ContentType.objects.get_for_model(model)
    return Permission.objects.get(content_type=of_model, codename=codename_of(model, ability))
