"""A month is over: what was not done is missed, each unit's head gets the list, and the month stays as it is."""

import datetime as dt
from collections import defaultdict
from typing import Final
from uuid import UUID

from django.db import transaction
from django.db.models import Count
from django.utils.translation import gettext as _

from accounts.models import Unit
from core.audit.actions.record import Entry, record, record_many
from core.permissions.actor import Actor
from households.choices import DutyState
from households.log_codes import MONTH_ENDED, UNIT_MISSED
from households.models import Duty, DutyMonth
from households.months import align

NAMED: Final = 20  # cadres in one list; the page behind it has them all


@transaction.atomic
def end_month(*, month: DutyMonth, actor: Actor, at: dt.datetime) -> bool:
    """Close a month. A duty that somebody records a visit for at this moment is not waited for.

    Args:
        month: locked.

    Returns:
        Whether it is closed; False where rows were held, and it has to be looked at again.
    """
    align(at=at)
    free = Duty.objects.filter(month=month.month, state=DutyState.OPEN)
    held = free.select_for_update(of=("self",), skip_locked=True).order_by().values("pk")
    Duty.objects.filter(pk__in=held).update(state=DutyState.MISSED)
    if free.exists():
        return False
    DutyMonth.objects.filter(pk=month.pk).update(ended_at=at)
    counted = dict(
        Duty.objects.filter(month=month.month).order_by().values_list("state").annotate(n=Count("pk"))
    )
    after = {"month": str(month)} | {
        state.lower(): counted.get(state, 0) for state in (DutyState.DONE, DutyState.MISSED, DutyState.EXEMPT)
    }
    record(MONTH_ENDED, actor=actor, at=at, subject=month, path=str(actor.tenant), after=after)
    record_many(UNIT_MISSED, actor=actor, at=at, rows=_lists(month))
    return True


def _lists(month: DutyMonth) -> list[Entry]:
    """One entry for each unit of which somebody missed something: who, and how many."""
    missed = Duty.objects.filter(month=month.month, state=DutyState.MISSED).order_by()
    of_unit: dict[UUID, list[tuple[str, int]]] = defaultdict(list)
    for whose in ("liaison", "lead"):
        counted = missed.filter(**{f"{whose}__isnull": False}).values_list(
            f"{whose}__unit", f"{whose}__staff", f"{whose}__staff__name"
        )
        for unit, _staff, name, n in counted.annotate(n=Count("pk")):
            of_unit[unit].append((name, n))
    units = Unit.objects.in_bulk(of_unit.keys())
    return [
        Entry.of(
            units[unit],
            after={"month": str(month), "missed": sum(n for _name, n in people), "who": _named(people)},
        )
        for unit, people in of_unit.items()
    ]


def _named(people: list[tuple[str, int]]) -> str:
    most = sorted(people, key=lambda one: (-one[1], one[0]))
    words = "、".join(_("%(name)s%(n)s件") % {"name": name, "n": n} for name, n in most[:NAMED])
    return words + (_("等%(n)s人") % {"n": len(people)} if len(people) > NAMED else "")
