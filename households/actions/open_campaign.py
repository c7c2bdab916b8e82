"""A county asks one question of every household or grid of an area, on a legal ground and until a day."""

import datetime as dt
from collections.abc import Sequence
from typing import Final
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from core.audit.actions.record import record
from core.deadlines.actions.open_deadlines import open_deadline
from core.permissions.actor import Actor
from core.permissions.verdict import Refused, require
from core.workcalendar.choices import Unit
from core.workcalendar.rules import Term, day_of, end_of
from grids.models import Area
from households.choices import Promise
from households.log_codes import CAMPAIGN_OPENED
from households.models import Campaign, DoorDeadline
from households.policies import may_open_campaign
from households.rules.answers import refusal_of_options

LONGEST: Final = dt.timedelta(days=180)
WARN: Final = Term(2, Unit.NATURAL_DAYS)


@transaction.atomic
def open_campaign(
    *,
    title: str,
    question: str,
    kind: str,
    options: Sequence[str],
    asks: str,
    path: str,
    ground: str,
    purpose: str,
    opens_on: dt.date,
    ends_on: dt.date,
    deletes: str,
    actor: Actor,
    at: dt.datetime,
    key: UUID | None = None,
) -> Campaign:
    """Ask. Whom it reaches is only ever an area: there is no other way to choose.

    Args:
        options: the words to choose from, where `kind` is a choice.
        deletes: what is deleted when it ends; the numbers by grid stay.

    Raises:
        Refused: not theirs, no ground or purpose, an area that is none, days that don't follow one another or lie too
            far apart, options that are none.
    """
    if key and (standing := Campaign.objects.filter(pk=key).first()):
        return standing
    post = require(may_open_campaign(actor, path=path))
    if not ground.strip() or not purpose.strip():
        raise Refused(_("请写明法律依据和用途。"))
    if opens_on < day_of(at) or ends_on < opens_on:
        raise Refused(_("开始日不能早于今天，截止日不能早于开始日。"))
    if ends_on - opens_on > LONGEST:
        raise Refused(_("一次摸排最长%(n)s天，到期须结束并按约定删除。") % {"n": LONGEST.days})
    if why := refusal_of_options(kind, options):
        raise Refused(why)
    if not Area.objects.filter(path=path, valid_to=None).exists():
        raise Refused(_("没有这个区域。"))
    campaign = Campaign(
        title=title.strip(),
        question=question.strip(),
        kind=kind,
        options=list(options),
        asks=asks,
        path=path,
        ground=ground.strip(),
        purpose=purpose.strip(),
        opens_on=opens_on,
        ends_on=ends_on,
        deletes=deletes,
        made_by_id=actor.person,
        made_at=at,
    )
    if key:
        campaign.pk = key
    campaign.full_clean(exclude=["tenant", "made_by", "options", "tally"])
    campaign.save(force_insert=True)
    open_deadline(
        DoorDeadline,
        kind=Promise.CAMPAIGN,
        started_at=at,
        due_at=end_of(ends_on),
        warn=WARN,
        campaign=campaign,
    )
    record(
        CAMPAIGN_OPENED,
        actor=actor,
        post=post,
        at=at,
        subject=campaign,
        after={
            "title": campaign.title,
            "question": campaign.question,
            "ground": campaign.ground,
            "ends_on": ends_on,
            "deletes": deletes,
        },
    )
    return campaign
