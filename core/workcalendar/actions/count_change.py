"""Count what a change of the calendar moves."""

from __future__ import annotations

import json
from datetime import datetime
from typing import Final
from uuid import UUID

from django.db import transaction

from core.workcalendar import followers
from core.workcalendar.choices import ChangeState
from core.workcalendar.followers import Shift
from core.workcalendar.foreseeing import foresee
from core.workcalendar.locks import hold_counting
from core.workcalendar.models import CalendarChange
from core.workcalendar.progress import Reporter
from core.workcalendar.selectors import calendar_to_come, county_calendar

KEPT: Final = 200
"""The earliest promises that are kept by name; the numbers count all."""


@transaction.atomic
def count_change(*, change_id: UUID, at: datetime) -> bool:
    """Look at every running promise of the county and keep what was found with the change. Nothing moves.

    Returns:
        Whether it was counted; False where another run has it or had it, or where it was dropped meanwhile.
    """
    waiting = CalendarChange.objects.filter(id=change_id, state=ChangeState.COUNTING)
    change: CalendarChange | None = waiting.first() if hold_counting(change_id) else None
    if change is None:
        return False
    version, calendar = county_calendar().version, calendar_to_come(change)
    found = foresee(calendar, at=at, keep=KEPT, told=Reporter(change, followers.behind(calendar)))
    return bool(
        waiting.update(
            state=ChangeState.READY,
            counted_at=at,
            version=version,
            total=found.total,
            sooner=found.sooner,
            overdue=found.overdue,
            by_urgency={urgency: weight.as_kept() for urgency, weight in found.by_urgency.items()},
            shifts=_as_text(found.earliest),
        )
    )


def shifts_of(change: CalendarChange) -> list[Shift]:
    """The earliest promises that the change moves, as they were counted."""
    text = change.shifts.reveal() if change.shifts else ""
    return [
        Shift(what, subject, datetime.fromisoformat(before), datetime.fromisoformat(after), is_estimated)
        for what, subject, before, after, is_estimated in (json.loads(text) if text else [])
    ]


def _as_text(shifts: list[Shift]) -> str:
    return json.dumps(
        [[s.what, s.subject, s.before.isoformat(), s.after.isoformat(), s.is_estimated] for s in shifts],
        ensure_ascii=False,
    )
