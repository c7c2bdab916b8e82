"""Say yes to a change of the calendar that was counted."""

from __future__ import annotations

from datetime import datetime

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from core.permissions.acting import actor_as_text
from core.permissions.actor import Actor
from core.permissions.verdict import Refused, require
from core.workcalendar import policies
from core.workcalendar.choices import ChangeState
from core.workcalendar.models import CalendarChange
from core.workcalendar.rules import day_of
from core.workcalendar.selectors import county_calendar, is_outdated


class OneAtATime(Refused):
    """Another change of the county's calendar is being made."""


@transaction.atomic
def confirm_change(*, change: CalendarChange, actor: Actor, at: datetime) -> bool:
    """Let the change be made. A second yes changes nothing. The act itself is recorded when it is done.

    Returns:
        Whether this yes was the first; whoever gets True starts the run.

    Raises:
        OneAtATime: two at once would each move the promises to a calendar without the other.
        Refused: not allowed, out of date, not counted yet, or the day is over.
    """
    if change.state in (ChangeState.CONFIRMED, ChangeState.DONE):
        return False
    outdated = is_outdated(change, county_calendar())
    require(policies.may_confirm(actor, change, is_outdated=outdated, today=day_of(at)))
    try:
        with transaction.atomic():
            said = CalendarChange.objects.filter(id=change.id, state=ChangeState.READY).update(
                state=ChangeState.CONFIRMED,
                confirmed_at=at,
                confirmed_by=actor.name,
                actor=actor_as_text(actor),
            )
    except IntegrityError as taken:  # workcalendar_change_one_made_at_a_time
        raise OneAtATime(_("另一项日历变更正在更新，请等它完成")) from taken
    return bool(said)
