"""The record of a session is put right: a new row that names the old one, whose text stays as it was."""

import datetime as dt
from uuid import UUID

from django.db import transaction

from core.audit.actions.record import record
from core.permissions.actor import Actor
from disputes.amending import amended
from disputes.log_codes import SITTING_CORRECTED
from disputes.models import Sitting
from disputes.sittings import SittingEntry, check_sitting, sitting_columns


@transaction.atomic
def correct_sitting(
    *,
    sitting: Sitting,
    entry: SittingEntry,
    reason: str,
    actor: Actor,
    at: dt.datetime,
    key: UUID | None = None,
) -> Sitting:
    """Write the corrected record beside the first one. The same key again answers with the same row.

    Raises:
        Refused: not theirs, the case is closed, no reason, nothing changes, or see `record_sitting`.
    """
    done = amended(
        sitting,
        check=lambda case: check_sitting(case, entry, at),
        values=lambda case, latest: sitting_columns(entry) | {"mediator_id": latest.mediator_id},
        reason=reason,
        actor=actor,
        at=at,
        key=key,
    )
    if done.changed:
        record(
            SITTING_CORRECTED,
            actor=actor,
            post=done.post,
            at=at,
            subject=done.case,
            after=done.told,
            reason=reason.strip(),
        )
    return done.row
