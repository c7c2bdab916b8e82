"""并户: a household becomes part of another. Its own door is closed; only a split parts them again."""

import datetime as dt
from collections.abc import Mapping
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from core.audit.actions.record import Entry, record_many
from core.permissions.actor import Actor
from core.permissions.verdict import Refused
from core.workcalendar.rules import day_of
from households.actions.align_duties import align_duties
from households.choices import DoorEnd, Relation
from households.finding import index_door
from households.log_codes import DOOR_CLOSED, DOORS_MERGED
from households.models import Door, Member
from households.registering import day_in, end_door, household, kept_doors, moved_into, people_of, plain


@transaction.atomic
def merge_households(
    *,
    door: Door,
    into: Door,
    relations: Mapping[UUID, str],
    on: dt.date,
    actor: Actor,
    at: dt.datetime,
) -> Door:
    """Move everybody of `door` into `into`. Who is there already, by the same ID number, is not entered twice.

    Args:
        relations: member id → relation to the head of `into`.

    Returns:
        The household that they belong to now.

    Raises:
        Refused: either is not theirs or no household, both are one, a day to come, a relation is missing.
        Conflict: one of them was closed meanwhile.
    """
    if door.pk == into.pk:
        raise Refused(_("请选择另一户。"))
    (door, into), post = kept_doors([door.pk, into.pk], actor=actor)
    household(door)
    household(into)
    day_in(door, on, day_of(at))
    day_in(into, on, day_of(at))
    people, there = people_of(door), people_of(into)
    known = {plain(one.id_number) for one in there} - {""}
    newcomers = []
    for one in people:
        if plain(one.id_number) in known:
            continue
        relation = relations.get(one.pk, "")
        if relation in ("", Relation.HEAD) or relation not in Relation.values:
            raise Refused(_("请填写%(name)s与户主的关系。") % {"name": one.name})
        newcomers.append(moved_into(into, one, relation=relation, on=on))
    pair = end_door(door, why=DoorEnd.MERGED, on=on, today=day_of(at), into=into)
    Member.objects.bulk_create(newcomers)
    index_door(into, [*there, *newcomers])
    closed = {"why": str(DoorEnd.MERGED.label), "on": on, "staff": pair.staff.name if pair else ""}
    merged = {"people": len(newcomers), "on": on}
    record_many(DOOR_CLOSED, actor=actor, post=post, at=at, rows=[Entry.of(door, after=closed)])
    record_many(
        DOORS_MERGED,
        actor=actor,
        post=post,
        at=at,
        rows=[Entry.of(into, before={"name": door.name, "address": door.address}, after=merged)],
    )
    align_duties(doors=[door.pk], actor=actor, at=at)
    return into
