"""Arithmetic of terms on plain values: no database, no clock.

Conventions, after 民法典 arts. 200–204 and the domain reference:

* the day on which a term starts is not counted;
* a term in days or months ends at 24:00 of its last day, kept as the midnight at that day's end;
* where the last day is a rest day, the term ends on the next working day;
* a term in months ends on the day with the same number, or on the month's last day where there is none;
* hours run day and night, working hours only while the office is open.
"""

from __future__ import annotations

import hashlib
from bisect import bisect_right
from calendar import monthrange
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from functools import cached_property
from types import MappingProxyType
from zoneinfo import ZoneInfo

from core.workcalendar.choices import DayKind, Measure, Unit, YearStatus
from core.workcalendar.hours import OFFICE_HOURS, OfficeHours, check_hours, seconds_of

SHANGHAI = ZoneInfo("Asia/Shanghai")
ONE_DAY = timedelta(days=1)
INSTANT = timedelta(microseconds=1)

WORKING_DAYS = Unit.WORKING_DAYS
WORKING_HOURS = Unit.WORKING_HOURS
NATURAL_DAYS = Unit.NATURAL_DAYS
MONTHS = Unit.MONTHS
HOURS = Unit.HOURS


@dataclass(frozen=True, slots=True)
class Term:
    """A length of time as a rule states it, for example five working days."""

    value: int
    unit: Unit

    def __post_init__(self) -> None:
        if self.value < 1:
            raise ValueError(f"a term is at least one unit long, not {self.value}")
        object.__setattr__(self, "unit", Unit(self.unit))

    def __str__(self) -> str:
        return f"{self.value}{self.unit.label}"

    @property
    def left(self) -> Left:
        """The whole term, none of it used yet."""
        if self.unit == HOURS:
            return Left(self.value * 3600, Measure.SECONDS)
        if self.unit == WORKING_HOURS:
            return Left(self.value * 3600, Measure.WORKING_SECONDS)
        return Left(self.value, Measure(self.unit.value))


@dataclass(frozen=True, slots=True)
class Left:
    """What is left of a term: whole days, months, or seconds."""

    amount: int
    measure: Measure


@dataclass(frozen=True, slots=True)
class Day:
    """One exceptional day: a rest day, or a rest day turned into a working day."""

    kind: DayKind
    name: str = ""
    is_official: bool = True
    is_local: bool = False


@dataclass(frozen=True, slots=True)
class Due:
    """When a term ends, and how far the answer can be trusted."""

    at: datetime
    is_estimated: bool = False
    unmaintained: tuple[int, ...] = ()

    @property
    def last_day(self) -> date:
        """The day at whose end (24:00), or in whose course, the term ends."""
        return last_day(self.at)


def last_day(at: datetime) -> date:
    """The local day that an instant closes: midnight belongs to the day that ends with it."""
    return (at.astimezone(SHANGHAI) - INSTANT).date()


def day_of(at: datetime) -> date:
    """The local day in which an instant lies."""
    if at.tzinfo is None:
        raise ValueError("an instant needs its time zone")
    return at.astimezone(SHANGHAI).date()


def start_of(day: date) -> datetime:
    """0:00 of a day."""
    return datetime.combine(day, time.min, SHANGHAI)


def end_of(day: date) -> datetime:
    """24:00 of a day, as the midnight at its end."""
    return start_of(day + ONE_DAY)


def shown(at: datetime) -> str:
    """A due instant as a clerk writes it: midnight is 24:00 of the day that it closes."""
    local = at.astimezone(SHANGHAI)
    if local.time() == time.min:
        return f"{last_day(local)} 24:00"
    return f"{local:%Y-%m-%d %H:%M}"


