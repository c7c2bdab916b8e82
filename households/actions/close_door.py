"""A door leaves the register: all moved out, nobody left, ceased, entered by mistake. Its pair ends with it."""

import datetime as dt

from django.db import transaction
from django.utils.translation import gettext as _

from core.audit.actions.record import record
from core.permissions.actor import Actor
from core.permissions.verdict import Refused
from core.workcalendar.rules import day_of
from households.actions.align_duties import align_duties
from households.choices import DoorEnd, DoorKind
from households.log_codes import DOOR_CLOSED
from households.models import Door
from households.registering import day_in, end_door, kept_door

FOR_KIND = {
    DoorKind.HOUSEHOLD: (DoorEnd.MOVED_OUT, DoorEnd.EMPTY, DoorEnd.MISTAKE),
    DoorKind.ENTITY: (DoorEnd.CEASED, DoorEnd.MOVED_OUT, DoorEnd.MISTAKE),
}
"""Merging closes a household by a verb of its own."""


@transaction.atomic
def close_door(*, door: Door, why: str, on: dt.date, reason: str = "", actor: Actor, at: dt.datetime) -> Door:
    """Close it from a day on, with its people and its pair.

    Args:
        why: a DoorEnd that fits its kind.
        reason: in the actor's words.

    Raises:
        Refused: not theirs, an end that does not fit, a day to come or before somebody came in, a change of hands to come.
        Conflict: it was closed meanwhile.
    """
    door, post = kept_door(door, actor=actor)
    if why not in FOR_KIND[DoorKind(door.kind)]:
        raise Refused(_("请选择注销原因。"))
    pair = end_door(door, why=why, on=day_in(door, on, day_of(at)), today=day_of(at))
    after = {"why": str(DoorEnd(why).label), "on": on, "staff": pair.staff.name if pair else ""}
    record(DOOR_CLOSED, actor=actor, post=post, at=at, subject=door, after=after, reason=reason)
    align_duties(doors=[door.pk], actor=actor, at=at)
    return door
