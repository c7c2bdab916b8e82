"""A published batch has been paid."""

import datetime as dt

from django.db import transaction
from django.utils.translation import gettext as _

from core.audit.actions.record import record
from core.permissions.actor import Actor
from core.permissions.verdict import Refused, require
from core.workcalendar.rules import day_of
from disputes.choices import ClaimState
from disputes.log_codes import BATCH_PAID
from disputes.models import AllowanceBatch
from disputes.policies.allowance import may_pay_batch


@transaction.atomic
def pay_batch(*, batch: AllowanceBatch, paid_on: dt.date, actor: Actor, at: dt.datetime) -> AllowanceBatch:
    """Note the day of payment, after the last day of publication.

    Raises:
        Refused: not the county, not published, the publication is not over, or a day to come.
    """
    batch = AllowanceBatch.objects.select_for_update(of=("self",)).get(pk=batch.pk)
    post = require(may_pay_batch(actor, batch))
    if batch.published_to is None or paid_on <= batch.published_to:
        raise Refused(_("公示期至%(day)s，期满后方可发放。") % {"day": batch.published_to})
    if paid_on > day_of(at):
        raise Refused(_("发放日不能晚于今天。"))
    batch.state, batch.paid_on, batch.paid_by_id = ClaimState.PAID, paid_on, actor.person
    batch.save(update_fields=["state", "paid_on", "paid_by"])
    record(BATCH_PAID, actor=actor, post=post, at=at, subject=batch, after={"paid_on": paid_on})
    return batch
