"""A mediation session goes on record."""

import datetime as dt
from uuid import UUID

from django.db import transaction

from core.permissions.actor import Actor
from disputes.checking import require_sound
from disputes.choices import Verb
from disputes.models import Case, Sitting
from disputes.sittings import LONGEST_RECORD, SittingEntry, check_sitting, sitting_columns
from disputes.stepping import begin_step, take_step

__all__ = ["LONGEST_RECORD", "SittingEntry", "record_sitting"]


@transaction.atomic
def record_sitting(
    *,
    case: Case,
    entry: SittingEntry,
    actor: Actor,
    at: dt.datetime,
    key: UUID | None = None,
    seen: int | None = None,
) -> Case:
    """Put a session on record (人民调解法 art. 27). The key of the step is the session's own.

    Raises:
        Refused: see `begin_step`; or it begins in the future, ends before it begins, has no result.
    """
    turn = begin_step(case=case, verb=Verb.SIT, actor=actor, key=key, seen=seen)
    if turn.is_repeat:
        return turn.case
    check_sitting(turn.case, entry, at)
    number = turn.facts.sittings + 1
    sitting = Sitting(
        id=turn.key,
        case=turn.case,
        number=number,
        level=turn.case.level,
        written_at=at,
        written_by_id=actor.person,
        **(
            sitting_columns(entry)
            | {"mediator_id": entry.mediator_id or turn.case.mediator_id or actor.person}
        ),
    )
    require_sound(sitting)
    sitting.save(force_insert=True)
    changes = {} if turn.case.contacted_at else {"contacted_at": at}
    facts = {"sitting": str(sitting.pk), "number": number, "place": entry.place, "is_agreed": entry.is_agreed}
    return take_step(turn, at=at, note=entry.result, changes=changes, facts=facts)
