"""What lies on each township's desk on the day of loading: every state, and each part of the queue."""

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Final

from core.workcalendar.rules import day_of, end_of
from disputes.choices import FINAL, Level, Outcome, State, Verb
from disputes.demo_fates import Fate
from disputes.demo_walk import Walk

LATE, TODAY, WEEK, LATER = "late", "today", "week", "later"


@dataclass(frozen=True, slots=True)
class Desk:
    """One case to lie there. `least`: how many days ago it came in at the earliest; "" asks for nothing."""

    fate: Callable[[], Fate]
    state: str
    level: str = ""
    part: str = ""
    least: float = 0.1
    kind: str = ""


def _up(**given: Any) -> Callable[[], Fate]:
    return lambda: Fate(top=Level.TOWNSHIP, **given)


DESKS: Final = (
    Desk(_up(halt=(State.HANDED_UP, Level.TOWNSHIP)), State.HANDED_UP, Level.TOWNSHIP, TODAY),
    Desk(_up(halt=(State.HANDED_UP, Level.TOWNSHIP)), State.HANDED_UP, Level.TOWNSHIP, WEEK),
    Desk(
        _up(halt=(State.HANDED_UP, Level.TOWNSHIP), way_up=Verb.ESCALATE),
        State.HANDED_UP,
        Level.TOWNSHIP,
        least=6,
    ),
    Desk(_up(halt=(State.ACCEPTED, Level.TOWNSHIP)), State.ACCEPTED, Level.TOWNSHIP, TODAY, least=3),
    Desk(_up(halt=(State.ACCEPTED, Level.TOWNSHIP)), State.ACCEPTED, Level.TOWNSHIP, LATE, least=7),
    Desk(_up(halt=(State.MEDIATING, Level.TOWNSHIP)), State.MEDIATING, Level.TOWNSHIP, TODAY, least=14),
    Desk(_up(halt=(State.MEDIATING, Level.TOWNSHIP)), State.MEDIATING, Level.TOWNSHIP, WEEK, least=10),
    Desk(
        _up(halt=(State.MEDIATING, Level.TOWNSHIP), is_joint=True),
        State.MEDIATING,
        Level.TOWNSHIP,
        LATER,
        least=4,
    ),
    Desk(
        _up(halt=(State.PERFORMING, Level.TOWNSHIP), instalments=3),
        State.PERFORMING,
        Level.TOWNSHIP,
        WEEK,
        least=8,
        kind="10",
    ),
    Desk(_up(halt=(State.SETTLED, Level.TOWNSHIP)), State.SETTLED, Level.TOWNSHIP, LATE, least=44),
    Desk(_up(halt=(State.ENDED, ""), outcome=Outcome.FAILED), State.ENDED, Level.TOWNSHIP, TODAY, least=34),
    Desk(_up(is_paused=True, halt=(State.PAUSED, "")), State.PAUSED, least=6),
    Desk(lambda: Fate(is_returned=True, halt=(State.RETURNED, "")), State.RETURNED, part=LATER),
    Desk(lambda: Fate(outcome=Outcome.TRANSFERRED, halt=(State.TRANSFERRED, "")), State.TRANSFERRED, least=5),
    Desk(lambda: Fate(halt=(State.REGISTERED, "")), State.REGISTERED, Level.VILLAGE, TODAY),
    Desk(lambda: Fate(halt=(State.ACCEPTED, "")), State.ACCEPTED, Level.VILLAGE, TODAY, least=2),
    Desk(lambda: Fate(halt=(State.MEDIATING, "")), State.MEDIATING, Level.VILLAGE, WEEK, least=3),
    Desk(lambda: Fate(), State.PERFORMING, Level.VILLAGE, least=3),
)
VILLAGE_DESKS: Final = tuple(desk for desk in DESKS if desk.level == Level.VILLAGE)


def part_of(walk: Walk, now: dt.datetime) -> str:
    """The part of the queue in which it stands."""
    due = walk.next_due()
    if due is None:
        return ""
    today = day_of(now)
    if due <= now:
        return LATE
    if due <= end_of(today):
        return TODAY
    return WEEK if due <= end_of(today + dt.timedelta(days=6 - today.weekday())) else LATER


def fits(walk: Walk, desk: Desk, now: dt.datetime) -> bool:
    """Whether the case lies there as wanted."""
    case = walk.case
    return (
        case.state == desk.state
        and case.state not in FINAL
        and desk.level in ("", case.level)
        and desk.part in ("", part_of(walk, now))
    )
