"""Reads of doors, pairs and visits. The area filter comes first; row-level security stands behind it."""

import datetime as dt
from typing import Any, Final
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet

from accounts.models import Membership
from accounts.selectors import on_day
from core.paths.ranges import within
from core.permissions.actor import Actor
from core.rules.codes import written
from households.choices import VisitState
from households.models import OPEN, Door, GridLead, Liaison, Visit, Volume
from households.policies import BIND, MINE, RECEIVE, VIEW

ANSWERED_WITHIN: Final = dt.timedelta(days=62)  # so far back a door is asked about its visits


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


def led_paths(actor: Actor, *, since: dt.date) -> list[str]:
    """The grids that the actor leads, or led on a day since then."""
    if actor.person_id is None:
        return []
    led = GridLead.objects.filter(Q(to_on=None) | Q(to_on__gt=since), staff_id=actor.person_id)
    return list(led.values_list("path", flat=True).distinct().order_by("path"))


def uncovered(*, on: dt.date) -> QuerySet[Door]:
    """Open doors that nobody is paired with on a day: the list that is to be empty."""
    paired = pairs_on(on).filter(tenant_id=OuterRef("tenant_id"), door_id=OuterRef("pk"))
    return Door.objects.filter(OPEN & ~Exists(paired))


def pair_of(door: Door, *, on: dt.date) -> Liaison | None:
    """Who is paired with a door on a day."""
    found: Liaison | None = pairs_on(on).filter(door=door).select_related("staff", "unit").first()
    return found


def colleagues_doors(actor: Actor, *, on: dt.date) -> QuerySet[Any]:
    """Ids of the doors paired with somebody of the actor's unit on a day."""
    if actor.person_id is None:
        return Liaison.objects.none().values("door_id")
    units = Membership.objects.filter(on_day(on), staff_id=actor.person_id).values("unit_id")
    people = Membership.objects.filter(on_day(on), unit_id__in=units).values("staff_id")
    return pairs_on(on).filter(staff_id__in=people).values("door_id")


def unit_of(staff_id: UUID, *, on: dt.date) -> UUID | None:
    """The unit to which a cadre belongs on a day."""
    found: UUID | None = (
        Membership.objects.filter(on_day(on), staff_id=staff_id).values_list("unit_id", flat=True).first()
    )
    return found


def visits_by_code(code: str, *, on: dt.datetime) -> QuerySet[Visit]:
    """What a door can answer for by the code on its card: its visits of the last two months; none for a wrong code."""
    bare = written(code)
    kept = Visit.objects.filter(
        state=VisitState.KEPT, found_nobody=False, visited_at__gte=on - ANSWERED_WITHIN, visited_at__lte=on
    )
    if not bare:
        return kept.none()
    return kept.filter(door__service_code=bare).order_by("-visited_at")


def volumes_seen_by(actor: Actor) -> QuerySet[Volume]:
    """Bound volumes of the ground on which the actor binds or receives, the latest first."""
    ground = within("path", *actor.paths_for(BIND), *actor.paths_for(RECEIVE))
    return (
        Volume.objects.filter(ground)
        .select_related("document", "filed_by", "received_by", "unit")
        .defer("document__snapshot")
        .order_by("-filed_at", "-id")
    )
