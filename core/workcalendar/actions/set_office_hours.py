"""Give the county other office hours from a day on."""

from __future__ import annotations

from datetime import date, datetime
from typing import NamedTuple

from django.db import transaction
from django.utils.translation import gettext as _

from core.audit.actions.record import record
from core.permissions.actor import Actor
from core.permissions.verdict import Refused, require
from core.workcalendar import followers, log_codes, policies
from core.workcalendar.followers import Told, nobody
from core.workcalendar.hours import OfficeHours, check_hours, hours_text, spans_of
from core.workcalendar.models import OfficeHoursFrom
from core.workcalendar.rules import day_of
from core.workcalendar.selectors import county_calendar


class HoursSet(NamedTuple):
    """The new hours, and how many deadlines moved by them."""

    row: OfficeHoursFrom
    moved: int


class HoursTaken(Refused):
    """Other hours begin on that day already, or these hold anyway."""


def require_new_hours(from_on: date, hours: OfficeHours) -> OfficeHours:
    """The hours that hold on the day so far.

    Raises:
        HoursTaken: other hours begin on that day, or the same ones hold then.
        ValueError: the openings overlap; the form says so first.
    """
    check_hours(hours)
    if OfficeHoursFrom.objects.filter(from_on=from_on).exists():
        raise HoursTaken(_("{day} 起的办公时间已有安排，请先撤销").format(day=from_on))
    if (before := county_calendar().hours_on(from_on)) == hours:
        raise HoursTaken(_("与当时的办公时间相同"))
    return before


@transaction.atomic
def set_office_hours(
    *,
    from_on: date,
    hours: OfficeHours,
    actor: Actor,
    at: datetime,
    reason: str = "",
    told: Told = nobody,
) -> HoursSet:
    """Open the office at `hours` from that day on and count again what is promised in working hours.

    Raises:
        HoursTaken: other hours begin on that day, or the same ones hold then.
        Refused: not allowed, or the day is over.
        ValueError: the openings overlap; the form says so first.
    """
    post = require(policies.may_change_day(actor, from_on, today=day_of(at)))
    before = require_new_hours(from_on, hours)
    row: OfficeHoursFrom = OfficeHoursFrom.objects.create(
        from_on=from_on, spans=spans_of(hours), added_at=at, added_by_name=actor.name
    )
    moved = followers.follow(calendar=county_calendar(), actor=actor, at=at, told=told)
    record(
        log_codes.OFFICE_HOURS_SET,
        actor=actor,
        post=post,
        at=at,
        subject=row,
        before={"hours": hours_text(before)},
        after={"from_on": str(from_on), "hours": hours_text(hours), "moved": moved},
        reason=reason,
    )
    return HoursSet(row, moved)
