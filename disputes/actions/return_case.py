"""A registered case goes back once, for what is missing."""

import datetime as dt
from uuid import UUID

from django.db import transaction

from core.permissions.actor import Actor
from disputes.choices import Verb
from disputes.models import Case
from disputes.stepping import begin_step, take_step


@transaction.atomic
def return_case(
    *,
    case: Case,
    reason: str,
    actor: Actor,
    at: dt.datetime,
    key: UUID | None = None,
    seen: int | None = None,
) -> Case:
    """Return it to whoever registered it, with a reason; a second time is not possible. Raises Refused."""
    turn = begin_step(case=case, verb=Verb.RETURN, actor=actor, key=key, seen=seen)
    if turn.is_repeat:
        return turn.case
    return take_step(turn, at=at, note=reason, changes={"returns": turn.case.returns + 1})
