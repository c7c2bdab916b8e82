"""Pairs that have not begun are taken out of their chains: who had the door before keeps it."""

import datetime as dt
from collections.abc import Sequence
from uuid import UUID

from django.utils.translation import gettext as _

from core.permissions.verdict import Conflict, Refused
from core.tenancy.updating import update_each
from households.models import Door, Duty, Liaison


def undo(pairs: Sequence[Liaison], *, today: dt.date) -> list[Liaison]:
    """Take these pairs back, each the next in its door's chain.

    Returns:
        Those who had the doors before and keep them now.

    Raises:
        Refused: one has begun.
        Conflict: one was taken back meanwhile.
    """
    doors = [pair.door_id for pair in pairs]
    list(Door.objects.select_for_update(of=("self",)).filter(pk__in=doors).order_by("pk").values_list("pk"))
    rows = list(Liaison.objects.filter(pk__in=[pair.pk for pair in pairs]))
    if len(rows) < len(pairs):
        raise Conflict(_("该安排刚刚已被撤销，请刷新。"))
    if any(row.from_on <= today for row in rows):
        raise Refused(_("已经开始的包联不能撤销，请另行交接。"))
    ends: dict[tuple[UUID, dt.date | None], dt.date | None] = {
        (row.door_id, row.previous_to_on): row.to_on for row in rows if row.previous_to_on
    }
    before = [
        row
        for row in Liaison.objects.filter(door_id__in=doors, to_on__gt=today).select_related("staff")
        if (row.door_id, row.to_on) in ends
    ]
    # What never began owes nothing.
    Duty.objects.filter(liaison__in=rows).delete()
    Liaison.objects.filter(pk__in=[row.pk for row in rows]).delete()
    new_ends = [ends[row.door_id, row.to_on] for row in before]
    update_each(Liaison, [row.pk for row in before], {"to_on": new_ends})
    return before
