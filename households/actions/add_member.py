"""Somebody comes into a household: born, married into it, moved in."""

import datetime as dt
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from core.audit.actions.record import record
from core.permissions.actor import Actor
from core.permissions.verdict import Conflict, Refused
from core.workcalendar.rules import day_of
from households.choices import Relation
from households.entering import MemberEntry, new_member
from households.finding import index_door
from households.log_codes import MEMBER_ADDED
from households.models import Door, Member
from households.registering import day_in, household, kept_door, people_of, plain, refuse_number_twice


@transaction.atomic
def add_member(
    *,
    door: Door,
    entry: MemberEntry,
    on: dt.date | None = None,
    actor: Actor,
    at: dt.datetime,
    key: UUID | None = None,
) -> Member:
    """Enter a person into the household.

    Args:
        on: since when they belong to it; today where it isn't said.
        key: made by the client; the same key again gives the same person and writes nothing.

    Raises:
        Refused: not theirs, closed, a market entity, a second head, a day to come, an ID number that is there already.
        Conflict: the key belongs to somebody else.
    """
    door, post = kept_door(door, actor=actor)
    if key and (taken := Member.objects.filter(pk=key).first()):
        if (taken.door_id, taken.name) != (door.pk, entry.name.strip()):
            raise Conflict(_("这次提交的编号已用于另一人，请刷新后重新填写。"))
        return taken
    household(door)
    if entry.relation == Relation.HEAD:
        raise Refused(_("一户只有一位户主；更换户主请用“变更户主”。"))
    member = new_member(door, entry, on=day_in(door, on or day_of(at), day_of(at)))
    if key:
        member.pk = key
    refuse_number_twice(door, member)
    member.full_clean(exclude=["tenant"])
    member.save(force_insert=True)
    index_door(door, people_of(door))
    after = {"member_name": member.name, "relation": member.get_relation_display(), "on": member.from_on}
    sealed = {"phone": plain(member.phone), "id_number": plain(member.id_number)}
    record(
        MEMBER_ADDED,
        actor=actor,
        post=post,
        at=at,
        subject=door,
        after=after | {name: value for name, value in sealed.items() if value},
    )
    return member
