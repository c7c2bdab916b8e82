"""A household or a market entity comes into the register. Until it is paired it stands on the uncovered list."""

import datetime as dt
from collections.abc import Sequence
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from core.audit.actions.record import record
from core.permissions.actor import Actor
from core.permissions.verdict import Conflict, Refused, require
from core.workcalendar.rules import day_of
from grids.choices import Level
from grids.models import Area
from households.choices import DoorKind, Relation
from households.entering import DoorEntry, MemberEntry, head_of, new_door, new_member
from households.finding import index_door
from households.log_codes import DOOR_ENTERED
from households.models import Door, Member
from households.policies import may_keep_register
from households.registering import plain


@transaction.atomic
def add_door(
    *,
    entry: DoorEntry,
    members: Sequence[MemberEntry] = (),
    actor: Actor,
    at: dt.datetime,
    on: dt.date | None = None,
    key: UUID | None = None,
) -> Door:
    """Enter a door with its people.

    Args:
        on: since when it stands; today where it isn't said.
        key: made by the client; the same key again gives the same door and writes nothing.

    Raises:
        Refused: not theirs, no grid, a household without exactly one head, a day to come.
        Conflict: the key belongs to another door.
        ValidationError: a number or credit code that another door has.
    """
    if key and (taken := Door.objects.filter(pk=key).first()):
        if (taken.path, taken.name) != (entry.path, entry.name.strip()):
            raise Conflict(_("这次提交的编号已用于另一户，请刷新后重新填写。"))
        return taken
    post = require(may_keep_register(actor, path=entry.path))
    today = day_of(at)
    on = on or today
    if on > today:
        raise Refused(_("登记日不能晚于今天。"))
    grid = Area.objects.filter(path=entry.path, valid_to=None).first()
    if grid is None or grid.level not in (Level.GRID, Level.MICRO_GRID):
        raise Refused(_("请选择现有的网格。"))
    if entry.kind == DoorKind.HOUSEHOLD and (
        head_of(members) is None or sum(one.relation == Relation.HEAD for one in members) > 1
    ):
        raise Refused(_("每户须有且只有一位户主。"))
    door = new_door(entry, on=on)
    if key:
        door.pk = key
    door.full_clean(exclude=["tenant"])
    door.save(force_insert=True)
    people = [new_member(door, one, on=on) for one in members]
    numbers = [plain(person.id_number) for person in people if person.id_number]
    if len(set(numbers)) < len(numbers):
        raise Refused(_("同一个身份证号填了两次。"))
    for person in people:
        person.full_clean(exclude=["tenant", "door"])
    Member.objects.bulk_create(people)
    index_door(door, people)
    record(
        DOOR_ENTERED,
        actor=actor,
        post=post,
        at=at,
        subject=door,
        after={
            "name": door.name,
            "address": door.address,
            "phone": door.phone.reveal() if door.phone else "",
            "kind": door.kind,
            "people": len(people),
        },
    )
    return door
