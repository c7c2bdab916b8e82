"""Reads of doors and pairs. The area filter comes first; row-level security stands behind it."""

import datetime as dt
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet

from accounts.selectors import on_day
from core.paths.ranges import within
from core.permissions.actor import Actor
from households.models import OPEN, Door, Liaison
from households.policies import MINE, VIEW


def pairs_on(day: dt.date) -> QuerySet[Liaison]:
    """Who is paired with what on a day."""
    return Liaison.objects.filter(on_day(day))


def own_pairs(staff_id: UUID, *, on: dt.date) -> QuerySet[Liaison]:
    """The pairs of one cadre on a day."""
    return pairs_on(on).filter(staff_id=staff_id)


def doors_seen_by(actor: Actor, *, on: dt.date) -> QuerySet[Door]:
    """Doors of the actor's ground, and those they are paired with."""
    ground = within("path", *actor.paths_for(VIEW))
    if actor.person_id is None or not actor.has(MINE):
        return Door.objects.filter(ground)
    return Door.objects.filter(ground | Q(pk__in=own_pairs(actor.person_id, on=on).values("door_id")))


def own_doors(actor: Actor, *, on: dt.date) -> QuerySet[Door]:
    """The open doors one is paired with today, in the order of the street."""
    if actor.person_id is None:
        return Door.objects.none()
    mine = own_pairs(actor.person_id, on=on).values("door_id")
    return Door.objects.filter(OPEN, pk__in=mine).order_by("path", "walk_order", "id")


def uncovered(*, on: dt.date) -> QuerySet[Door]:
    """Open doors that nobody is paired with on a day: the list that is to be empty."""
    paired = pairs_on(on).filter(tenant_id=OuterRef("tenant_id"), door_id=OuterRef("pk"))
    return Door.objects.filter(OPEN & ~Exists(paired))


def pair_of(door: Door, *, on: dt.date) -> Liaison | None:
    """Who is paired with a door on a day."""
    found: Liaison | None = pairs_on(on).filter(door=door).select_related("staff", "unit").first()
    return found
