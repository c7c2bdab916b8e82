"""What happens when a campaign or one of its follow-ups comes to its day."""

from core.audit.actions.record import Entry, record_many
from core.deadlines.registry import Batch, on_due, on_warn
from households.actions.end_campaign import end_campaign
from households.choices import Promise
from households.log_codes import CAMPAIGN_NEAR, FOLLOW_UP_MISSED
from households.models import Campaign, CampaignAnswer, DoorDeadline


@on_due(DoorDeadline, Promise.CAMPAIGN)
def campaign_is_over(batch: Batch) -> str:
    """The last day is over: the numbers are kept, the rest is deleted as was promised."""
    for campaign in _campaigns(batch):
        if campaign.ended_at is None:
            end_campaign(campaign=campaign, actor=batch.actor, at=batch.at)
    return "ENDED"


@on_warn(DoorDeadline, Promise.CAMPAIGN)
def campaign_near(batch: Batch) -> str:
    """Said while there is time to ask those who are missing."""
    rows = [Entry.of(campaign, after={"ends_on": campaign.ends_on}) for campaign in _campaigns(batch)]
    record_many(CAMPAIGN_NEAR, actor=batch.actor, at=batch.at, rows=rows)
    return ""


@on_due(DoorDeadline, Promise.FOLLOW_UP)
def follow_up_missed(batch: Batch) -> str:
    """Nobody looked again until the day that was promised: told to who promised it."""
    answers = CampaignAnswer.objects.filter(pk__in=batch.subject_ids("answer")).select_related("campaign")
    rows = [Entry.of(row.campaign, path=row.path, after={"staff": str(row.staff_id)}) for row in answers]
    record_many(FOLLOW_UP_MISSED, actor=batch.actor, at=batch.at, rows=rows)
    return "MISSED"


def _campaigns(batch: Batch) -> list[Campaign]:
    return list(Campaign.objects.filter(pk__in=batch.subject_ids("campaign")).order_by("ends_on"))
