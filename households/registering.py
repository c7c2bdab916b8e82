"""The bricks of the register's verbs: the door locked and in one's hands, heads, copies of people, the end of a door.

Whoever writes the people of a door has locked the door first, so its people need no lock of their own.
"""

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from core.crypto.sealing import Sealed
from core.permissions.actor import ActingPost, Actor
from core.permissions.verdict import Conflict, Refused, require
from core.rules.identity import read_id_number
from core.rules.initials import initials_of
from grids.choices import Level
from grids.models import Area
from households.choices import DoorEnd, DoorKind, MemberEnd, Relation
from households.models import Door, Liaison, Member
from households.policies import may_keep_register

_ENDS = {DoorEnd.MOVED_OUT: MemberEnd.MOVED_OUT, DoorEnd.MERGED: MemberEnd.MERGED}


def kept_door(door: Door, *, actor: Actor) -> tuple[Door, ActingPost | None]:
    """The door as it is now, locked, and the post under which the actor keeps it.

    Raises:
        Refused: not their ground.
        Conflict: it has been closed meanwhile.
    """
    (kept,), post = kept_doors([door.pk], actor=actor)
    return kept, post


def kept_doors(ids: Sequence[UUID], *, actor: Actor) -> tuple[list[Door], ActingPost | None]:
    """Several, in the order of `ids`; locked in the order of their keys, so that two clerks never wait for each other."""
    rows = Door.objects.select_for_update(of=("self",)).filter(pk__in=ids).order_by("pk")
    found = {row.pk: row for row in rows}
    doors = [found[pk] for pk in ids]
    posts = [require(may_keep_register(actor, path=door.path)) for door in doors]
    if not all(door.is_open for door in doors):
        raise Conflict(_("本户已注销，请刷新后查看。"))
    return doors, posts[0]


def household(door: Door) -> None:
    """Raises Refused where the door is no household."""
    if door.kind != DoorKind.HOUSEHOLD:
        raise Refused(_("市场主体没有家庭成员。"))


def day_in(door: Door, on: dt.date, today: dt.date) -> dt.date:
    """The day of an act on a door: not to come, and not before the door stood.

    Raises:
        Refused: it is.
    """
    if on > today:
        raise Refused(_("日期不能晚于今天。"))
    if on < door.opened_on:
        raise Refused(_("日期不能早于登记日%(day)s。") % {"day": door.opened_on})
    return on


def standing_grid(path: str) -> Area:
    """The grid or micro-grid in force at a path.

    Raises:
        Refused: there is none.
    """
    grid: Area | None = Area.objects.filter(path=path, valid_to=None).first()
    if grid is None or grid.level not in (Level.GRID, Level.MICRO_GRID):
        raise Refused(_("请选择现有的网格。"))
    return grid


def people_of(door: Door) -> list[Member]:
    """Who belongs to it now, the head first."""
    return list(Member.objects.filter(door=door, to_on=None).order_by("relation", "born_on", "id"))


def plain(value: Any) -> Any:
    """A value as a form gives it: a sealed one opened."""
    return value.reveal() if isinstance(value, Sealed) else value


def told(row: Door | Member, values: Mapping[str, Any]) -> dict[str, Any]:
    """Values as a record keeps them: a choice by its label."""
    labels = {field.attname: dict(field.flatchoices) for field in row._meta.concrete_fields if field.choices}
    return {
        name: str(labels[name].get(value, value)) if name in labels else value
        for name, value in values.items()
    }


def differing(row: Door | Member, values: Mapping[str, Any]) -> dict[str, Any]:
    """What of `values` is not so already."""
    return {name: value for name, value in values.items() if plain(getattr(row, name)) != value}


def read_number(member: Member) -> None:
    """After a new ID number: its mark, and what a sound one says of birth and sex where that was blank."""
    number = read_id_number(member.id_number.reveal()) if member.id_number else None
    member.id_unverified = bool(number and not number.is_sound)
    if number is None or not number.is_sound:
        return
    member.id_number = number.text
    member.born_on = member.born_on or number.born_on
    if member.sex == "0":
        member.sex = "1" if number.sex == "男" else "2"


