"""Take back office hours that have not begun."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from core.audit.actions.record import record
from core.permissions.actor import Actor
from core.permissions.verdict import require
from core.workcalendar import followers, log_codes, policies
from core.workcalendar.hours import hours_text
from core.workcalendar.models import OfficeHoursFrom
from core.workcalendar.rules import day_of
from core.workcalendar.selectors import county_calendar


@transaction.atomic
def remove_office_hours(*, row: OfficeHoursFrom, actor: Actor, at: datetime, reason: str = "") -> int:
    """Remove them; the hours before hold on, and what leaned on them is counted again.

    Returns:
        How many deadlines moved.

    Raises:
        Refused: not allowed, or they hold since a day that is over.
    """
    post = require(policies.may_change_day(actor, row.from_on, today=day_of(at)))
    before = {"from_on": str(row.from_on), "hours": hours_text(row.openings)}
    OfficeHoursFrom.objects.filter(id=row.id).delete()
    moved = followers.follow(calendar=county_calendar(), actor=actor, at=at)
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
