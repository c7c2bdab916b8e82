"""A hand-over or a change of hands that has not begun is taken back."""

import datetime as dt

from django.db import transaction
from django.utils.translation import gettext as _

from core.audit.actions.record import record
from core.permissions.actor import Actor
from core.permissions.verdict import Conflict, Refused, require
from core.workcalendar.rules import day_of
from households.actions.align_duties import align_duties
from households.log_codes import HANDOVER_TAKEN_BACK, PAIR_TAKEN_BACK
from households.models import Door, Handover, Liaison
from households.policies import may_pair
from households.rules.places import shared_area
from households.undoing import undo


@transaction.atomic
def take_back_handover(*, handover: Handover, actor: Actor, at: dt.datetime) -> None:
    """Undo a hand-over to come: the first cadre keeps the doors, and it leaves the list. The record stays.

    Raises:
        Refused: not their ground, or it has begun.
        Conflict: taken back meanwhile.
    """
    found = Handover.objects.select_for_update(of=("self",)).filter(pk=handover.pk).first()
    if found is None:
        raise Conflict(_("该交接刚刚已被撤销。"))
    today = day_of(at)
    if found.on <= today:
        raise Refused(_("交接已经开始，不能撤销，请另行交接。"))
    pairs = list(Liaison.objects.filter(handover=found))
    posts = [require(may_pair(actor, path=path)) for path in {pair.path for pair in pairs}]
    undo(pairs, today=today)
    align_duties(doors=[pair.door_id for pair in pairs], actor=actor, at=at)
    record(
        HANDOVER_TAKEN_BACK,
        actor=actor,
        post=next(iter(posts), None),
        at=at,
        subject=found,
        path=shared_area([pair.path for pair in pairs]) if pairs else str(actor.tenant),
        before={
            "from": found.from_staff.name,
            "to": found.to_staff.name,
            "on": found.on,
            "count": found.count,
            "cadres": [str(found.from_staff_id), str(found.to_staff_id)],
        },
    )
    found.delete()


@transaction.atomic
def take_back_pair(*, door: Door, actor: Actor, at: dt.datetime) -> None:
    """Undo the change of one door's cadre that is to come.

    Raises:
        Refused: not their ground, nothing to come, or part of a hand-over, which is taken back as a whole.
    """
    post = require(may_pair(actor, path=door.path))
    today = day_of(at)
    pair = Liaison.objects.filter(door=door, to_on=None, from_on__gt=today).select_related("staff").first()
    if pair is None:
        raise Refused(_("这一户没有尚未开始的安排。"))
    if pair.handover_id is not None:
        raise Refused(_("这一户属于%(day)s的整体交接，请在“交接”中撤销。") % {"day": pair.from_on})
    undo([pair], today=today)
    align_duties(doors=[door.pk], actor=actor, at=at)
    record(
        PAIR_TAKEN_BACK,
        actor=actor,
        post=post,
        at=at,
        subject=door,
        before={"staff": pair.staff.name, "from_on": pair.from_on},
    )
