"""What a calendar would move: how many promises, how soon they end before and after, and the earliest by name."""

from __future__ import annotations

import heapq
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from core.workcalendar import followers
from core.workcalendar.choices import Urgency
from core.workcalendar.followers import Shift, Told, nobody
from core.workcalendar.rules import Calendar, day_of, end_of


@dataclass(slots=True)
class Weight:
    """How many of the promises that move end in one stretch of time: now, and afterwards from when to when."""

    before: int = 0
    after: int = 0
    first: datetime | None = None
    last: datetime | None = None

    def as_kept(self) -> dict[str, Any]:
        first, last = (at.isoformat() if at else None for at in (self.first, self.last))
        return {"before": self.before, "after": self.after, "first": first, "last": last}

    @classmethod
    def kept(cls, row: dict[str, Any]) -> Weight:
        first, last = (datetime.fromisoformat(row[name]) if row[name] else None for name in ("first", "last"))
        return cls(row["before"], row["after"], first, last)


@dataclass(slots=True)
class Foreseen:
    """What was found: `sooner` of the `total` get less time than they had, `overdue` of them none at all."""

    total: int = 0
    sooner: int = 0
    overdue: int = 0
    by_urgency: dict[Urgency, Weight] = field(default_factory=lambda: {each: Weight() for each in Urgency})
    earliest: list[Shift] = field(default_factory=list)


def foresee(calendar: Calendar, *, at: datetime, keep: int, told: Told = nobody) -> Foreseen:
    """What would move in the open county under a calendar; `keep` of it by name, earliest first."""
    found = Foreseen()
    shifts = _weighed(followers.shifts(calendar, told), found, _ends(at))
    found.earliest = heapq.nsmallest(keep, shifts, key=lambda shift: shift.before)
    return found


def _ends(at: datetime) -> list[tuple[datetime, Urgency]]:
    """Until when a promise belongs to which stretch, each end included: midnight belongs to the day it closes."""
    today = day_of(at)
    week_ends = end_of(today + timedelta(days=6 - today.weekday()))
    return [(at, Urgency.OVER), (end_of(today), Urgency.TODAY), (week_ends, Urgency.WEEK)]


def _urgency(due_at: datetime, ends: list[tuple[datetime, Urgency]]) -> Urgency:
    return next((urgency for end, urgency in ends if due_at <= end), Urgency.LATER)


def _weighed(
    shifts: Iterable[Shift], found: Foreseen, ends: list[tuple[datetime, Urgency]]
) -> Iterator[Shift]:
    for shift in shifts:
        found.total += 1
        found.sooner += shift.after < shift.before
        before, after = _urgency(shift.before, ends), _urgency(shift.after, ends)
        found.overdue += before != Urgency.OVER and after == Urgency.OVER
        found.by_urgency[before].before += 1
        weight = found.by_urgency[after]
        weight.after += 1
        weight.first = min(weight.first or shift.after, shift.after)
        weight.last = max(weight.last or shift.after, shift.after)
        yield shift
