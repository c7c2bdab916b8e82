"""A door belongs to another grid of the county: it moved, or stood in the wrong one."""

import datetime as dt

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.places import place_names
from core.audit.actions.record import record
from core.permissions.actor import Actor
from core.permissions.verdict import Refused, require
from households.choices import DemandState, DutyState, RequestState
from households.finding import index_door
from households.log_codes import DOOR_MOVED
from households.models import DataRequest, Demand, Door, Duty, Liaison
from households.policies import may_keep_register
from households.registering import kept_door, people_of, standing_grid


@transaction.atomic
def move_door(
    *, door: Door, path: str, address: str = "", walk_order: int = 0, actor: Actor, at: dt.datetime
) -> Door:
    """Move it, its open pair and whatever is open on it. Closed months keep the place that they had.

    Args:
        path: the other grid.
        address: the new address; the old one where it is "".

    Raises:
        Refused: not theirs here or there, no grid, the same grid.
        Conflict: it was closed meanwhile.
    """
    door, post = kept_door(door, actor=actor)
    verdict = may_keep_register(actor, path=path)
    if not verdict.ok:
        raise Refused(_("目标网格不在您的辖区，请由两地共同的上级办理。"))
    require(verdict)
    grid = standing_grid(path)
    if path == door.path:
        raise Refused(_("本户已在%(grid)s。") % {"grid": grid.name})
    places = place_names([door.path, path])
    before = {"path": places[door.path], "address": door.address}
    door.path, door.walk_order = path, walk_order
    door.address = address.strip() or door.address
    door.full_clean(exclude=["tenant", "origin", "into"])
    door.save(update_fields=["path", "walk_order", "address"])
    pairs = Liaison.objects.filter(door=door, to_on=None)
    pairs.update(path=path)
    Duty.objects.filter(liaison__in=pairs, state=DutyState.OPEN).update(path=path)
    Demand.objects.filter(door=door, state=DemandState.OPEN).update(path=path)
    DataRequest.objects.filter(door=door, state=RequestState.OPEN).update(path=path)
    index_door(door, people_of(door))
    record(
        DOOR_MOVED,
        actor=actor,
        post=post,
        at=at,
        subject=door,
        before=before,
        after={"path": places[path], "address": door.address},
    )
    return door
