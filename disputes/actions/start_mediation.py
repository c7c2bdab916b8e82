"""Mediation begins."""

import datetime as dt
from uuid import UUID

from django.db import transaction

from core.permissions.actor import Actor
from disputes.choices import Verb
from disputes.models import Case
from disputes.stepping import begin_step, take_step


@transaction.atomic
def start_mediation(
    *,
    case: Case,
    actor: Actor,
    at: dt.datetime,
    note: str = "",
    key: UUID | None = None,
    seen: int | None = None,
) -> Case:
    """Begin, once a mediator is named and every party has had the notice of rights and duties. Raises Refused."""
    turn = begin_step(case=case, verb=Verb.START, actor=actor, key=key, seen=seen)
    if turn.is_repeat:
        return turn.case
    changes = {} if turn.case.contacted_at else {"contacted_at": at}
    return take_step(turn, at=at, note=note, changes=changes)
