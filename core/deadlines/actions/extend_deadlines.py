"""Give promises more time."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db.models import QuerySet

from core.deadlines.choices import State
from core.deadlines.rules import Counter, as_terms
from core.tenancy.updating import update_each
from core.workcalendar.rules import Calendar, Term
from core.workcalendar.selectors import county_calendar


def extend_deadlines(
    deadlines: QuerySet[Any], *, by: Term, at: datetime, calendar: Calendar | None = None
) -> int:
    """Add an approved extension to those that run and have not come due.

    An extension in the unit of the term lengthens it; one in another unit runs on from its end. One with a
    fixed instant is counted on from that instant. The time to warn moves along, and is warned of anew.

    Returns:
        How many were extended.
    """
    calendar = calendar or county_calendar()
    counter = Counter(calendar)
    rows = list(deadlines.filter(state=State.OPEN, due_at__gt=at).select_for_update())
    promises, extensions = [], []
    for row in rows:
        given = [*as_terms(row.extensions), by]
        if row.left is None:  # a fixed instant: nothing is left to count but the extension itself
            promise = counter.fixed(row.counted_from, calendar.extended(row.due_at, by), row.warn_term)
            given = []
        else:
            promise = counter.promise(row.counted_from, row.left, given, row.warn_term)
        promises.append(promise)
        extensions.append([[term.value, term.unit.value] for term in given])
    return update_each(
        deadlines.model,
        [row.id for row in rows],
        {
            "extensions": extensions,
            "extended": [row.extended + 1 for row in rows],
            "due_at": [promise.due_at for promise in promises],
            "warn_at": [promise.warn_at for promise in promises],
            "warned_at": [None] * len(rows),
            "is_estimated": [promise.is_estimated for promise in promises],
            "calendar_version": [calendar.version] * len(rows),
            "next_check_at": [promise.next_check(is_warned=False) for promise in promises],
        },
    )
