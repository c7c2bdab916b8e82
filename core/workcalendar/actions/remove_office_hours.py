"""Take back office hours that have not begun."""

from __future__ import annotations

from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from core.audit.actions.record import record
from core.permissions.actor import Actor
from core.permissions.verdict import Refused, require
from core.workcalendar import followers, log_codes, policies
from core.workcalendar.followers import Told, nobody
from core.workcalendar.hours import hours_text
from core.workcalendar.models import OfficeHoursFrom
from core.workcalendar.rules import day_of
from core.workcalendar.selectors import county_calendar


class HoursGone(Refused):
    """No hours of the county's own begin on that day any more."""


def standing_hours(from_on: date) -> OfficeHoursFrom:
    """The county's own hours that begin on a day. Raises HoursGone where there are none."""
    row: OfficeHoursFrom | None = OfficeHoursFrom.objects.filter(from_on=from_on).first()
    if row is None:
        raise HoursGone(_("自 {day} 起的办公时间已经撤销").format(day=from_on))
    return row


@transaction.atomic
def remove_office_hours(
    *, row: OfficeHoursFrom, actor: Actor, at: datetime, reason: str = "", told: Told = nobody
) -> int:
    """Remove them; the hours before hold on, and what leaned on them is counted again.

    Returns:
        How many deadlines moved.

    Raises:
        Refused: not allowed, or they hold since a day that is over.
    """
    post = require(policies.may_change_day(actor, row.from_on, today=day_of(at)))
    before = {"from_on": str(row.from_on), "hours": hours_text(row.openings)}
    OfficeHoursFrom.objects.filter(id=row.id).delete()
    moved = followers.follow(calendar=county_calendar(), actor=actor, at=at, told=told)
    record(
        log_codes.OFFICE_HOURS_REMOVED,
        actor=actor,
        post=post,
        at=at,
        subject=row,
        before=before,
        after={"moved": moved},
        reason=reason,
    )
    return moved
