"""Stop the clock of promises, and let it run on."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db.models import QuerySet

from core.deadlines.choices import State
from core.deadlines.rules import Counter
from core.tenancy.updating import update_each
from core.workcalendar.choices import Measure
from core.workcalendar.rules import Calendar
from core.workcalendar.selectors import county_calendar


def pause_deadlines(deadlines: QuerySet[Any], *, at: datetime, calendar: Calendar | None = None) -> int:
    """Pause those that run and have not come due; what is left of their time is kept.

    A promise that is already due stays open for the sweep: a pause cannot undo a missed day. One with a
    fixed instant keeps the time that was left, day and night.

    Returns:
        How many were paused.
    """
    calendar = calendar or county_calendar()
    rows = list(deadlines.filter(state=State.OPEN, due_at__gt=at).select_for_update())
    left = [calendar.left(at, row.due_at, Measure(row.left_measure or Measure.SECONDS)) for row in rows]
    return update_each(
        deadlines.model,
        [row.id for row in rows],
        {
            "state": [State.PAUSED.value] * len(rows),
            "paused_at": [at] * len(rows),
            "left_amount": [rest.amount for rest in left],
            "left_measure": [rest.measure.value for rest in left],
            "extensions": [[]] * len(rows),
            "next_check_at": [None] * len(rows),
        },
    )


def resume_deadlines(deadlines: QuerySet[Any], *, at: datetime, calendar: Calendar | None = None) -> int:
    """Let paused promises run on for the time they had left, on the calendar of today.

    Returns:
        How many run again.
    """
    calendar = calendar or county_calendar()
    counter = Counter(calendar)
    rows = list(deadlines.filter(state=State.PAUSED).select_for_update())
    promises = [counter.promise(at, row.left, warn=row.warn_term) for row in rows]
    warned = [
        row.warned_at if promise.warn_at is None else None
        for row, promise in zip(rows, promises, strict=True)
    ]
    return update_each(
        deadlines.model,
        [row.id for row in rows],
        {
            "state": [State.OPEN.value] * len(rows),
            "paused_at": [None] * len(rows),
            "counted_from": [at] * len(rows),
            "due_at": [promise.due_at for promise in promises],
            "warn_at": [promise.warn_at for promise in promises],
            "warned_at": warned,
            "is_estimated": [promise.is_estimated for promise in promises],
            "calendar_version": [calendar.version] * len(rows),
            "next_check_at": [promise.next_check(is_warned=False) for promise in promises],
        },
    )
