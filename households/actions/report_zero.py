"""A grid reports that it looked and found nothing (零报告)."""

import datetime as dt

from django.db import transaction
from django.utils.translation import gettext as _

from core.audit.actions.record import record
from core.permissions.actor import Actor
from core.permissions.verdict import Refused, require
from core.workcalendar.rules import day_of
from households.campaigns import asked_grids
from households.log_codes import CAMPAIGN_ZERO
from households.models import Campaign, CampaignAnswer, GridZero
from households.policies import may_answer


@transaction.atomic
def report_zero(*, campaign: Campaign, path: str, actor: Actor, at: dt.datetime) -> GridZero:
    """Say for one grid that there is nothing to report. Said twice, it is said once.

    Raises:
        Refused: over, not begun, not theirs, no grid, or the grid has answers.
    """
    held = Campaign.objects.select_for_update(of=("self",)).get(pk=campaign.pk)
    post = require(may_answer(actor, held, path=path))
    if held.opens_on > day_of(at):
        raise Refused(_("这次摸排还没有开始。"))
    if not asked_grids(held).filter(path=path).exists():
        raise Refused(_("请选择摸排范围内的网格。"))
    if CampaignAnswer.objects.filter(campaign=held, path=path).exists():
        raise Refused(_("这个网格已有答复，不能再作零报告。"))
    zero, is_new = GridZero.objects.get_or_create(
        campaign=held, path=path, defaults={"staff_id": actor.person, "reported_at": at}
    )
    if is_new:
        record(CAMPAIGN_ZERO, actor=actor, post=post, at=at, subject=held, path=path)
    return zero
