"""Reads of visits, call-backs and demands. The area filter comes first; row-level security stands behind it."""

import datetime as dt
from typing import Any
from uuid import UUID

from django.db.models import Exists, F, OuterRef, Q, QuerySet, Subquery

from accounts.models import Membership
from accounts.selectors import on_day
from core.deadlines.choices import State as DeadlineState
from core.paths.ranges import within
from core.permissions.actor import Actor
from core.tenancy.lookups import among
from core.workcalendar.rules import add_months, start_of
from households.choices import DemandKind, DemandState, Promise, VisitState
from households.models import CallBack, Demand, DoorDeadline, Visit
from households.policies import DEMANDS, DUTIES, MINE, UNIT, VIEW
from households.selectors import own_pairs


def units_for(actor: Actor, ability: str) -> set[UUID]:
    """The units that the actor's posts with an ability belong to."""
    return {post.unit_id for post in actor.posts if ability in post.abilities and post.unit_id is not None}


def members_of(units: set[UUID], *, on: dt.date) -> QuerySet[Membership]:
    """Who belongs to some units on a day."""
    return Membership.objects.filter(on_day(on), unit_id__in=units)


def looked_after(actor: Actor, *, on: dt.date) -> Q:
    """Visits whose head the actor is: of the ground they look after, or of their unit's people; never their own."""
    found = within("path", *actor.paths_for(DUTIES))
    if units := units_for(actor, UNIT):
        found |= Q(staff_id__in=members_of(units, on=on).values("staff_id"))
    if (own := actor.person_id) is None:
        return found
    return found & ~Q(staff_id=own)


def written_by(person: UUID | None) -> Q:
    """Visits that somebody made or wrote down for another; two arms, each with its index."""
    return Q(staff_id=person) | Q(typed_by_id=person) & ~Q(typed_by_id=F("staff_id"))


def visits_seen_by(actor: Actor, *, on: dt.date) -> QuerySet[Visit]:
    """Visits of the actor's ground, of their people, of their own doors and hands. A draft is seen by its writers alone."""
    own = Q(pk__in=[])
    seen = within("path", *actor.paths_for(VIEW)) | looked_after(actor, on=on)
    if actor.person_id is not None and actor.has(MINE):
        own = written_by(actor.person_id)
        seen |= own | Q(among(own_pairs(actor.person_id, on=on).values("door_id"), "door_id"))
    return Visit.objects.filter(seen).filter(Q(state=VisitState.KEPT) | own)


def visits_to_draw_from(
    *, month: dt.date, path: str, unit_id: UUID | None, but: UUID | None
) -> QuerySet[Visit]:
    """Kept visits of a month in which somebody was met, of a ground or a unit, but one's own."""
    until = add_months(month, 1)
    kept = Visit.objects.filter(
        state=VisitState.KEPT,
        found_nobody=False,
        door__isnull=False,
        visited_at__gte=start_of(month),
        visited_at__lt=start_of(until),
    )
    if but is not None:
        kept = kept.exclude(staff_id=but)
    if unit_id is None:
        return kept.filter(within("path", path))
    day = until - dt.timedelta(days=1)
    return kept.filter(staff_id__in=members_of({unit_id}, on=day).values("staff_id"))


def call_backs_seen_by(actor: Actor, *, on: dt.date) -> QuerySet[CallBack]:
    """Call-backs on the visits that the actor looks after."""
    visits = Visit.objects.filter(looked_after(actor, on=on)).values("pk")
    return CallBack.objects.filter(visit_id__in=visits)


def demands_for(actor: Actor) -> Q:
    """Demands that wait for the actor: named to them, to their department, or to nobody on their ground."""
    mine = Q(pk__in=[]) if actor.person_id is None else Q(staff_id=actor.person_id)
    unnamed = Q(unit=None, staff=None) & within("path", *actor.paths_for(DEMANDS))
    return mine | Q(unit_id__in=units_for(actor, DEMANDS), staff=None) | unnamed


def demands_seen_by(actor: Actor, *, on: dt.date) -> QuerySet[Demand]:
    """Demands of the actor's ground, department and doors, and those they heard or answer for."""
    seen = within("path", *actor.paths_for(VIEW)) | Q(unit_id__in=units_for(actor, DEMANDS))
    if actor.person_id is not None and actor.has(MINE):
        heard = Visit.objects.filter(written_by(actor.person_id)).values("pk")
        doors = own_pairs(actor.person_id, on=on).values("door_id")
        seen |= Q(staff_id=actor.person_id) | Q(among(heard, "visit_id")) | Q(among(doors, "door_id"))
    return Demand.objects.filter(seen)


def with_due(demands: QuerySet[Any]) -> QuerySet[Any]:
    """Each with `due_at` and `warn_at` of its promise while that runs."""
    running = DoorDeadline.objects.filter(
        tenant_id=OuterRef("tenant_id"),
        demand_id=OuterRef("pk"),
        kind=Promise.DEMAND,
        state=DeadlineState.OPEN,
    )
    found: QuerySet[Any] = demands.annotate(
        due_at=Subquery(running.values("due_at")[:1]), warn_at=Subquery(running.values("warn_at")[:1])
    )
    return found


def owed_by(actor: Actor) -> QuerySet[Any]:
    """Open demands that the actor has to answer or to assign, those due first."""
    rows = Demand.objects.filter(demands_for(actor), state=DemandState.OPEN, kind=DemandKind.DEMAND)
    return with_due(rows).order_by("due_at", "raised_at", "pk")


def has_open_demand() -> Exists:
    """On a door: whether a demand of it is open."""
    rows = Demand.objects.filter(
        tenant_id=OuterRef("tenant_id"), door_id=OuterRef("pk"), state=DemandState.OPEN
    )
    return Exists(rows)
