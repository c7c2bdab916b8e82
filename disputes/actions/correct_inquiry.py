"""The record of an inquiry is put right: a new row that names the old one, whose text stays as it was."""

import datetime as dt
from uuid import UUID

from django.db import transaction

from core.audit.actions.record import record
from core.permissions.actor import Actor
from disputes.amending import amended
from disputes.checking import require_sound
from disputes.inquiries import InquiryEntry, check_inquiry, inquiry_columns
from disputes.log_codes import INQUIRY_CORRECTED
from disputes.models import Inquiry


@transaction.atomic
def correct_inquiry(
    *,
    inquiry: Inquiry,
    entry: InquiryEntry,
    reason: str,
    actor: Actor,
    at: dt.datetime,
    key: UUID | None = None,
) -> Inquiry:
    """Write the corrected record beside the first one. The same key again answers with the same row.

    Raises:
        Refused: not theirs, the case is closed, no reason, nothing changes, or see `record_inquiry`.
    """
    done = amended(
        inquiry,
        check=lambda case: check_inquiry(case, entry, at),
        values=lambda case, latest: inquiry_columns(case, entry),
        sound=require_sound,
        reason=reason,
        actor=actor,
        at=at,
        key=key,
    )
    if done.changed:
        record(
            INQUIRY_CORRECTED,
            actor=actor,
            post=done.post,
            at=at,
            subject=done.case,
            after=done.told,
            reason=reason.strip(),
        )
    return done.row
