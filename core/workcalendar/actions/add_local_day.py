"""Give the county a rest day or a working day of its own."""

from __future__ import annotations

from datetime import date, datetime
from typing import NamedTuple

from django.db import transaction
from django.utils.translation import gettext as _

from core.audit.actions.record import record
from core.permissions.actor import Actor
from core.permissions.verdict import Refused, require
from core.workcalendar import followers, log_codes, policies
from core.workcalendar.choices import DayKind
from core.workcalendar.followers import Told, nobody
from core.workcalendar.models import LocalDay
from core.workcalendar.rules import day_of
from core.workcalendar.selectors import county_calendar


class Added(NamedTuple):
    """The new day, and how many deadlines moved by it."""

    day: LocalDay
    moved: int


class DayTaken(Refused):
    """The county has settled that day already."""

    @classmethod
    def by(cls, day: LocalDay) -> DayTaken:
        return cls(_("{day} 已设为本县{kind}日").format(day=day.date, kind=day.get_kind_display()))


def require_free_day(day: date) -> None:
    """Raises DayTaken where the county has a day of its own on that date."""
    if (taken := LocalDay.objects.filter(date=day).first()) is not None:
        raise DayTaken.by(taken)


@transaction.atomic
def add_local_day(
    *, date: date, kind: DayKind, name: str, actor: Actor, at: datetime, reason: str = "", told: Told = nobody
) -> Added:
    """Add the day and move the county's deadlines that lean on it.

    Raises:
        DayTaken: the county has a day of its own on that date.
        Refused: not allowed, or the day is over.
    """
    post = require(policies.may_change_day(actor, date, today=day_of(at)))
    row: LocalDay
    row, is_new = LocalDay.objects.get_or_create(
        tenant_id=actor.tenant, date=date, defaults={"kind": kind, "name": name, "added_at": at}
    )
    if not is_new:
        raise DayTaken.by(row)
    moved = followers.follow(calendar=county_calendar(), actor=actor, at=at, told=told)
    record(
        log_codes.LOCAL_DAY_ADDED,
        actor=actor,
        post=post,
        at=at,
        subject=row,
        after={"date": str(date), "kind": str(DayKind(kind).label), "name": name, "moved": moved},
        reason=reason,
    )
    return Added(row, moved)
