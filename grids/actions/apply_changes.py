"""On their day, planned changes are carried out."""

import datetime as dt
from collections.abc import Iterable
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from core.audit.actions.record import record, record_many
from core.permissions.actor import Actor
from core.permissions.verdict import Refused
from grids.changes import stored_change
from grids.choices import ChangeState
from grids.locks import lock_tree
from grids.log_codes import CHANGE_FAILED
from grids.models import ChangedArea, PlannedChange


@transaction.atomic
def apply_changes(*, ids: Iterable[UUID], actor: Actor, at: dt.datetime) -> dict[UUID, str]:
    """Carry out planned changes whose day has come, in the order in which they were planned.

    What no longer can be done (the ground changed meanwhile) fails with its reason and is left to a person. A change
    that was undone or done already is passed over.

    Returns:
        The new state of each change that was settled.
    """
    lock_tree()
    today = timezone.localtime(at).date()
    due = PlannedChange.objects.filter(pk__in=list(ids), state=ChangeState.PLANNED, effective_on__lte=today)
    settled: dict[UUID, str] = {}
    for row in due.select_for_update().order_by("effective_on", "planned_at", "pk"):
        # Its own touch ends first: a change is no conflict with itself.
        ChangedArea.objects.filter(change=row).update(is_planned=False)
        row.settled_at = at
        try:
            with transaction.atomic():
                _carry_out(row, actor, at)
        except Refused as refused:
            row.state, row.outcome = ChangeState.FAILED, {"reason": str(refused)}
            before = {"summary": row.summary}
            record(CHANGE_FAILED, actor=actor, at=at, subject=row.area, before=before, reason=str(refused))
        row.save(update_fields=["state", "settled_at", "outcome"])
        settled[row.pk] = row.state
    return settled


def _carry_out(row: PlannedChange, actor: Actor, at: dt.datetime) -> None:
    change = stored_change(row.kind, row.payload)
    change.check(actor=actor)
    row.state, row.outcome = ChangeState.APPLIED, change.foresee().outcome()
    entries = change.carry_out(on=row.effective_on)
    reason = f"{row.planned_by_name}于{timezone.localtime(row.planned_at):%Y-%m-%d}安排" + (
        f"：{row.reason}" if row.reason else ""
    )
    record_many(change.code, actor=actor, at=at, rows=entries, reason=reason)
