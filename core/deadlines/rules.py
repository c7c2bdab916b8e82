"""Counting a promise from the values stored with it: no database, no clock."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache

from core.workcalendar.choices import Measure, Unit
from core.workcalendar.rules import Calendar, Due, Left, Term, day_of, start_of

RUNNING = frozenset({Measure.SECONDS, Measure.WORKING_SECONDS})
"""What is measured by the clock and not by the day."""


@dataclass(frozen=True, slots=True)
class Rule:
    """What a county's rule says about one kind of promise, as it stands the day the promise is made."""

    term: Term
    warn: Term | None = None
    version: str = ""


@dataclass(frozen=True, slots=True)
class Promise:
    """The instants that follow from a stretch."""

    due_at: datetime
    warn_at: datetime | None
    is_estimated: bool

    def next_check(self, *, is_warned: bool) -> datetime:
        """When the sweep has to look next."""
        return self.due_at if self.warn_at is None or is_warned else self.warn_at


class Counter:
    """Counts promises on one calendar, each distinct stretch once: thousands start on the same days."""

    def __init__(self, calendar: Calendar) -> None:
        self.calendar = calendar
        self._due = cache(calendar.due_after)
        self._before = cache(calendar.before)

    def promise(
        self, counted_from: datetime, left: Left, extensions: Sequence[Term] = (), warn: Term | None = None
    ) -> Promise:
        """When a stretch ends and when to warn. No warning where it would fall before the stretch begins."""
        # Days and months are counted from the day, whatever the hour: that is what makes stretches alike.
        start = counted_from if left.measure in RUNNING else start_of(day_of(counted_from))
        due: Due = self._due(start, left, tuple(extensions))
        return self.fixed(counted_from, due, warn)

    def fixed(self, counted_from: datetime, due: Due, warn: Term | None) -> Promise:
        """A promise for an instant that was counted elsewhere."""
        return Promise(due.at, self.warn_at(counted_from, due.at, warn), due.is_estimated)

    def warn_at(self, counted_from: datetime, due_at: datetime, warn: Term | None) -> datetime | None:
        """When to warn of a due instant, or None where there is no time left to warn in."""
        if warn is None:
            return None
        at = self._before(due_at, warn)
        return at if counted_from < at < due_at else None


def as_terms(extensions: Sequence[Sequence[object]]) -> list[Term]:
    """Extensions as stored (`[[5, "WORKING_DAYS"], …]`) read back."""
    return [Term(int(str(value)), Unit(str(unit))) for value, unit in extensions]
