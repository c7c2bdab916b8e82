"""A planned change is taken back before its day."""

import datetime as dt

from django.db import transaction
from django.utils.translation import gettext as _

from core.audit.actions.record import record
from core.deadlines.actions.settle_deadlines import cancel_deadlines
from core.permissions.actor import Actor
from core.permissions.verdict import require
from grids.changes import ChangeRefused
from grids.choices import ChangeState
from grids.log_codes import CHANGE_UNDONE
from grids.models import ChangedArea, ChangePromise, PlannedChange
from grids.policies import may_undo


@transaction.atomic
def undo_change(*, change: PlannedChange, actor: Actor, at: dt.datetime, reason: str = "") -> PlannedChange:
    """Take back a planned change; its areas are free for another plan.

    Raises:
        Refused: the actor may not, or the change is no longer planned.
    """
    post = require(may_undo(actor, change))
    undone = PlannedChange.objects.filter(pk=change.pk, state=ChangeState.PLANNED).update(
        state=ChangeState.UNDONE, settled_at=at, outcome={"reason": reason, "by": actor.name}
    )
    if not undone:
        raise ChangeRefused(_("该变更刚刚已生效或撤销"))
    ChangedArea.objects.filter(change=change).update(is_planned=False)
    cancel_deadlines(ChangePromise.objects.filter(change=change), at=at, outcome="UNDONE")
    change.state, change.settled_at = ChangeState.UNDONE, at
    before = {"summary": change.summary}
    record(CHANGE_UNDONE, actor=actor, post=post, at=at, subject=change.area, before=before, reason=reason)
    return change
