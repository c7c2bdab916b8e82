"""Publish a year of the national calendar, as the State Council announced it."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from core.audit.actions.record import record
from core.permissions.actor import Actor
from core.permissions.verdict import Refused, require
from core.workcalendar import followers, log_codes, policies
from core.workcalendar.actions.load_year import load_year
from core.workcalendar.models import CalendarYear
from core.workcalendar.rules import day_of
from core.workcalendar.selectors import county_calendar
from core.workcalendar.years import YearSheet


class NothingNew(Refused):
    """The year stands as the sheet has it."""


@transaction.atomic
def publish_year(*, sheet: YearSheet, actor: Actor, at: datetime, reason: str = "") -> int:
    """Put an official year in force and move the deadlines of the actor's county.

    The year holds for every county at once: whatever is promised from now on is counted by it. Deadlines that
    other counties made before wait there for `adopt_calendar`, after a preview of their own.

    Returns:
        How many deadlines of the county moved.

    Raises:
        NothingNew: the same year stands already.
        Refused: not allowed, or the sheet is an estimate.
    """
    post = require(policies.may_publish(actor))
    if not sheet.is_official:
        raise Refused(_("只能发布正式日历"))
    before: dict[str, Any] = dict(
        CalendarYear.objects.filter(year=sheet.year).values("status", "source", "version").first() or {}
    )
    if not load_year(sheet=sheet, on=day_of(at)):
        raise NothingNew(_("{year} 年日历与现行版本一致，无需发布").format(year=sheet.year))
    after = CalendarYear.objects.filter(year=sheet.year).values("year", "status", "source", "version").get()
    moved = followers.follow(calendar=county_calendar(), actor=actor, at=at)
    record(
        log_codes.YEAR_PUBLISHED,
        actor=actor,
        post=post,
        at=at,
        before=before,
        after={**after, "moved": moved},
        reason=reason,
    )
    return moved
