"""A month begins: every pair and every leader owes it, and four instants of it are promised."""

import datetime as dt
from dataclasses import dataclass

from django.db import transaction

from core.audit.actions.record import record
from core.deadlines.actions.open_deadlines import Opening, open_deadlines
from core.permissions.actor import Actor
from core.workcalendar.rules import day_of, start_of
from households.log_codes import MONTH_OPENED
from households.models import DoorDeadline, DutyMonth
from households.months import insert_duties, promised_at
from households.rules.months import first_of
from households.ruling import rule_on


@dataclass(frozen=True, slots=True)
class Opened:
    """The month, how many duties came to be now, and whether the month itself did."""

    month: DutyMonth
    duties: int
    is_new: bool


@transaction.atomic
def open_month(*, actor: Actor, at: dt.datetime, month: dt.date | None = None) -> Opened:
    """Open the duties of a month. Run again, or twice at once, it adds only what is missing; to a month that is closed
    it adds nothing.

    Args:
        month: its first day; the month in which `at` lies where it isn't said.
    """
    first = first_of(month or day_of(at))
    row = DutyMonth(month=first, opened_at=at)
    DutyMonth.objects.bulk_create([row], ignore_conflicts=True)
    found = DutyMonth.objects.select_for_update(no_key=True).get(month=first)
    is_new = found.pk == row.pk
    if found.ended_at is not None:
        return Opened(found, 0, is_new=False)
    promised = set(DoorDeadline.objects.filter(month=found).values_list("kind", flat=True))
    open_deadlines(
        DoorDeadline,
        [
            Opening(kind, start_of(first), due_at=due_at, subject={"month": found})
            for kind, due_at in promised_at(first, rule_on(first)).items()
            if kind not in promised
        ],
    )
    duties = insert_duties(first, at=at)
    if is_new or duties:
        record(
            MONTH_OPENED,
            actor=actor,
            at=at,
            subject=found,
            path=str(actor.tenant),
            after={"month": str(found), "duties": duties},
        )
    return Opened(found, duties, is_new)
