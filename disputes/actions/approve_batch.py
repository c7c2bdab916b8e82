"""The county approves a batch: another person than who checked it."""

import datetime as dt

from django.db import transaction
from django.db.models import Count, Sum

from core.audit.actions.record import record
from core.permissions.actor import Actor
from core.permissions.verdict import require
from disputes.choices import ClaimState
from disputes.claiming import NOTHING, has_own
from disputes.log_codes import BATCH_APPROVED
from disputes.models import AllowanceBatch, AllowanceClaim
from disputes.policies.allowance import may_approve_batch


@transaction.atomic
def approve_batch(*, batch: AllowanceBatch, actor: Actor, at: dt.datetime) -> AllowanceBatch:
    """Approve every claim that was not refused.

    Raises:
        Refused: not the county, the same person as checked, an own claim in it, or not checked yet.
    """
    batch = AllowanceBatch.objects.select_for_update(of=("self",)).get(pk=batch.pk)
    post = require(may_approve_batch(actor, batch, has_own=has_own(actor, batch)))
    batch.state, batch.approved_at, batch.approved_by_id = ClaimState.APPROVED, at, actor.person
    batch.save(update_fields=["state", "approved_at", "approved_by"])
    AllowanceClaim.objects.filter(batch=batch, is_accepted=None).update(is_accepted=True)
    accepted = AllowanceClaim.objects.filter(batch=batch, is_accepted=True)
    total = accepted.aggregate(count=Count("pk"), amount=Sum("amount", default=NOTHING))
    after = {"count": total["count"], "amount": str(total["amount"])}
    record(BATCH_APPROVED, actor=actor, post=post, at=at, subject=batch, after=after)
    return batch
