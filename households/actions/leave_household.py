"""Somebody belongs to a household no more: moved out, died, or was never there."""

import datetime as dt
from collections.abc import Mapping
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from core.audit.actions.record import record
from core.permissions.actor import Actor
from core.permissions.verdict import Conflict, Refused
from core.workcalendar.rules import day_of
from households.actions.align_duties import align_duties
from households.choices import DoorEnd, MemberEnd, Relation
from households.finding import index_door
from households.log_codes import DOOR_CLOSED, MEMBER_LEFT
from households.models import Door, Member
from households.registering import day_in, end_door, end_people, kept_door, name_after, people_of, relate

REASONS = (MemberEnd.MOVED_OUT, MemberEnd.DIED, MemberEnd.MISTAKE)


@transaction.atomic
def leave_household(
    *,
    member: Member,
    why: str,
    on: dt.date,
    head: Member | None = None,
    relations: Mapping[UUID, str] | None = None,
    actor: Actor,
    at: dt.datetime,
) -> Door:
    """Take somebody out from a day on. Where the head leaves, another is named; where the last one leaves, the door is
    closed as empty and its pair ends.

    Args:
        head: who heads the household from now on, where the head leaves.
        relations: what the others are to them.

    Raises:
        Refused: not theirs, a day to come or before they came, no new head where one is needed.
        Conflict: they left already, or the new head did.
    """
    door, post = kept_door(member.door, actor=actor)
    people = {one.pk: one for one in people_of(door)}
    if member.pk not in people:
        raise Conflict(_("此人已离户，请刷新后查看。"))
    if why not in REASONS:
        raise Refused(_("请选择离户原因。"))
    day_in(door, on, day_of(at))
    member = people.pop(member.pk)
    end_people([member], on=on, why=why)
    after = {"why": str(MemberEnd(why).label), "on": on}
    if people and member.relation == Relation.HEAD:
        if head is None:
            raise Refused(_("户主离户，请指定新的户主。"))
        if head.pk not in people:
            raise Conflict(_("新户主已离户，请刷新后重选。"))
        head = people[head.pk]
        relate(people.values(), relations or {}, head=head)
        name_after(door, head, former=member)
        after["head_name"] = head.name
    if people:
        index_door(door, people.values())
    record(
        MEMBER_LEFT,
        actor=actor,
        post=post,
        at=at,
        subject=door,
        before={"member_name": member.name},
        after=after,
    )
    if not people:
        _close_empty(door, on=on, actor=actor, at=at)
    return door


def _close_empty(door: Door, *, on: dt.date, actor: Actor, at: dt.datetime) -> None:
    pair = end_door(door, why=DoorEnd.EMPTY, on=on, today=day_of(at))
    after = {"why": str(DoorEnd.EMPTY.label), "on": on, "staff": pair.staff.name if pair else ""}
    record(DOOR_CLOSED, actor=actor, at=at, subject=door, after=after)
    align_duties(doors=[door.pk], actor=actor, at=at)
