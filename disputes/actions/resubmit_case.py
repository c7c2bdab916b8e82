"""A returned case comes back, put right."""

import datetime as dt
from uuid import UUID

from django.db import transaction

from core.permissions.actor import Actor
from disputes.choices import Verb
from disputes.models import Case
from disputes.stepping import begin_step, take_step


@transaction.atomic
def resubmit_case(
    *, case: Case, note: str, actor: Actor, at: dt.datetime, key: UUID | None = None, seen: int | None = None
) -> Case:
    """Hand it in again; the term of acceptance begins anew. Raises Refused."""
    turn = begin_step(case=case, verb=Verb.RESUBMIT, actor=actor, key=key, seen=seen)
    return turn.case if turn.is_repeat else take_step(turn, at=at, note=note)
