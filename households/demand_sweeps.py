"""What happens when the answer to a demand is near its day, or owed beyond it. Warnings become notices by their records.

What is missed but still owed stays open, its lamp red, and is told again each week until it is answered or withdrawn.
A sweep never waits for a demand that somebody answers at this moment: it is looked at again in a minute.
"""

import datetime as dt
from collections.abc import Sequence
from typing import Final
from uuid import UUID

from core.audit.actions.record import Entry, record_many
from core.deadlines.registry import Batch, on_due, on_warn
from households.choices import DemandState, Promise
from households.log_codes import DEMAND_NEAR, DEMAND_OVERDUE
from households.models import Demand, DoorDeadline

BUSY: Final = dt.timedelta(minutes=1)
REMINDED_AFTER: Final = dt.timedelta(days=7)
MISSED: Final = "MISSED"


@on_warn(DoorDeadline, Promise.DEMAND)
def demand_near(batch: Batch) -> str:
    """Said while there is time to answer."""
    record_many(DEMAND_NEAR, actor=batch.actor, at=batch.at, rows=_entries(_rows(batch.ids)))
    return ""


@on_due(DoorDeadline, Promise.DEMAND)
def demand_overdue(batch: Batch) -> str:
    """The term is over: told to who owes the answer and to their head, and again each week."""
    rows = _rows(batch.ids)
    held = set(
        Demand.objects.select_for_update(of=("self",), skip_locked=True)
        .filter(pk__in=[row.demand_id for row in rows], state=DemandState.OPEN)
        .values_list("pk", flat=True)
    )
    owed = [row for row in rows if row.demand_id in held]
    _ask_again([row.pk for row in rows if row.demand_id not in held], batch.at + BUSY)
    Demand.objects.filter(pk__in=held, was_late=False).update(was_late=True)
    _ask_again([row.pk for row in owed], batch.at + REMINDED_AFTER)
    record_many(DEMAND_OVERDUE, actor=batch.actor, at=batch.at, rows=_entries(owed))
    return MISSED


def _rows(ids: Sequence[UUID]) -> list[DoorDeadline]:
    found = DoorDeadline.objects.filter(pk__in=ids).select_related("demand")
    return list(found.order_by("due_at", "id"))


def _entries(rows: Sequence[DoorDeadline]) -> list[Entry]:
    return [Entry.of(row.demand, after={"due_at": row.due_at}) for row in rows if row.demand is not None]


def _ask_again(ids: Sequence[UUID], until: dt.datetime) -> None:
    if ids:
        DoorDeadline.objects.filter(pk__in=ids).update(
            outcome=MISSED, next_check_at=until, attempts=0, last_error=""
        )
