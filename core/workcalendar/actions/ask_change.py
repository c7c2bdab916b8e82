"""Have it counted what a change of the calendar moves, before anybody makes it."""

from __future__ import annotations

from datetime import date, datetime

from django.db import transaction

from core.permissions.actor import Actor
from core.permissions.verdict import require
from core.workcalendar import policies
from core.workcalendar.actions.add_local_day import require_free_day
from core.workcalendar.actions.remove_local_day import standing_day
from core.workcalendar.actions.remove_office_hours import standing_hours
from core.workcalendar.actions.set_office_hours import require_new_hours
from core.workcalendar.choices import ChangeKind, ChangeState
from core.workcalendar.hours import OfficeHours, spans_of
from core.workcalendar.locks import lock_asking
from core.workcalendar.models import CalendarChange
from core.workcalendar.models.change import WAITING
from core.workcalendar.rules import day_of
from core.workcalendar.selectors import county_calendar, is_outdated, open_changes


@transaction.atomic
def ask_change(
    *,
    kind: ChangeKind,
    actor: Actor,
    at: datetime,
    date: date | None = None,
    day_kind: str = "",
    name: str = "",
    hours: OfficeHours = (),
) -> CalendarChange:
    """A change that waits to be counted; the one that is there already where it still holds.

    Nothing moves by it, so nothing is recorded. What was counted for the same change and no longer holds, or failed,
    is dropped.

    Args:
        date: the day that is changed, or the one from which other hours hold; none where a calendar is adopted.
        day_kind, name: what the day becomes, or was.
        hours: the hours that hold from the date on, or did.

    Raises:
        Refused: not allowed, or the day is over.
        DayTaken, DayGone, HoursTaken, HoursGone: what is there does not let itself be changed that way.
    """
    require(policies.may_ask(actor, date, today=day_of(at)))
    if date is not None:
        _require_possible(kind, date, hours)
    lock_asking()
    spans, calendar = spans_of(hours), county_calendar()
    same = open_changes().filter(kind=kind, date=date, day_kind=day_kind, name=name, spans=spans)
    for change in same:
        if change.is_running or (change.state == ChangeState.READY and not is_outdated(change, calendar)):
            return change
    same.filter(state__in=WAITING).update(state=ChangeState.DROPPED, finished_at=at)
    made: CalendarChange = CalendarChange.objects.create(
        kind=kind, date=date, day_kind=day_kind, name=name, spans=spans, asked_at=at, asked_by=actor.name
    )
    return made


def _require_possible(kind: ChangeKind, day: date, hours: OfficeHours) -> None:
    """Refuse at once what the verb itself would refuse later."""
    match kind:
        case ChangeKind.ADD_DAY:
            require_free_day(day)
        case ChangeKind.REMOVE_DAY:
            standing_day(day)
        case ChangeKind.SET_HOURS:
            require_new_hours(day, hours)
        case ChangeKind.REMOVE_HOURS:
            standing_hours(day)