def add_months(day: date, months: int) -> date:
    """The day with the same number some months away, or that month's last day."""
    index = day.year * 12 + day.month - 1 + months
    year, month = divmod(index, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


@dataclass(frozen=True)
class Calendar:
    """The working calendar of one county, frozen.

    `days` holds only what departs from the week (holidays, make-up days, the county's own days); `years`
    says which years have been loaded and whether they are official. A year that is missing altogether
    counts weekends as rest and marks every answer that leans on it. `later_hours` says from which day on the
    office opens otherwise than by `office_hours`: the hours of a day that is over never change.
    """

    days: Mapping[date, Day] = field(default_factory=dict)
    years: Mapping[int, YearStatus] = field(default_factory=dict)
    office_hours: OfficeHours = OFFICE_HOURS
    later_hours: Mapping[date, OfficeHours] = field(default_factory=dict)

    def __post_init__(self) -> None:
        object.__setattr__(self, "days", MappingProxyType(dict(sorted(self.days.items()))))
        object.__setattr__(self, "years", MappingProxyType(dict(sorted(self.years.items()))))
        object.__setattr__(self, "later_hours", MappingProxyType(dict(sorted(self.later_hours.items()))))
        for hours in (self.office_hours, *self.later_hours.values()):
            check_hours(hours)

    @cached_property
    def version(self) -> str:
        """A fingerprint of everything that counts; equal calendars have equal versions."""
        lines = [f"{day} {entry.kind}" for day, entry in self.days.items()]
        lines += [f"{year} {status}" for year, status in self.years.items()]
        lines += [f"{opens}-{closes}" for opens, closes in self.office_hours]
        lines += [
            f"{on} {opens}-{closes}" for on, hours in self.later_hours.items() for opens, closes in hours
        ]
        return hashlib.sha256("\n".join(lines).encode()).hexdigest()[:12]

    # days

    def is_working_day(self, day: date) -> bool:
        """Whether the offices work that day."""
        if (entry := self.days.get(day)) is not None:
            return entry.kind == DayKind.WORK
        return day.weekday() < 5

    def is_estimated(self, day: date) -> bool:
        """Whether that day's kind is a guess: its year is estimated or was never loaded."""
        entry = self.days.get(day)
        if entry is not None and entry.is_local:
            return False
        return self.years.get(day.year) != YearStatus.OFFICIAL

    def covers(self, year: int) -> bool:
        """Whether the year was loaded at all."""
        return year in self.years

    def warnings(self, first: date, last: date) -> tuple[int, ...]:
        """The years between two days that were never loaded (日历未维护)."""
        return tuple(year for year in range(first.year, last.year + 1) if year not in self.years)

    def _trust(self, at: datetime, first: date, last: date) -> Due:
        years = range(first.year, last.year + 1)
        estimated = any(self.years.get(year) != YearStatus.OFFICIAL for year in years)
        return Due(at, estimated, self.warnings(first, last))

    def roll_over(self, day: date) -> date:
        """That day, or the next working day where it is a rest day."""
        while not self.is_working_day(day):
            day += ONE_DAY
        return day

    def add_working_days(self, day: date, count: int) -> date:
        """The count-th working day after a day; for 0 the day itself, rolled over.

        A negative count goes back: -1 is the working day before.
        """
        if count == 0:
            return self.roll_over(day)
        step = ONE_DAY if count > 0 else -ONE_DAY
        for _ in range(abs(count)):
            day += step
            while not self.is_working_day(day):
                day += step
        return day

    def working_days_between(self, first: date, last: date) -> int:
        """How many working days lie after the first day up to and with the last; negative backwards."""
        if last < first:
            return -self.working_days_between(last, first)
        whole_weeks, rest = divmod((last - first).days, 7)
        count = whole_weeks * 5
        count += sum((last - ONE_DAY * back).weekday() < 5 for back in range(rest))
        exceptional = self._exceptional_days
        for day in exceptional[bisect_right(exceptional, first) : bisect_right(exceptional, last)]:
            count += self.is_working_day(day) - (day.weekday() < 5)
        return count

    @cached_property
    def _exceptional_days(self) -> Sequence[date]:
        return list(self.days)

    # working hours

    @cached_property
    def _turns(self) -> Sequence[date]:
        return list(self.later_hours)

    def hours_on(self, day: date) -> OfficeHours:
        """When the office is open on that day if it works."""
        turn = bisect_right(self._turns, day)
        return self.later_hours[self._turns[turn - 1]] if turn else self.office_hours

    def _openings(self, day: date) -> Iterator[tuple[datetime, datetime]]:
        if self.is_working_day(day):
            for opens, closes in self.hours_on(day):
                yield datetime.combine(day, opens, SHANGHAI), datetime.combine(day, closes, SHANGHAI)

    def _whole_days(self, first: date, last: date) -> int:
        """Open seconds of the days after the first up to and with the last, stretch by stretch of equal hours."""
        ends = [turn - ONE_DAY for turn in self._turns if first < turn - ONE_DAY < last]
        total = 0
        for start, end in zip([first, *ends], [*ends, last], strict=True):
            total += self.working_days_between(start, end) * seconds_of(self.hours_on(start + ONE_DAY))
        return total

    def working_seconds_between(self, start: datetime, end: datetime) -> int:
        """How many seconds the office is open between two instants (0 where the end is not later)."""
        if end <= start:
            return 0
        first, last = day_of(start), day_of(end)
        total = 0.0
        for day in {first, last}:
            for opens, closes in self._openings(day):
                total += max(0.0, (min(closes, end) - max(opens, start)).total_seconds())
        if last > first:
            total += self._whole_days(first, last - ONE_DAY)
        return int(total)

    def add_working_seconds(self, start: datetime, seconds: int) -> datetime:
        """The first instant by which the office has been open for so many seconds since the start.

        For 0: the start itself while the office is open, else the next opening.
        """
        start = start.astimezone(SHANGHAI)
        day = start.date()
        left = timedelta(seconds=seconds)
        while True:
            for opens, closes in self._openings(day):
                begin = max(opens, start)
                if begin < closes and left <= closes - begin:
                    return begin + left
                left -= max(timedelta(), closes - begin)
            day += ONE_DAY

    def subtract_working_seconds(self, end: datetime, seconds: int) -> datetime:
        """The last instant from which the office is open for so many seconds until the end."""
        end = end.astimezone(SHANGHAI)
        day = end.date()
        left = timedelta(seconds=seconds)
        while True:
            for opens, closes in reversed(list(self._openings(day))):
                finish = min(closes, end)
                if finish > opens and left <= finish - opens:
                    return finish - left
                left -= max(timedelta(), finish - opens)
            day -= ONE_DAY

    # terms

    def due(self, start: datetime, term: Term) -> Due:
        """When a term that starts at an instant ends, with its marks."""
        return self.due_after(start, term.left)

    def add(self, start: datetime, term: Term) -> datetime:
        """When a term that starts at an instant ends."""
        return self.due(start, term).at

    def due_after(self, start: datetime, left: Left, extensions: Sequence[Term] = ()) -> Due:
        """When what is left of a term ends if it runs from an instant on, its extensions added.

        An extension in the unit of the term lengthens the term; one in another unit runs on from its end.
        """
        followers = []
        for extension in extensions:
            if extension.left.measure == left.measure:
                left = Left(left.amount + extension.left.amount, left.measure)
            else:
                followers.append(extension)
        due = self._due_after(start, left)
        for extension in followers:
            later = self.extended(due.at, extension)
            unmaintained = tuple(sorted({*due.unmaintained, *later.unmaintained}))
            due = Due(later.at, due.is_estimated or later.is_estimated, unmaintained)
        return due

    def extended(self, due_at: datetime, extension: Term) -> Due:
        """When an extension ends that runs on from a due instant."""
        due = self._due_after(due_at - INSTANT, extension.left)  # midnight belongs to the day it closes
        return Due(_whole(due.at), due.is_estimated, due.unmaintained)

    def _due_after(self, start: datetime, left: Left) -> Due:
        first = day_of(start)
        if left.measure == Measure.SECONDS:
            return Due(start.astimezone(SHANGHAI) + timedelta(seconds=left.amount))
        if left.measure == Measure.WORKING_SECONDS:
            at = self.add_working_seconds(start, left.amount)
            return self._trust(at, first, at.date())
        if left.measure == Measure.WORKING_DAYS:
            last = self.add_working_days(first, left.amount)
            return self._trust(end_of(last), min(first + ONE_DAY, last), last)
        by_month = left.measure == Measure.MONTHS
        nominal = add_months(first, left.amount) if by_month else first + ONE_DAY * left.amount
        last = self.roll_over(nominal)
        return self._trust(end_of(last), nominal, last)

    def left(self, now: datetime, due_at: datetime, measure: Measure) -> Left:
        """What is left of a term at an instant, in whole units: the day of the instant counts as used.

        Months leave natural days. A term that has ended leaves 0.
        """
        if due_at <= now:
            return Left(0, Measure.NATURAL_DAYS if measure == Measure.MONTHS else measure)
        if measure == Measure.SECONDS:
            return Left(int((due_at - now).total_seconds()), measure)
        if measure == Measure.WORKING_SECONDS:
            return Left(self.working_seconds_between(now, due_at), measure)
        today, last = day_of(now), last_day(due_at)
        if measure == Measure.WORKING_DAYS:
            return Left(self.working_days_between(today, last), measure)
        return Left((last - today).days, Measure.NATURAL_DAYS)

    def before(self, due_at: datetime, term: Term) -> datetime:
        """The instant a term before a due instant, to warn at.

        Working days count back from the last day, which is the first of them: one working day before the
        end of Friday is the start of Friday.
        """
        if term.unit == HOURS:
            return due_at.astimezone(SHANGHAI) - timedelta(hours=term.value)
        if term.unit == WORKING_HOURS:
            return self.subtract_working_seconds(due_at, term.value * 3600)
        local = due_at.astimezone(SHANGHAI)
        if term.unit == WORKING_DAYS:
            first = self.add_working_days(last_day(local) + ONE_DAY, -term.value)
            return start_of(first)
        if term.unit == MONTHS:
            return end_of(add_months(last_day(local), -term.value))
        return local - ONE_DAY * term.value


def _whole(at: datetime) -> datetime:
    """Undo the instant by which a midnight was moved into the day that it closes."""
    return at + INSTANT if at.microsecond == 999_999 else at