def refuse_number_twice(door: Door, member: Member) -> None:
    """Raises Refused where somebody else of the door bears the same ID number."""
    number = member.id_number.reveal() if member.id_number else ""
    if not number:
        return
    others = Member.objects.filter(door=door, to_on=None, id_number_index=number).exclude(pk=member.pk)
    if others.exists():
        raise Refused(_("这个身份证号已在本户登记。"))


def relate(people: Iterable[Member], relations: Mapping[UUID, str], *, head: Member) -> None:
    """Write how everybody is related to the head, who bears the household's name from now on.

    The former head steps back before the new one is named: the database knows one head at a time.

    Raises:
        Refused: a second head, or nobody said what the former head is to the new one.
    """
    for one in people:
        relation = relations.get(one.pk, one.relation)
        if one.pk == head.pk:
            continue
        if relation == Relation.HEAD:
            raise Refused(_("请填写%(name)s与新户主的关系。") % {"name": one.name})
        if relation not in Relation.values:
            raise Refused(_("请从列表中选择与户主关系。"))
        if relation != one.relation:
            one.relation = relation
            one.save(update_fields=["relation"])
    if head.relation != Relation.HEAD:
        head.relation = Relation.HEAD
        head.save(update_fields=["relation"])


def name_after(door: Door, head: Member, *, former: Member | None = None) -> None:
    """The door bears its head's name; the phone follows where it was the former head's or is missing."""
    door.name, door.initials = head.name, initials_of(head.name)[:30]
    was_theirs = former is not None and plain(door.phone) == plain(former.phone)
    if head.phone and (was_theirs or not door.phone):
        door.phone = head.phone.reveal()
    door.save(update_fields=["name", "initials", "phone", "phone_index", "phone_last4"])


def moved_into(door: Door, member: Member, *, relation: str, on: dt.date) -> Member:
    """The same person as a row of another door, unsaved; the row that they leave keeps its days."""
    return Member(
        door=door,
        name=member.name,
        initials=member.initials,
        relation=relation,
        sex=member.sex,
        born_on=member.born_on,
        id_number=plain(member.id_number),
        id_unverified=member.id_unverified,
        phone=plain(member.phone),
        is_away=member.is_away,
        returns_on=member.returns_on,
        from_on=on,
    )


def end_people(people: Sequence[Member], *, on: dt.date, why: str) -> None:
    """They belong to their door no more.

    Raises:
        Refused: somebody came later than that day.
    """
    late = next((one for one in people if one.from_on > on), None)
    if late is not None:
        raise Refused(_("%(name)s于%(day)s才入户，请改日期。") % {"name": late.name, "day": late.from_on})
    Member.objects.filter(pk__in=[one.pk for one in people]).update(to_on=on, left_why=why)


def end_pair(door: Door, *, on: dt.date, today: dt.date) -> Liaison | None:
    """The door's pair ends with it. A pair that began on that day or later has been one for a day at least.

    Raises:
        Refused: the door is to change hands on a day to come; that is taken back first.
    """
    pair: Liaison | None = (
        Liaison.objects.select_for_update(of=("self",))
        .filter(door=door, to_on=None)
        .select_related("staff")
        .first()
    )
    if pair is None:
        return None
    if pair.from_on > today:
        raise Refused(_("本户自%(day)s起已安排更换包联，请先撤销。") % {"day": pair.from_on})
    pair.to_on = max(on, pair.from_on + dt.timedelta(days=1))
    pair.save(update_fields=["to_on"])
    return pair


def end_door(
    door: Door, *, why: str, on: dt.date, today: dt.date, into: Door | None = None
) -> Liaison | None:
    """The door leaves the register with its people and its pair; the words by which it is found stay.

    Returns:
        The pair that ended.
    """
    pair = end_pair(door, on=on, today=today)
    end_people(people_of(door), on=on, why=_ENDS.get(DoorEnd(why), MemberEnd.MISTAKE))
    door.closed_on, door.closed_why, door.into = on, why, into
    door.save(update_fields=["closed_on", "closed_why", "into"])
    return pair
