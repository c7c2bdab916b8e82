"""One case of a batch gets no allowance, with a reason."""

import datetime as dt

from django.db import transaction
from django.utils.translation import gettext as _

from core.audit.actions.record import record
from core.permissions.actor import Actor
from core.permissions.verdict import Refused, require
from disputes.log_codes import CLAIM_REFUSED
from disputes.models import AllowanceBatch, AllowanceClaim
from disputes.policies.allowance import may_refuse_claim


@transaction.atomic
def refuse_claim(*, claim: AllowanceClaim, reason: str, actor: Actor, at: dt.datetime) -> AllowanceClaim:
    """Refuse it until the batch is paid; the same dispute may be claimed again later.

    Raises:
        Refused: not theirs, paid or refused already, or no reason.
    """
    batch = AllowanceBatch.objects.select_for_update(of=("self",)).get(pk=claim.batch_id)
    post = require(may_refuse_claim(actor, batch))
    claim = AllowanceClaim.objects.select_for_update(of=("self",)).select_related("case").get(pk=claim.pk)
    if claim.is_accepted is False:
        raise Refused(_("该案已不予补贴。"))
    if not reason.strip():
        raise Refused(_("请写明不予补贴的原因。"))
    claim.is_accepted, claim.refusal, claim.refused_by_id = False, reason.strip()[:200], actor.person
    claim.save(update_fields=["is_accepted", "refusal", "refused_by"])
    record(CLAIM_REFUSED, actor=actor, post=post, at=at, subject=claim.case, reason=reason.strip())
    return claim
