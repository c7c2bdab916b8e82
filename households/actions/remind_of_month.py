"""Everybody who still owes something in a month is told once how much, in one record each."""

import datetime as dt
from collections import defaultdict
from uuid import UUID

from django.db import transaction
from django.db.models import Count
from django.utils.translation import gettext as _

from accounts.models import Staff
from core.audit.actions.record import Entry, record_many
from core.permissions.actor import Actor
from core.workcalendar.rules import day_of
from households.choices import DutyState
from households.log_codes import DUTY_REMINDED
from households.models import Duty, DutyMonth


@transaction.atomic
def remind_of_month(*, month: DutyMonth, actor: Actor, at: dt.datetime) -> int:
    """Tell each cadre how many doors are left, and each leader how many grids. Whose pair ended before today can do no
    more about it and is not told; who owes nothing hears nothing.

    Returns:
        How many people are told.
    """
    left: dict[UUID, dict[str, int]] = defaultdict(dict)
    open_now = Duty.objects.filter(month=month.month, state=DutyState.OPEN, to_on__gt=day_of(at))
    for whose, what in (("liaison__staff", "doors"), ("lead__staff", "grids")):
        counted = open_now.filter(**{f"{whose}__isnull": False}).order_by().values_list(whose)
        for staff, n in counted.annotate(n=Count("pk")):
            left[staff][what] = n
    names = dict(Staff.objects.filter(pk__in=left.keys()).values_list("pk", "name"))
    kind = Staff._meta.label_lower
    rows = [
        Entry(
            kind,
            staff,
            path=str(actor.tenant),
            after={"month": str(month), "left": _words(counts)},
            subject_label=names[staff],
        )
        for staff, counts in left.items()
    ]
    record_many(DUTY_REMINDED, actor=actor, at=at, rows=rows)
    return len(rows)


def _words(counts: dict[str, int]) -> str:
    said = []
    if doors := counts.get("doors"):
        said.append(_("%(n)s户") % {"n": doors})
    if grids := counts.get("grids"):
        said.append(_("%(n)s个网格") % {"n": grids})
    return "、".join(said)
