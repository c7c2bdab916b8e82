"""Bring the county's deadlines up to the calendar that is in force."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from core.audit.actions.record import record
from core.permissions.actor import Actor
from core.permissions.verdict import require
from core.workcalendar import followers, log_codes, policies
from core.workcalendar.followers import Told, nobody
from core.workcalendar.selectors import county_calendar


@transaction.atomic
def adopt_calendar(*, actor: Actor, at: datetime, told: Told = nobody) -> int:
    """Move every deadline that was counted on an older calendar.

    Returns:
        How many moved.
    """
    post = require(policies.may_manage(actor))
    calendar = county_calendar()
    moved = followers.follow(calendar=calendar, actor=actor, at=at, told=told)
    record(
        log_codes.CALENDAR_ADOPTED,
        actor=actor,
        post=post,
        at=at,
        after={"version": calendar.version, "moved": moved},
    )
    return moved
