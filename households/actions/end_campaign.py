"""A campaign ends: the numbers by grid are kept, what was to be deleted is deleted."""

import datetime as dt

from django.db import transaction

from core.audit.actions.record import record
from core.deadlines.actions.settle_deadlines import settle_deadlines
from core.permissions.actor import Actor
from core.permissions.verdict import require
from households.campaigns import tally_of
from households.choices import Deletes
from households.log_codes import CAMPAIGN_ENDED
from households.models import Campaign, CampaignAnswer, DoorDeadline
from households.policies import may_end_campaign


@transaction.atomic
def end_campaign(*, campaign: Campaign, actor: Actor, at: dt.datetime) -> Campaign:
    """End it now, by its promise or by hand. What was promised to be deleted is gone from the tables when this returns.

    Raises:
        Refused: not theirs, or it has ended already.
    """
    held = Campaign.objects.select_for_update(of=("self",)).get(pk=campaign.pk)
    post = require(may_end_campaign(actor, held))
    held.tally, held.ended_at = tally_of(held), at
    held.save(update_fields=["tally", "ended_at"])
    answers = CampaignAnswer.objects.filter(campaign=held)
    if held.deletes == Deletes.ALL:
        DoorDeadline.objects.filter(answer__campaign=held).delete()
        deleted, _by_model = answers.delete()
    else:
        deleted = answers.update(note="", followed="")
        settle_deadlines(DoorDeadline.objects.filter(answer__campaign=held), at=at)
    settle_deadlines(DoorDeadline.objects.filter(campaign=held), at=at)
    record(
        CAMPAIGN_ENDED,
        actor=actor,
        post=post,
        at=at,
        subject=held,
        after={"deleted": deleted, "answers": sum(kept["answered"] for kept in held.tally.values())},
    )
    return held
