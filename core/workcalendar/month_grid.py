"""A year laid out as twelve months of weeks, for the page."""

from __future__ import annotations

from calendar import Calendar as Weeks
from dataclasses import dataclass
from datetime import date

from core.workcalendar.choices import DayKind
from core.workcalendar.rules import Calendar, Day

MONDAY_FIRST = Weeks(firstweekday=0)


@dataclass(frozen=True, slots=True)
class Cell:
    """One day as it is drawn; an empty cell belongs to a neighbouring month."""

    day: date
    works: bool
    entry: Day | None = None
    is_today: bool = False

    @property
    def css(self) -> str:
        """Classes of the cell."""
        names = ["is-work" if self.works else "is-rest"]
        if self.entry is not None:
            names.append("is-named")
            names += ["is-local"] * self.entry.is_local + ["is-guess"] * self.is_guess
        return " ".join(names + ["is-today"] * self.is_today)

    @property
    def is_guess(self) -> bool:
        """Whether the entry is an estimate of the almanac's."""
        return self.entry is not None and not self.entry.is_official and not self.entry.is_local

    @property
    def word(self) -> str:
        """休 or 班 where the day departs from its week."""
        return "" if self.entry is None else str(DayKind(self.entry.kind).label)


@dataclass(frozen=True, slots=True)
class Month:
    """A month: weeks from Monday to Sunday, and its working days."""

    number: int
    weeks: list[list[Cell | None]]

    @property
    def working_days(self) -> int:
        """How many days are worked."""
        return sum(cell is not None and cell.works for week in self.weeks for cell in week)


def months(calendar: Calendar, year: int, *, today: date) -> list[Month]:
    """The twelve months of a year on a calendar."""
    return [Month(number, _weeks(calendar, year, number, today)) for number in range(1, 13)]


def _weeks(calendar: Calendar, year: int, month: int, today: date) -> list[list[Cell | None]]:
    return [
        [
            Cell(day, calendar.is_working_day(day), calendar.days.get(day), day == today)
            if day.month == month
            else None
            for day in week
        ]
        for week in MONDAY_FIRST.monthdatescalendar(year, month)
    ]
