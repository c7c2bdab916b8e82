"""Take back a day of the county's own."""

from __future__ import annotations

from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from core.audit.actions.record import record
from core.permissions.actor import Actor
from core.permissions.verdict import Refused, require
from core.workcalendar import followers, log_codes, policies
from core.workcalendar.followers import Told, nobody
from core.workcalendar.models import LocalDay
from core.workcalendar.rules import day_of
from core.workcalendar.selectors import county_calendar


class DayGone(Refused):
    """The county has no day of its own on that date any more."""


def standing_day(date: date) -> LocalDay:
    """The county's own day on a date. Raises DayGone where there is none."""
    day: LocalDay | None = LocalDay.objects.filter(date=date).first()
    if day is None:
        raise DayGone(_("{day} 已不是本县自定的休班日").format(day=date))
    return day


@transaction.atomic
def remove_local_day(
    *, day: LocalDay, actor: Actor, at: datetime, reason: str = "", told: Told = nobody
) -> int:
    """Remove the day and move the county's deadlines that leaned on it.

    Returns:
        How many deadlines moved.

    Raises:
        Refused: not allowed, or the day is over.
    """
    post = require(policies.may_change_day(actor, day.date, today=day_of(at)))
    before = {"date": str(day.date), "kind": str(day.get_kind_display()), "name": day.name}
    LocalDay.objects.filter(id=day.id).delete()
    moved = followers.follow(calendar=county_calendar(), actor=actor, at=at, told=told)
    record(
        log_codes.LOCAL_DAY_REMOVED,
        actor=actor,
        post=post,
        at=at,
        subject=day,
        before=before,
        after={"moved": moved},
        reason=reason,
    )
    return moved
