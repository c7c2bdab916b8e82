"""Who asks a question of every household, and who answers for a grid."""

from typing import Final

from django.utils.translation import gettext as _

from core.permissions.actor import Actor
from core.permissions.verdict import Verdict
from households.models import Campaign

CAMPAIGN: Final = "households.campaign"
ANSWER: Final = "households.answer"


def may_open_campaign(actor: Actor, *, path: str) -> Verdict:
    """The county's centre, for the county or a part of it."""
    if actor.is_system:
        return Verdict.yes()
    post = actor.post_for(CAMPAIGN, path)
    return Verdict.yes(post) if post else Verdict.no(_("专项摸排由县综治中心发起。"))


def may_end_campaign(actor: Actor, campaign: Campaign) -> Verdict:
    """End it before its last day."""
    if campaign.ended_at is not None:
        return Verdict.no(_("这次摸排已经结束。"))
    return may_open_campaign(actor, path=campaign.path)


def may_answer(actor: Actor, campaign: Campaign, *, path: str) -> Verdict:
    """Answer for a household or grid of one's ground, while the campaign runs."""
    if campaign.ended_at is not None:
        return Verdict.no(_("这次摸排已经结束，不能再填报。"))
    if not path.startswith(campaign.path):
        return Verdict.no(_("不在这次摸排的范围内。"))
    if actor.is_system:
        return Verdict.yes()
    post = actor.post_for(ANSWER, path)
    return Verdict.yes(post) if post else Verdict.no(_("您只能填报本辖区的情况。"))
