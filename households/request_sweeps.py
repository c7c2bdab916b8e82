"""What happens when the answer to a resident's request comes due: told, and told again each week while it is owed."""

import datetime as dt
from collections.abc import Sequence
from typing import Final

from core.audit.actions.record import Entry, record_many
from core.deadlines.registry import Batch, on_due, on_warn
from core.workcalendar.rules import shown
from households.choices import Promise
from households.log_codes import REQUEST_NEAR, REQUEST_OVERDUE, REQUEST_STILL_OWED
from households.models import DoorDeadline

REMINDED_AFTER: Final = dt.timedelta(days=7)
MISSED: Final = "MISSED"


@on_due(DoorDeadline, Promise.REQUEST)
def request_overdue(batch: Batch) -> str:
    """It has no answer: told on the day, and each week until it has. It stays open, its lamp red."""
    rows = _rows(batch)
    first = [row for row in rows if row.outcome != MISSED]
    again = [row for row in rows if row.outcome == MISSED]
    record_many(REQUEST_OVERDUE, actor=batch.actor, at=batch.at, rows=_entries(first))
    record_many(REQUEST_STILL_OWED, actor=batch.actor, at=batch.at, rows=_entries(again))
    DoorDeadline.objects.filter(pk__in=[row.pk for row in rows]).update(
        outcome=MISSED, next_check_at=batch.at + REMINDED_AFTER, attempts=0, last_error=""
    )
    return MISSED


@on_warn(DoorDeadline, Promise.REQUEST)
def request_near(batch: Batch) -> str:
    """Said while there is time to answer."""
    record_many(REQUEST_NEAR, actor=batch.actor, at=batch.at, rows=_entries(_rows(batch)))
    return ""


def _rows(batch: Batch) -> list[DoorDeadline]:
    rows = DoorDeadline.objects.filter(pk__in=batch.ids).select_related("request__door")
    return list(rows.order_by("due_at", "id"))


def _entries(rows: Sequence[DoorDeadline]) -> list[Entry]:
    return [
        Entry.of(
            row.request.door,
            path=row.request.path,
            after={"kind": row.request.get_kind_display(), "due_at": shown(row.due_at)},
        )
        for row in rows
    ]
