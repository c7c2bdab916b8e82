"""What is known of a person is put right or taken out; who heads the household is a verb of its own."""

import datetime as dt
from collections.abc import Mapping
from typing import Any, Final

from django.db import transaction
from django.utils.translation import gettext as _

from core.audit.actions.record import record
from core.permissions.actor import Actor
from core.permissions.verdict import Conflict, Refused
from core.rules.initials import initials_of
from households.choices import Relation
from households.finding import index_door
from households.log_codes import MEMBER_CHANGED
from households.models import Member
from households.registering import (
    differing,
    kept_door,
    name_after,
    people_of,
    plain,
    read_number,
    refuse_number_twice,
    told,
)

CHANGEABLE: Final = (
    "name",
    "relation",
    "sex",
    "born_on",
    "id_number",
    "phone",
    "is_away",
    "returns_on",
)


@transaction.atomic
def change_member(
    *, member: Member, values: Mapping[str, Any], reason: str = "", actor: Actor, at: dt.datetime
) -> Member:
    """Change what differs; "" takes a phone or a number out. A head's new name is the door's.

    Raises:
        Refused: not theirs, they left, nothing differs, a head made or unmade, an ID number that is there already.
    """
    door, post = kept_door(member.door, actor=actor)
    member = Member.objects.get(pk=member.pk)
    if member.to_on is not None:
        raise Conflict(_("此人已离户，请刷新后查看。"))
    if set(values) - set(CHANGEABLE):
        raise Refused(_("只能更正登记内容。"))
    changed = differing(member, values)
    if not changed:
        raise Refused(_("没有需要更正的内容。"))
    if "relation" in changed and Relation.HEAD in (member.relation, changed["relation"]):
        raise Refused(_("更换户主请用“变更户主”。"))
    before = {name: plain(getattr(member, name)) for name in changed}
    was_reached_at = plain(member.phone)
    for name, value in changed.items():
        setattr(member, name, value)
    if not member.is_away:
        member.returns_on = None
    member.initials = initials_of(member.name)[:20]
    if "id_number" in changed:
        read_number(member)
        refuse_number_twice(door, member)
    member.full_clean(exclude=["tenant", "door"])
    member.save()
    if member.relation == Relation.HEAD and {"name", "phone"} & changed.keys():
        if plain(door.phone) == was_reached_at:
            door.phone = plain(member.phone)
        name_after(door, member)
    index_door(door, people_of(door))
    record(
        MEMBER_CHANGED,
        actor=actor,
        post=post,
        at=at,
        subject=door,
        before=_named(told(member, before)),
        after={"member_name": member.name, **_named(told(member, changed))},
        reason=reason,
    )
    return member


def _named(values: Mapping[str, Any]) -> dict[str, Any]:
    return {"member_name" if name == "name" else name: value for name, value in values.items()}
