"""A household is away, or back. Only where it is marked away does another contact fulfil the month."""

import datetime as dt

from django.db import transaction
from django.utils.translation import gettext as _

from core.audit.actions.record import record
from core.permissions.actor import ActingPost, Actor
from core.permissions.verdict import Conflict, Refused, require
from core.workcalendar.rules import day_of
from households.actions.align_duties import align_duties
from households.choices import DoorKind, Presence
from households.log_codes import DOOR_AWAY, DOOR_HOME
from households.models import Door
from households.policies import may_note_away
from households.registering import told
from households.selectors import pair_of

FIELDS = ["presence", "away_from", "away_until"]


@transaction.atomic
def mark_away(
    *, door: Door, from_on: dt.date, until: dt.date | None = None, actor: Actor, at: dt.datetime
) -> Door:
    """The whole household is away since a day; said again, its days are put right.

    Args:
        until: when they expect to be back.

    Raises:
        Refused: neither paired with it nor keeping it; a market entity; a day to come; back before they left; nothing new.
    """
    door, post = _noted(door, actor=actor, at=at)
    if door.kind != DoorKind.HOUSEHOLD:
        raise Refused(_("市场主体不标注外出。"))
    if from_on > day_of(at):
        raise Refused(_("日期不能晚于今天。"))
    if until is not None and until <= from_on:
        raise Refused(_("预计返回日应晚于外出日。"))
    if (door.presence, door.away_from, door.away_until) == (Presence.AWAY, from_on, until):
        raise Refused(_("本户已这样标注。"))
    before = told(door, {name: getattr(door, name) for name in FIELDS})
    door.presence, door.away_from, door.away_until = Presence.AWAY, from_on, until
    door.save(update_fields=FIELDS)
    after = told(door, {name: getattr(door, name) for name in FIELDS})
    record(DOOR_AWAY, actor=actor, post=post, at=at, subject=door, before=before, after=after)
    align_duties(doors=[door.pk], actor=actor, at=at)
    return door


@transaction.atomic
def mark_home(*, door: Door, actor: Actor, at: dt.datetime) -> Door:
    """They are back.

    Raises:
        Refused: neither paired with it nor keeping it; they were never marked away.
    """
    door, post = _noted(door, actor=actor, at=at)
    if not door.is_away:
        raise Refused(_("本户没有标为外出。"))
    before = told(door, {name: getattr(door, name) for name in FIELDS})
    door.presence, door.away_from, door.away_until = Presence.HOME, None, None
    door.save(update_fields=FIELDS)
    record(
        DOOR_HOME,
        actor=actor,
        post=post,
        at=at,
        subject=door,
        before=before,
        after=told(door, {"presence": door.presence}),
    )
    align_duties(doors=[door.pk], actor=actor, at=at)
    return door


def _noted(door: Door, *, actor: Actor, at: dt.datetime) -> tuple[Door, ActingPost | None]:
    kept = Door.objects.select_for_update(of=("self",)).get(pk=door.pk)
    pair = pair_of(kept, on=day_of(at))
    is_paired = pair is not None and pair.staff_id == actor.person_id
    post = require(may_note_away(actor, path=kept.path, is_paired=is_paired))
    if not kept.is_open:
        raise Conflict(_("本户已注销，请刷新后查看。"))
    return kept, post
