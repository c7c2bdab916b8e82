"""The township has checked its batch."""

import datetime as dt

from django.db import transaction
from django.utils.translation import gettext as _

from core.audit.actions.record import record
from core.permissions.actor import Actor
from core.permissions.verdict import Refused, require
from disputes.choices import ClaimState
from disputes.claiming import has_own
from disputes.log_codes import BATCH_CHECKED
from disputes.models import AllowanceBatch, AllowanceClaim
from disputes.policies.allowance import may_check_batch


@transaction.atomic
def check_batch(*, batch: AllowanceBatch, actor: Actor, at: dt.datetime) -> AllowanceBatch:
    """Check it and send it to the county.

    Raises:
        Refused: not theirs, not declared, an own claim in it, or nothing that is due.
    """
    batch = AllowanceBatch.objects.select_for_update(of=("self",)).get(pk=batch.pk)
    post = require(may_check_batch(actor, batch, has_own=has_own(actor, batch)))
    if not AllowanceClaim.objects.filter(batch=batch).exclude(is_accepted=False).exists():
        raise Refused(_("本批次没有应补贴的案件。"))
    batch.state, batch.checked_at, batch.checked_by_id = ClaimState.CHECKED, at, actor.person
    batch.save(update_fields=["state", "checked_at", "checked_by"])
    record(BATCH_CHECKED, actor=actor, post=post, at=at, subject=batch)
    return batch
