"""A month lived day by day: its opening, visits, sweeps, and how a duty stands."""

import datetime as dt
from typing import Any

from core.deadlines.actions.sweep import Swept, sweep
from core.permissions.actor import Actor
from core.workcalendar.rules import SHANGHAI
from households.actions.open_month import Opened, open_month
from households.actions.pair_doors import pair_doors
from households.choices import Way
from households.fulfilling import fulfil
from households.models import Door, DoorDeadline, Duty, Visit
from tests.cast import KANGBAO
from tests.households.stage import Stage

NOVEMBER = dt.date(2026, 11, 1)


def at(text: str) -> dt.datetime:
    return dt.datetime.fromisoformat(text).replace(tzinfo=SHANGHAI)


def opened(when: str = "2026-11-01 00:01") -> Opened:
    return open_month(actor=Actor.system(KANGBAO), at=at(when))


def tick(when: str) -> Swept:
    return sweep(tenant=KANGBAO, model=DoorDeadline, now=at(when))


def visit(stage: Stage, door: Door | None, when: str, *, who: str = "cadre", **values: Any) -> Visit:
    """A kept visit, as the verbs of visits write it, and what it fulfils."""
    given = {
        "door": door,
        "path": door.path if door else stage.ground.grid.path,
        "staff": stage.staff[who],
        "typed_by": stage.staff[who],
        "way": Way.IN_PERSON,
        "visited_at": at(when),
        "recorded_at": at(when),
        "said": "家里都好",
    }
    row = Visit.objects.create(**(given | values))
    fulfil(visit=row, at=row.recorded_at)
    return row


def state_of(door: Door, month: dt.date = NOVEMBER) -> list[tuple[str, str]]:
    """State and what is owed of each duty of a door in a month, the earliest part first."""
    rows = Duty.objects.filter(liaison__door=door, month=month).order_by("from_on")
    return list(rows.values_list("state", "owed"))


def parts_of(door: Door, month: dt.date = NOVEMBER) -> list[tuple[int, int]]:
    """First and last day of each duty's part."""
    rows = Duty.objects.filter(liaison__door=door, month=month).order_by("from_on")
    return [(row.from_on.day, (row.to_on - dt.timedelta(days=1)).day) for row in rows]


def given_to(stage: Stage, door: Door, who: str, from_on: dt.date, when: str) -> None:
    """The door changes hands from a day on, done by the township's clerk."""
    pair_doors(
        pairs={door.pk: stage.staff[who].pk}, from_on=from_on, actor=stage.actors["clerk"], at=at(when)
    )
