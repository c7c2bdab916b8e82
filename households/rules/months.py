"""Which part of a month a pair stands in, and whether that part owes anything: days only, no database, no clock."""

import datetime as dt
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Part:
    """[from_on, to_on) of a month; never empty."""

    from_on: dt.date
    to_on: dt.date

    @property
    def days(self) -> int:
        return (self.to_on - self.from_on).days


def first_of(day: dt.date) -> dt.date:
    """The first day of the month in which a day lies."""
    return day.replace(day=1)


def next_first(month: dt.date) -> dt.date:
    """The first day of the month after."""
    return (month.replace(day=28) + dt.timedelta(days=4)).replace(day=1)


def part_of(
    month: dt.date,
    *,
    from_on: dt.date,
    to_on: dt.date | None,
    opened_on: dt.date | None = None,
    closed_on: dt.date | None = None,
) -> Part | None:
    """The days of a month on which a pair stands and its door is in the register.

    Args:
        month: its first day.
        from_on, to_on: the pair; None where it goes on.
        opened_on, closed_on: the door; `closed_on` is the first day without it.

    Returns:
        None where there is no such day.
    """
    first = max(filter(None, (month, from_on, opened_on)))
    last = min(filter(None, (next_first(month), to_on, closed_on)))
    return Part(first, last) if first < last else None


def owes(part: Part | None, *, part_days: int) -> bool:
    """Whether a part is long enough to owe a visit: shorter than the county's number of days, it doesn't count."""
    return part is not None and part.days >= part_days
