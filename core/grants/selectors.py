"""Reads of grants. Each asks for the days and for the ability of the reader's own posts as well."""

import datetime as dt
from typing import Any
from uuid import UUID

from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.db.models import Q, QuerySet

from core.grants.models import NamedGrant
from core.grants.permitting import codename_of, grants_model
from core.permissions.actor import Actor


def in_force(day: dt.date) -> Q:
    return Q(closed_at=None, from_on__lte=day) & (Q(to_on=None) | Q(to_on__gt=day))


def grants_for(actor: Actor, model: type[models.Model], *abilities: str, on: dt.date) -> QuerySet[NamedGrant]:
    """Grants on rows of `model` that the actor may use on the day `on`, for any of `abilities`.

    A person's grant counts while any of their posts carries the ability; a unit's for those whose post in that very
    unit carries it. Both end by themselves with the post.
    """
    grants: QuerySet[NamedGrant] = grants_model(model).objects.all()
    of_model, condition = ContentType.objects.get_for_model(model), Q(pk__in=[])
    for ability in abilities:
        codename = codename_of(model, ability)
        posts = [post for post in actor.posts if ability in post.abilities]
        if not posts:
            continue
        units = {post.unit_id for post in posts if post.unit_id is not None}
        holders = Q(user_id=actor.user_id) | Q(unit_id__in=units) if units else Q(user_id=actor.user_id)
        condition |= Q(permission__codename=codename, permission__content_type=of_model) & holders
    return grants.filter(in_force(on), condition)


def granted_ids(
    actor: Actor, model: type[models.Model], *abilities: str, on: dt.date
) -> QuerySet[NamedGrant, UUID]:
    """Ids of the rows of `model` that are opened to the actor by name; to be used as a subquery."""
    rows: Any = grants_for(actor, model, *abilities, on=on)  # of the room's own table, which has the key
    found: QuerySet[NamedGrant, UUID] = rows.values_list("content_object_id", flat=True)
    return found


def opened_by_name(actor: Actor, model: type[models.Model], *abilities: str, on: dt.date) -> Q:
    """A condition for a room's own reads, beside `within(…)`: the row is opened to the actor by name."""
    if not any(actor.has(ability) for ability in abilities):
        return Q(pk__in=[])  # most people: spare the database the subquery
    return Q(pk__in=granted_ids(actor, model, *abilities, on=on))


def grants_of(subject: models.Model, *, on: dt.date | None = None) -> QuerySet[Any]:
    """Every grant on one row, latest first; with `on` only those in force on that day. Ready for `may_by_name`."""
    rows = grants_model(type(subject)).objects.filter(content_object=subject).select_related("permission")
    return (rows if on is None else rows.filter(in_force(on))).order_by("-granted_at", "-id")
