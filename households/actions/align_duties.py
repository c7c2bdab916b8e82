"""The duties of the open months follow their pairs, doors and visits."""

import datetime as dt
from collections.abc import Collection
from uuid import UUID

from django.db import transaction

from core.audit.actions.record import record
from core.permissions.actor import Actor
from households.log_codes import DUTIES_ALIGNED
from households.months import Aligned, align


@transaction.atomic
def align_duties(*, actor: Actor, at: dt.datetime, doors: Collection[UUID] | None = None) -> Aligned:
    """New pairs get their duty, ended ones the shortened part or an exemption in words; what is owed follows the away
    mark. Run again it changes nothing and records nothing.

    Called at the end of each verb that begins or ends pairs, closes doors or marks them away, and each hour for all.

    Args:
        doors: only these; None for all, and the leaders too.
    """
    done = align(at=at, doors=doors)
    if done:
        record(
            DUTIES_ALIGNED,
            actor=actor,
            at=at,
            path=str(actor.tenant),
            after={"opened": done.opened, "changed": done.changed, "fulfilled": done.fulfilled},
        )
    return done
