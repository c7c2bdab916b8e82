"""Who is told of a campaign."""

from collections.abc import Iterable
from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.choices import Role
from accounts.models import Post, Staff
from accounts.selectors import on_day
from core.audit.models import Record
from core.notifications.declaring import notifies
from core.notifications.models import Notice
from core.paths.ranges import within
from households.campaigns import asked_grids, progress_of
from households.log_codes import CAMPAIGN_NEAR, CAMPAIGN_OPENED, FOLLOW_UP_MISSED
from households.models import Campaign

WHO_ANSWERS = (Role.GRID_WORKER, Role.GRID_HEAD)


@notifies(CAMPAIGN_OPENED)
def those_who_ask(record: Record) -> Iterable[Notice]:
    """The workers and heads of every grid that is asked."""
    campaign = Campaign.objects.filter(pk=str(record.subject_id)).first()
    if campaign is None:
        return
    title = _("新的专项摸排：{title}，{day}前完成").format(title=campaign.title, day=campaign.ends_on)
    yield from _to_ground(campaign, record, [campaign.path], title)


@notifies(CAMPAIGN_NEAR)
def those_who_are_missing(record: Record) -> Iterable[Notice]:
    """The workers and heads of grids that have neither answered in full nor reported zero."""
    campaign = Campaign.objects.filter(pk=str(record.subject_id), ended_at=None).first()
    if campaign is None:
        return
    rows = progress_of(campaign, list(asked_grids(campaign)))
    missing = [row.area.path for row in rows if row.missing and not row.zeros]
    title = _("{title}即将截止，您的网格还没有填报完").format(title=campaign.title)
    yield from _to_ground(campaign, record, missing, title)


@notifies(FOLLOW_UP_MISSED)
def who_promised_to_look(record: Record) -> Iterable[Notice]:
    """Who said that they would look again."""
    staff = Staff.objects.filter(pk=record.after.get("staff")).first()
    if staff is not None and staff.user_id:
        yield Notice(
            recipient_id=staff.user_id,
            title=_("跟进到期：{title}").format(title=record.subject_label)[:120],
            url=reverse("campaign", args=[record.subject_id]),
        )


def _to_ground(campaign: Campaign, record: Record, paths: list[str], title: str) -> Iterable[Notice]:
    held = Post.objects.filter(
        on_day(timezone.localdate(record.at)), within("path", *paths), role__in=WHO_ANSWERS
    )
    people: Any = held.exclude(staff__user=None).values_list("staff__user_id", flat=True).distinct()
    for user_id in people.order_by("staff__user_id"):
        yield Notice(recipient_id=user_id, title=title[:120], url=reverse("campaign", args=[campaign.pk]))
