"""An approved batch is put up for everybody to see, for some days."""

import datetime as dt

from django.db import transaction
from django.utils.translation import gettext as _

from core.audit.actions.record import record
from core.permissions.actor import Actor
from core.permissions.verdict import Refused, require
from core.workcalendar.rules import day_of
from disputes.choices import ClaimState
from disputes.log_codes import BATCH_PUBLISHED
from disputes.models import AllowanceBatch
from disputes.policies.allowance import may_publish_batch


@transaction.atomic
def publish_batch(
    *, batch: AllowanceBatch, from_on: dt.date, to_on: dt.date, actor: Actor, at: dt.datetime
) -> AllowanceBatch:
    """Publish it from the first to the last of these days.

    Raises:
        Refused: not the county, not approved, or days that are none.
    """
    batch = AllowanceBatch.objects.select_for_update(of=("self",)).get(pk=batch.pk)
    post = require(may_publish_batch(actor, batch))
    if batch.approved_at is not None and from_on < day_of(batch.approved_at):
        raise Refused(_("公示起始日不得早于审定日。"))
    if to_on <= from_on:
        raise Refused(_("公示截止日须晚于起始日。"))
    batch.state, batch.published_from, batch.published_to = ClaimState.PUBLISHED, from_on, to_on
    batch.published_by_id = actor.person
    batch.save(update_fields=["state", "published_from", "published_to", "published_by"])
    after = {"from_on": from_on, "to_on": to_on}
    record(BATCH_PUBLISHED, actor=actor, post=post, at=at, subject=batch, after=after)
    return batch
