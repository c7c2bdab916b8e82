"""A door and its people as they are entered, before they are rows; and the words by which they are found."""

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from core.rules.codes import new_code
from core.rules.identity import read_credit_code, read_id_number
from core.rules.initials import initials_of
from core.rules.tokens import tokens_of
from households.choices import DoorKind, Relation, Sex
from households.models import Door, Member


@dataclass(frozen=True, slots=True, kw_only=True)
class MemberEntry:
    """A person as entered: see `Member` for the fields."""

    name: str
    relation: str = Relation.HEAD
    sex: str = Sex.UNKNOWN
    born_on: dt.date | None = None
    id_number: str = ""
    phone: str = ""
    is_away: bool = False
    returns_on: dt.date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class DoorEntry:
    """A household or market entity as entered: see `Door` for the fields. Of a household `name` is its head's."""

    path: str
    address: str
    name: str
    kind: str = DoorKind.HOUSEHOLD
    number: str = ""
    walk_order: int = 0
    phone: str = ""
    credit_code: str = ""
    operator: str = ""
    note: str = ""


def new_door(entry: DoorEntry, *, on: dt.date) -> Door:
    """The row of an entry, unsaved."""
    code = read_credit_code(entry.credit_code) if entry.credit_code else None
    name = entry.name.strip()
    return Door(
        kind=entry.kind,
        path=entry.path,
        number=entry.number.strip(),
        name=name,
        initials=initials_of(name)[:30],
        address=entry.address.strip(),
        walk_order=entry.walk_order,
        phone=entry.phone,
        credit_code=code.text if code else "",
        credit_unverified=bool(code and not code.is_sound),
        operator=entry.operator.strip(),
        note=entry.note.strip(),
        opened_on=on,
        service_code=new_code(),
    )


def new_member(door: Door, entry: MemberEntry, *, on: dt.date) -> Member:
    """The row of a person, unsaved. What a sound ID number says of sex and birth fills what was left blank."""
    number = read_id_number(entry.id_number) if entry.id_number else None
    name = entry.name.strip()
    sex, born_on = entry.sex, entry.born_on
    if number and number.is_sound:
        born_on = born_on or number.born_on
        if sex == Sex.UNKNOWN:
            sex = Sex.MALE if number.sex == "男" else Sex.FEMALE
    return Member(
        door=door,
        name=name,
        initials=initials_of(name)[:20],
        relation=entry.relation,
        sex=sex,
        born_on=born_on,
        id_number=number.text if number else "",
        id_unverified=bool(number and not number.is_sound),
        phone=entry.phone,
        is_away=entry.is_away,
        returns_on=entry.returns_on,
        from_on=on,
    )


def tokens_for(door: Door, members: Iterable[Member]) -> set[str]:
    """The words of one door: names with their initials, address, number. Phones are found by their blind index."""
    names = [door.name, door.operator, *(member.name for member in members)]
    return tokens_of(
        [*names, door.address, door.number, door.credit_code], names=[name for name in names if name]
    )


def head_of(members: Sequence[MemberEntry]) -> MemberEntry | None:
    return next((one for one in members if one.relation == Relation.HEAD), None)
