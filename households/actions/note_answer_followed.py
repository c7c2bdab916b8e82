"""Somebody looked again at what a household answered, as was promised."""

import datetime as dt

from django.db import transaction
from django.utils.translation import gettext as _

from core.audit.actions.record import record
from core.deadlines.actions.settle_deadlines import settle_deadlines
from core.permissions.actor import Actor
from core.permissions.verdict import Refused, require
from households.log_codes import CAMPAIGN_FOLLOWED
from households.models import CampaignAnswer, DoorDeadline
from households.policies import may_answer


@transaction.atomic
def note_answer_followed(
    *, answer: CampaignAnswer, text: str, actor: Actor, at: dt.datetime
) -> CampaignAnswer:
    """Keep what was found; the promise is kept with it.

    Raises:
        Refused: not theirs, over, nothing said, nothing to follow, or followed already.
    """
    row = CampaignAnswer.objects.select_for_update(of=("self",)).select_related("campaign").get(pk=answer.pk)
    post = require(may_answer(actor, row.campaign, path=row.path))
    if not text.strip():
        raise Refused(_("请写明跟进情况。"))
    if row.follow_until is None or row.followed_at is not None:
        raise Refused(_("这一条没有待跟进的事项。"))
    row.followed, row.followed_at = text.strip()[:300], at
    row.save(update_fields=["followed", "followed_at"])
    settle_deadlines(DoorDeadline.objects.filter(answer=row), at=at)
    record(CAMPAIGN_FOLLOWED, actor=actor, post=post, at=at, subject=row.campaign, path=row.path)
    return row
