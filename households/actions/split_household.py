"""分户: some of a household become one of their own."""

import datetime as dt
from collections.abc import Mapping, Sequence
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from core.audit.actions.record import Entry, record_many
from core.permissions.actor import Actor
from core.permissions.verdict import Conflict, Refused, require
from core.workcalendar.rules import day_of
from households.choices import MemberEnd, Relation
from households.entering import DoorEntry, new_door
from households.finding import index_door
from households.log_codes import DOOR_ENTERED, DOOR_SPLIT
from households.models import Door, Member
from households.policies import may_keep_register
from households.registering import (
    day_in,
    end_people,
    household,
    kept_door,
    moved_into,
    people_of,
    standing_grid,
)


@transaction.atomic
def split_household(
    *,
    door: Door,
    leaving: Sequence[UUID],
    head: UUID,
    relations: Mapping[UUID, str],
    address: str,
    path: str = "",
    number: str = "",
    walk_order: int = 0,
    on: dt.date,
    actor: Actor,
    at: dt.datetime,
    key: UUID | None = None,
) -> Door:
    """Make a new household of those who leave. It stands on the uncovered list until it is paired.

    Args:
        leaving: members who leave; not the head, not all.
        head: which of them heads the new household.
        relations: member id → relation to that head.
        path: the new household's grid; the same one where it isn't said.
        key: made by the client; the same key again gives the same household and writes nothing.

    Raises:
        Refused: not theirs there or here, nobody or everybody or the head leaves, no new head, a day to come.
        Conflict: the key belongs to another door; the door was closed or somebody left meanwhile.
        ValidationError: a number that another door has.
    """
    door, post = kept_door(door, actor=actor)
    if key and (taken := Door.objects.filter(pk=key).first()):
        if taken.origin_id != door.pk:
            raise Conflict(_("这次提交的编号已用于另一户，请刷新后重新填写。"))
        return taken
    household(door)
    path = path or door.path
    require(may_keep_register(actor, path=path))
    standing_grid(path)
    day_in(door, on, day_of(at))
    people = {one.pk: one for one in people_of(door)}
    if not set(leaving) <= people.keys():
        raise Conflict(_("所选成员中有人已离户，请刷新后重选。"))
    gone = [people[pk] for pk in dict.fromkeys(leaving)]
    if not gone or len(gone) == len(people):
        raise Refused(_("请选择分出的成员，原户至少留一人。"))
    if any(one.relation == Relation.HEAD for one in gone):
        raise Refused(_("户主分出时，请先变更户主。"))
    if head not in {one.pk for one in gone}:
        raise Refused(_("请在分出的成员中指定户主。"))
    for one in gone:
        if one.pk != head and relations.get(one.pk, "") in ("", Relation.HEAD):
            raise Refused(_("请填写%(name)s与新户主的关系。") % {"name": one.name})
    made = _new_household(door, people[head], path, address, number, walk_order, on)
    if key:
        made.pk = key
    made.full_clean(exclude=["tenant", "origin", "into"])
    made.save(force_insert=True)
    end_people(gone, on=on, why=MemberEnd.SPLIT)
    newcomers = [
        moved_into(made, one, relation=Relation.HEAD if one.pk == head else relations[one.pk], on=on)
        for one in gone
    ]
    Member.objects.bulk_create(newcomers)
    index_door(made, newcomers)
    index_door(door, people_of(door))
    said = {"name": made.name, "address": made.address, "people": len(gone), "on": on}
    record_many(DOOR_SPLIT, actor=actor, post=post, at=at, rows=[Entry.of(door, after=said)])
    record_many(DOOR_ENTERED, actor=actor, post=post, at=at, rows=[Entry.of(made, after=said)])
    return made


def _new_household(
    door: Door, head: Member, path: str, address: str, number: str, walk_order: int, on: dt.date
) -> Door:
    entry = DoorEntry(
        path=path,
        address=address,
        name=head.name,
        number=number,
        walk_order=walk_order,
        phone=head.phone.reveal() if head.phone else "",
    )
    made = new_door(entry, on=on)
    made.origin = door
    return made
