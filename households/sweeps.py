"""What happens when something that the room promised comes due.

A month's four instants are fixed when it is opened. A sweep never waits: a month that somebody's pairing holds at this
moment is looked at again in a minute.
"""

import datetime as dt
from collections.abc import Mapping
from typing import Final

from core.deadlines.choices import State
from core.deadlines.registry import Batch, on_due
from core.workcalendar.rules import start_of
from households.actions.end_month import end_month
from households.actions.remind_of_month import remind_of_month
from households.choices import Promise
from households.models import DoorDeadline, DutyMonth
from households.rules.months import next_first

BUSY: Final = dt.timedelta(minutes=1)


def _remind(batch: Batch) -> str:
    """Said on the morning; one that a later reminder has overtaken, or the month's end, is not said any more."""
    for month in DutyMonth.objects.filter(deadlines__in=batch.ids):
        later = DoorDeadline.objects.filter(month=month, state=State.OPEN, due_at__lte=batch.at)
        is_over = month.ended_at is not None or start_of(next_first(month.month)) <= batch.at
        if is_over or later.exclude(pk__in=batch.ids).filter(kind__in=REMINDERS_AFTER[batch.kind]).exists():
            continue
        remind_of_month(month=month, actor=batch.actor, at=batch.at)
    return "REMINDED"


REMINDERS_AFTER: Final[Mapping[str, tuple[Promise, ...]]] = {
    Promise.MONTH_START: (Promise.MONTH_FIRST, Promise.MONTH_SECOND),
    Promise.MONTH_FIRST: (Promise.MONTH_SECOND,),
    Promise.MONTH_SECOND: (),
}
for _kind in REMINDERS_AFTER:
    on_due(DoorDeadline, _kind)(_remind)


@on_due(DoorDeadline, Promise.MONTH_END)
def month_over(batch: Batch) -> str:
    """Every month that is over is closed, each once."""
    owed = dict(DoorDeadline.objects.filter(id__in=batch.ids).values_list("month_id", "id"))
    months = DutyMonth.objects.select_for_update(of=("self",), skip_locked=True).filter(pk__in=owed)
    closed = set()
    for month in months.order_by("month"):
        if month.ended_at is not None or end_month(month=month, actor=batch.actor, at=batch.at):
            closed.add(month.pk)
    waiting = [deadline for month, deadline in owed.items() if month not in closed]
    DoorDeadline.objects.filter(id__in=waiting).update(next_check_at=batch.at + BUSY)
    return "ENDED"
