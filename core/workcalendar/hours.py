"""Office hours: when on a working day a term in working hours runs."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, time

OfficeHours = tuple[tuple[time, time], ...]
OFFICE_HOURS: OfficeHours = ((time(8, 30), time(12, 0)), (time(14, 0), time(17, 30)))


def check_hours(hours: OfficeHours) -> None:
    """Raises ValueError unless the openings follow one another within one day."""
    closes = time.min
    for opens, next_closes in hours:
        if not closes <= opens < next_closes:
            raise ValueError("office hours follow one another within the day")
        closes = next_closes
    if not hours:
        raise ValueError("an office that never opens keeps no term")


def seconds_of(hours: OfficeHours) -> int:
    """How many seconds a day of these hours is open."""
    spans = ((datetime.combine(date.min, o), datetime.combine(date.min, c)) for o, c in hours)
    return sum(int((closes - opens).total_seconds()) for opens, closes in spans)


def hours_text(hours: OfficeHours) -> str:
    """8:30–12:00、14:00–17:30, as it stands on a door."""
    return "、".join(f"{o.hour}:{o:%M}–{c.hour}:{c:%M}" for o, c in hours)


def spans_of(hours: OfficeHours) -> list[list[str]]:
    """Hours as they are kept."""
    return [[f"{opens:%H:%M}", f"{closes:%H:%M}"] for opens, closes in hours]


def openings_of(spans: Sequence[Sequence[str]]) -> OfficeHours:
    """Hours as they are kept, `[["08:30", "12:00"], …]`, as times."""
    return tuple((time.fromisoformat(opens), time.fromisoformat(closes)) for opens, closes in spans)
