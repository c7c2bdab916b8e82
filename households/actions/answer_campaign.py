"""Households (or a grid) answer a campaign's question: one row each, the last word counts."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from core.audit.actions.record import record
from core.deadlines.actions.open_deadlines import Opening, open_deadlines
from core.deadlines.actions.settle_deadlines import cancel_deadlines
from core.permissions.actor import Actor
from core.permissions.verdict import Refused, require
from core.workcalendar.choices import Unit
from core.workcalendar.rules import Term, day_of, end_of
from households.campaigns import asked_doors, asked_grids
from households.choices import Asks, Promise
from households.log_codes import CAMPAIGN_ANSWERED
from households.models import Campaign, CampaignAnswer, DoorDeadline, GridZero
from households.policies import may_answer
from households.rules.answers import refusal_of_answer

WARN = Term(1, Unit.NATURAL_DAYS)


@dataclass(frozen=True, slots=True)
class Told:
    """What one household or grid answered. `follow_until` asks somebody to look again until that day."""

    value: str
    note: str = ""
    follow_until: dt.date | None = None


@transaction.atomic
def answer_campaign(
    *,
    campaign: Campaign,
    doors: dict[UUID, Told] | None = None,
    grid: str = "",
    told: Told | None = None,
    actor: Actor,
    at: dt.datetime,
) -> int:
    """Keep the answers of many households at once, or of one grid. A zero report of their grid is taken back.

    Args:
        doors: door id → what was told, for a campaign that goes from door to door.
        grid, told: path and answer, for one that goes from grid to grid.

    Returns:
        How many answers were kept.

    Raises:
        Refused: over, not begun, not theirs, no household that is asked, no answer to the question.
    """
    held = Campaign.objects.select_for_update(of=("self",)).get(pk=campaign.pk)
    if held.opens_on > day_of(at):
        raise Refused(_("这次摸排还没有开始。"))
    places = _places(held, doors or {}, grid, told)
    post = None
    for path in {path for path, _told in places.values()}:
        post = require(may_answer(actor, held, path=path))
    for _path, one in places.values():
        if why := refusal_of_answer(held.kind, held.options, one.value.strip()):
            raise Refused(why)
        if one.follow_until and not day_of(at) <= one.follow_until <= held.ends_on:
            raise Refused(_("跟进日期应在今天与截止日之间。"))
    standing = _standing(held, places)
    fresh: list[CampaignAnswer] = []
    changed: list[CampaignAnswer] = []
    for door_id, (path, one) in places.items():
        row = standing.get(door_id)
        if row is None:
            row = CampaignAnswer(campaign=held, door_id=door_id)
            fresh.append(row)
        else:
            changed.append(row)
        row.path, row.value, row.note = path, one.value.strip(), one.note.strip()
        row.follow_until, row.followed_at, row.followed = one.follow_until, None, ""
        row.staff_id, row.answered_at = actor.person, at
    CampaignAnswer.objects.bulk_create(fresh)
    for row in changed:
        row.save()
    GridZero.objects.filter(campaign=held, path__in={path for path, _told in places.values()}).delete()
    _promise([*fresh, *changed], changed, at)
    record(
        CAMPAIGN_ANSWERED,
        actor=actor,
        post=post,
        at=at,
        subject=held,
        path=min(path for path, _told in places.values()),
        after={"answers": len(places)},
    )
    return len(places)


def _places(
    campaign: Campaign, doors: dict[UUID, Told], grid: str, told: Told | None
) -> dict[UUID | None, tuple[str, Told]]:
    """Door (None for a grid) → where it lies and what it told."""
    if campaign.asks == Asks.GRID:
        if told is None or not asked_grids(campaign).filter(path=grid).exists():
            raise Refused(_("请选择摸排范围内的网格。"))
        return {None: (grid, told)}
    known = dict(asked_doors(campaign).filter(pk__in=doors).values_list("pk", "path"))
    if not doors or known.keys() != doors.keys():
        raise Refused(_("所填的户中有不在摸排范围内或已注销的，请刷新后再填。"))
    return {key: (known[key], one) for key, one in doors.items()}


def _standing(
    campaign: Campaign, places: dict[UUID | None, tuple[str, Told]]
) -> dict[UUID | None, CampaignAnswer]:
    rows = CampaignAnswer.objects.filter(campaign=campaign)
    if None in places:
        standing = rows.filter(door=None, path=places[None][0]).first()
        return {None: standing} if standing else {}
    return {row.door_id: row for row in rows.filter(door_id__in=[key for key in places if key])}


def _promise(rows: Sequence[CampaignAnswer], changed: Sequence[CampaignAnswer], at: dt.datetime) -> None:
    cancel_deadlines(
        DoorDeadline.objects.filter(answer_id__in=[row.pk for row in changed]), at=at, outcome="CHANGED"
    )
    open_deadlines(
        DoorDeadline,
        [
            Opening(
                Promise.FOLLOW_UP,
                at,
                due_at=end_of(row.follow_until),
                warn=WARN,
                subject={"answer": row},
            )
            for row in rows
            if row.follow_until
        ],
    )
