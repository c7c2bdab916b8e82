"""Somebody was asked about a dispute, and what they said goes on record."""

import datetime as dt
from uuid import UUID

from django.db import transaction

from core.permissions.actor import Actor
from disputes.checking import require_sound
from disputes.choices import Verb
from disputes.inquiries import InquiryEntry, check_inquiry, inquiry_columns
from disputes.models import Case, Inquiry
from disputes.stepping import begin_step, take_step

__all__ = ["InquiryEntry", "record_inquiry"]


@transaction.atomic
def record_inquiry(
    *,
    case: Case,
    entry: InquiryEntry,
    actor: Actor,
    at: dt.datetime,
    key: UUID | None = None,
    seen: int | None = None,
) -> Case:
    """Put an inquiry on record (调查记录, 司发通〔2010〕239号). The key of the step is the inquiry's own.

    The step names the side that was asked and nobody by name: the timeline is read by more people than the record.

    Raises:
        Refused: see `begin_step`; or it begins in the future, nobody was asked, nothing was found.
    """
    turn = begin_step(case=case, verb=Verb.INQUIRE, actor=actor, key=key, seen=seen)
    if turn.is_repeat:
        return turn.case
    check_inquiry(turn.case, entry, at)
    number = turn.facts.inquiries + 1
    inquiry = Inquiry(
        id=turn.key,
        case=turn.case,
        number=number,
        level=turn.case.level,
        written_at=at,
        written_by_id=actor.person,
        **inquiry_columns(turn.case, entry),
    )
    require_sound(inquiry)
    inquiry.save(force_insert=True)
    side = inquiry.party.side if inquiry.party else ""
    facts = {"inquiry": str(inquiry.pk), "number": number, "side": side}
    return take_step(turn, at=at, note=entry.finding, facts=facts)
