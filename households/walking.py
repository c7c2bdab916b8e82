"""The doors of a cadre in the order of the street, with what the month still asks of each."""

import datetime as dt
from dataclasses import dataclass
from typing import Any, Final
from uuid import UUID

from django.db.models import (
    BooleanField,
    Case,
    Count,
    Exists,
    F,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Value,
    When,
)
from django.utils.translation import gettext as _

from core.permissions.actor import Actor
from core.workcalendar.rules import add_months, day_of, start_of
from households.choices import DutyState, Presence, VisitState, Way
from households.models import Door, Duty, Member, Visit
from households.ruling import rule_on
from households.selectors import own_doors

DUE: Final = Q(is_due=True)
GIST: Final = 24  # characters of the last visit that a row shows


@dataclass(frozen=True, slots=True)
class Stop:
    """A door on the way: its mark is a lamp's colour and words; `last` the last visit, `draft` one not finished."""

    door: Door
    people: int
    colour: str
    mark: str
    last: Visit | None
    draft: Visit | None

    @property
    def gist(self) -> str:
        """What was said the last time, cut short."""
        if self.last is None:
            return ""
        said = self.last.said
        return said if len(said) <= GIST else said[: GIST - 1] + "…"


def walk_of(actor: Actor, *, on: dt.date) -> QuerySet[Door]:
    """The actor's doors in walking order, each with `is_due`: whether the month still asks for a visit or call.

    Where the month's duty was opened, it says so; else whether anybody was met there this month as the household asks.
    """
    month = on.replace(day=1)
    duties = Duty.objects.filter(
        month=month, liaison__door_id=OuterRef("pk"), liaison__staff_id=actor.person
    ).order_by("-from_on")
    met = Visit.objects.filter(
        Q(way=Way.IN_PERSON) | Q(door__presence=Presence.AWAY),
        tenant_id=OuterRef("tenant_id"),
        door_id=OuterRef("pk"),
        state=VisitState.KEPT,
        found_nobody=False,
        visited_at__gte=start_of(month),
        visited_at__lt=start_of(add_months(month, 1)),
    )
    return own_doors(actor, on=on).annotate(
        duty_state=Subquery(duties.values("state")[:1]),
        was_met=Exists(met),
        is_due=Case(
            When(duty_state=DutyState.OPEN, then=Value(True)),
            When(duty_state__isnull=False, then=Value(False)),
            default=~F("was_met"),
            output_field=BooleanField(),
        ),
    )


def tally(doors: QuerySet[Door]) -> dict[str, int]:
    """How many doors, and how many of them are due."""
    found: dict[str, int] = doors.order_by().aggregate(doors=Count("pk"), due=Count("pk", filter=DUE))
    return found


def next_due(doors: QuerySet[Door], *, after: UUID | None) -> Door | None:
    """The next door on the way that is due, behind one that was just visited; from the beginning once the way ends."""
    due = doors.filter(DUE)
    here = Door.objects.filter(pk=after).first() if after else None
    if here is not None:
        behind = Q(path__gt=here.path) | Q(path=here.path, walk_order__gt=here.walk_order)
        behind |= Q(path=here.path, walk_order=here.walk_order, pk__gt=here.pk)
        found: Door | None = due.filter(behind).first()
        if found is not None:
            return found
    first: Door | None = due.first()
    return first


def stops(doors: list[Any], *, actor: Actor, at: dt.datetime) -> list[Stop]:
    """Rows of some doors of `walk_of`, in three queries."""
    ids, on = [door.pk for door in doors], day_of(at)
    people = dict(
        Member.objects.filter(door_id__in=ids, to_on=None)
        .order_by()
        .values_list("door_id")
        .annotate(n=Count("pk"))
    )
    seen = Visit.objects.filter(door_id__in=ids).order_by("door_id", "-visited_at", "-pk")
    last = {row.door_id: row for row in seen.filter(state=VisitState.KEPT).distinct("door_id")}
    drafts = {
        row.door_id: row
        for row in seen.filter(state=VisitState.DRAFT, typed_by_id=actor.person_id).distinct("door_id")
    }
    ends_on = add_months(on.replace(day=1), 1) - dt.timedelta(days=1)
    is_near = (ends_on - on).days < rule_on(on).first_days
    return [
        Stop(
            door=door,
            people=people.get(door.pk, 0),
            last=last.get(door.pk),
            draft=drafts.get(door.pk),
            **_mark(door, ends_on, is_near=is_near),
        )
        for door in doors
    ]


def _mark(door: Any, ends_on: dt.date, *, is_near: bool) -> dict[str, str]:
    if door.is_due:
        return {
            "colour": "yellow" if is_near else "off",
            "mark": _("%(day)s 前") % {"day": f"{ends_on:%m-%d}"},
        }
    words = {DutyState.EXEMPT: _("本月免访"), DutyState.MISSED: _("本月未完成")}
    return {"colour": "green", "mark": words.get(door.duty_state, _("本月已访"))}
