"""The parties have been spoken to for the first time."""

import datetime as dt
from uuid import UUID

from django.db import transaction

from core.permissions.actor import Actor
from disputes.choices import Verb
from disputes.models import Case
from disputes.stepping import begin_step, take_step


@transaction.atomic
def note_contact(
    *, case: Case, note: str, actor: Actor, at: dt.datetime, key: UUID | None = None, seen: int | None = None
) -> Case:
    """Note the first contact; its term is kept by it. Raises Refused."""
    turn = begin_step(case=case, verb=Verb.CONTACT, actor=actor, key=key, seen=seen)
    if turn.is_repeat:
        return turn.case
    changes = {} if turn.case.contacted_at else {"contacted_at": at}
    return take_step(turn, at=at, note=note, changes=changes)
