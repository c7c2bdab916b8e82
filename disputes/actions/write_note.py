"""A note in the timeline. It changes no term."""

import datetime as dt
from uuid import UUID

from django.db import transaction

from core.permissions.actor import Actor
from disputes.choices import Verb
from disputes.models import Case
from disputes.stepping import begin_step, take_step


@transaction.atomic
def write_note(
    *, case: Case, note: str, actor: Actor, at: dt.datetime, key: UUID | None = None, seen: int | None = None
) -> Case:
    """Write it. Raises Refused: see `begin_step`."""
    turn = begin_step(case=case, verb=Verb.NOTE, actor=actor, key=key, seen=seen)
    return turn.case if turn.is_repeat else take_step(turn, at=at, note=note)
