"""Make a change of the calendar that was confirmed."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from core.permissions.acting import actor_from_text
from core.permissions.verdict import Refused
from core.workcalendar import followers
from core.workcalendar.actions.add_local_day import add_local_day
from core.workcalendar.actions.adopt_calendar import adopt_calendar
from core.workcalendar.actions.remove_local_day import remove_local_day, standing_day
from core.workcalendar.actions.remove_office_hours import remove_office_hours, standing_hours
from core.workcalendar.actions.set_office_hours import set_office_hours
from core.workcalendar.choices import ChangeKind, ChangeState, DayKind
from core.workcalendar.followers import Told
from core.workcalendar.models import CalendarChange
from core.workcalendar.progress import Reporter
from core.workcalendar.selectors import calendar_to_come, county_calendar, is_outdated


@transaction.atomic
def make_change(*, change_id: UUID, at: datetime) -> CalendarChange | None:
    """Make it as whoever confirmed it, all or nothing. Killed in here, it stays confirmed and nothing has moved.

    Returns:
        The change, or None where another run holds it or nothing is left to do.

    Raises:
        Refused: what was right when it was confirmed is wrong now. The caller marks it, in a transaction of its own.
    """
    change: CalendarChange | None = (
        CalendarChange.objects.select_for_update(skip_locked=True)
        .filter(id=change_id, state=ChangeState.CONFIRMED)
        .first()
    )
    if change is None:
        return None
    if is_outdated(change, county_calendar()):
        raise Refused(_("日历已经变化，没有更新，请重新测算"))
    told = Reporter(change, followers.behind(calendar_to_come(change)))
    change.moved = _made(change, at, told)
    change.state, change.finished_at, change.failure = ChangeState.DONE, at, ""
    change.save(update_fields=["state", "finished_at", "moved", "failure"])
    return change


@transaction.atomic
def mark_failed(*, change_id: UUID, error: BaseException, at: datetime) -> None:
    """Say on the change why nothing has moved."""
    said = str(error)[:500] if isinstance(error, Refused) else _("系统出错，没有任何改变，请稍后再试")
    CalendarChange.objects.filter(
        id=change_id, state__in=[ChangeState.COUNTING, ChangeState.CONFIRMED]
    ).update(state=ChangeState.FAILED, finished_at=at, failure=said)


def _made(change: CalendarChange, at: datetime, told: Told) -> int:
    """Do the one verb that the change stands for; how many promises moved."""
    actor, day = actor_from_text(change.actor.reveal()), change.date
    if day is None:
        return adopt_calendar(actor=actor, at=at, told=told)
    match change.kind:
        case ChangeKind.ADD_DAY:
            kind, name = DayKind(change.day_kind), change.name
            return add_local_day(date=day, kind=kind, name=name, actor=actor, at=at, told=told).moved
        case ChangeKind.REMOVE_DAY:
            return remove_local_day(day=standing_day(day), actor=actor, at=at, told=told)
        case ChangeKind.SET_HOURS:
            return set_office_hours(from_on=day, hours=change.hours, actor=actor, at=at, told=told).moved
        case ChangeKind.REMOVE_HOURS:
            return remove_office_hours(row=standing_hours(day), actor=actor, at=at, told=told)
    raise LookupError(f"no verb makes a change of the kind {change.kind}")
