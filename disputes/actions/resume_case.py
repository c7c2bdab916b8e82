"""The clock runs on."""

import datetime as dt
from uuid import UUID

from django.db import transaction

from core.deadlines.actions.pause_deadlines import resume_deadlines
from core.permissions.actor import Actor
from disputes.choices import Verb
from disputes.models import Case, CaseDeadline
from disputes.stepping import begin_step, take_step


@transaction.atomic
def resume_case(
    *,
    case: Case,
    actor: Actor,
    at: dt.datetime,
    note: str = "",
    key: UUID | None = None,
    seen: int | None = None,
) -> Case:
    """Go on where it stood, with the time that was left. Raises Refused."""
    turn = begin_step(case=case, verb=Verb.RESUME, actor=actor, key=key, seen=seen)
    if turn.is_repeat:
        return turn.case
    resume_deadlines(CaseDeadline.objects.filter(case=turn.case), at=at)
    return take_step(turn, at=at, note=note)
