"""Rows of a sheet read as doors and people, each error at its cell. What the register says of them: `meeting`."""

import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from core.crypto.sealing import Digest
from core.rules.identity import UNVERIFIED, read_credit_code, read_id_number
from core.tabular.checking import Checked, RowError, SheetRow
from households.choices import DoorKind, Relation, Sex
from households.entering import DoorEntry, MemberEntry
from households.placing import Places, Unplaced
from households.standing import StandingDoor, StandingMember

FIRST_YEAR = 1900
NO_DIGEST = Digest("")
_SEX_OF = {"男": Sex.MALE, "女": Sex.FEMALE}


@dataclass(slots=True)
class WantedMember:
    """A person of the sheet; `standing` is who they are in the register, `values` what changes there."""

    row: int
    entry: MemberEntry
    stated: frozenset[str]
    id_index: Digest = NO_DIGEST
    standing: StandingMember | None = None
    values: dict[str, Any] = field(default_factory=dict)
    is_gone: bool = False  # has left the household; a sheet brings nobody back


@dataclass(slots=True)
class Wanted:
    """A door of the sheet; `standing` is the door of the register, `values` what changes there."""

    row: int
    entry: DoorEntry
    is_away: bool | None = None
    away_from: dt.date | None = None
    away_until: dt.date | None = None
    people: list[WantedMember] = field(default_factory=list)
    staff_id: UUID | None = None
    standing: StandingDoor | None = None
    values: dict[str, Any] = field(default_factory=dict)

    @property
    def head(self) -> WantedMember | None:
        return next((one for one in self.people if one.entry.relation == Relation.HEAD), None)

    @property
    def newcomers(self) -> list[WantedMember]:
        return [one for one in self.people if one.standing is None and not one.is_gone]

    @property
    def is_changed(self) -> bool:
        return bool(self.values or self.newcomers or any(one.values for one in self.people))


@dataclass(slots=True)
class Reading:
    """What was read, and what is wrong or worth a word."""

    today: dt.date
    places: Places
    doors: list[Wanted] = field(default_factory=list)
    errors: list[RowError] = field(default_factory=list)
    notes: list[RowError] = field(default_factory=list)
    spoilt: set[int] = field(default_factory=set)

    def wrong(self, row: int, key: str, message: str) -> None:
        self.errors.append(RowError(row, key, message))
        self.spoilt.add(row)

    def note(self, row: int, key: str, message: str) -> None:
        self.notes.append(RowError(row, key, message))

    def place(self, row: SheetRow) -> str:
        """The path of the row's grid, "" where it has none."""
        try:
            return self.places.find(row.get("town") or "", row.get("village") or "", row["grid"])
        except Unplaced as unplaced:
            self.wrong(row.number, unplaced.key, str(unplaced))
            return ""


def read_people(reading: Reading, checked: Checked) -> None:
    """A row a person: rows of one household share its number, or its head, address and grid."""
    households: dict[tuple[str, ...], list[tuple[SheetRow, str]]] = {}
    for row in checked.rows:
        path = reading.place(row)
        households.setdefault(_household_key(row, path), []).append((row, path))
    halves = {_household_key(row, _quiet_place(reading, row)) for row in checked.broken}
    for key, rows in households.items():
        _read_household(reading, rows, is_whole=key not in halves)


def read_heads(reading: Reading, checked: Checked) -> None:
    """A row a household, of which the head alone is told."""
    for row in checked.rows:
        path = reading.place(row)
        person = _person(reading, row, row["head"], Relation.HEAD)
        if path:
            reading.doors.append(_household(row, path, [person]))


def read_entities(reading: Reading, checked: Checked) -> None:
    """A row a shop."""
    for row in checked.rows:
        path = reading.place(row)
        code = row.get("credit_code") or ""
        if code and not read_credit_code(code).is_sound:
            reading.note(row.number, "credit_code", UNVERIFIED)
        if not path:
            continue
        entry = DoorEntry(
            path=path,
            kind=DoorKind.ENTITY,
            number=row.get("number") or "",
            name=row["name"],
            address=row["address"],
            phone=row.get("phone") or "",
            credit_code=code,
            operator=row.get("operator") or "",
            note=row.get("note") or "",
        )
        reading.doors.append(Wanted(row.number, entry))


def _household_key(row: SheetRow, path: str) -> tuple[str, ...]:
    if row.get("number"):
        return (row["number"],)
    return (path, row.get("head") or "", row.get("address") or "")


def _quiet_place(reading: Reading, row: SheetRow) -> str:
    try:
        return reading.places.find(row.get("town") or "", row.get("village") or "", row.get("grid") or "-")
    except Unplaced:
        return ""


def _read_household(reading: Reading, rows: list[tuple[SheetRow, str]], *, is_whole: bool) -> None:
    (first, path), heads = rows[0], []
    people: list[WantedMember] = []
    for row, its_path in rows:
        _agrees(reading, first, row, path, its_path)
        relation = row.get("relation")
        if relation is None and row["name"] == row["head"]:
            relation = Relation.HEAD
        if relation is None:
            reading.wrong(row.number, "relation", _("请填写与户主关系"))
            continue
        if relation == Relation.HEAD:
            heads.append(row.number)
            if len(heads) > 1:
                reading.wrong(
                    row.number, "relation", _("一户只有一位户主，第%(n)s行已是户主") % {"n": heads[0]}
                )
                continue
            if row["name"] != row["head"]:
                reading.wrong(row.number, "head", _("与本行户主的姓名不同"))
        people.append(_person(reading, row, row["name"], relation))
    if not heads and is_whole and not any(row.number in reading.spoilt for row, _path in rows):
        reading.wrong(first.number, "relation", _("本户没有户主这一行"))
    if path and heads and people:
        head = next((row for row, _path in rows if row.number == heads[0]), first)
        reading.doors.append(_household(head, path, people))


def _agrees(reading: Reading, first: SheetRow, row: SheetRow, path: str, its_path: str) -> None:
    """What every row of a household says alike."""
    if row is first:
        return
    words = {"n": first.number}
    if path and its_path and path != its_path:
        reading.wrong(row.number, "number", _("与第%(n)s行是同一户编号，网格却不同") % words)
    elif row["head"] != first["head"]:
        reading.wrong(row.number, "head", _("与第%(n)s行是同一户编号，户主却不同") % words)
    elif row["address"] != first["address"]:
        reading.wrong(row.number, "address", _("与第%(n)s行是同一户编号，住址却不同") % words)


def _household(row: SheetRow, path: str, people: list[WantedMember]) -> Wanted:
    entry = DoorEntry(
        path=path,
        number=row.get("number") or "",
        name=row["head"],
        address=row["address"],
        phone=row.get("phone") or "",
        note=row.get("note") or "",
    )
    stated = [one.entry.is_away for one in people if "is_away" in one.stated]
    return Wanted(
        row.number,
        entry,
        is_away=all(stated) if len(stated) == len(people) else None,
        away_from=row.get("away_from"),
        away_until=row.get("returns_on"),
        people=people,
    )


def _person(reading: Reading, row: SheetRow, name: str, relation: str) -> WantedMember:
    sex, born_on = row.get("sex") or Sex.UNKNOWN, row.get("born")
    today, is_sane = reading.today, False
    if born_on is not None and born_on > today:
        reading.wrong(row.number, "born", _("出生年月晚于今天"))
    elif born_on is not None and born_on.year < FIRST_YEAR:
        reading.wrong(row.number, "born", _("出生年月早于%(year)s年") % {"year": FIRST_YEAR})
    else:
        is_sane = born_on is not None
    if row.get("id_number"):
        number = read_id_number(row["id_number"])
        said_on = dt.date(*map(int, (number.text[6:10], number.text[10:12], number.text[12:14])))
        if said_on > today:
            reading.wrong(row.number, "id_number", _("身份证号里的出生日期晚于今天"))
        elif not number.is_sound:
            reading.note(row.number, "id_number", _("校验位不符，将标为“号码待核实”"))
        else:
            if sex in (Sex.MALE, Sex.FEMALE) and _SEX_OF[number.sex or ""] != sex:
                reading.wrong(row.number, "sex", _("与身份证号不符，号码为%(sex)s性") % {"sex": number.sex})
            if (
                is_sane
                and born_on is not None
                and (born_on.year, born_on.month) != (said_on.year, said_on.month)
            ):
                reading.wrong(row.number, "born", _("与身份证号里的出生年月不符"))
    _read_absence(reading, row)
    fields = ("sex", "born", "id_number", "phone", "is_away", "returns_on")
    return WantedMember(
        row.number,
        MemberEntry(
            name=name,
            relation=relation,
            sex=sex,
            born_on=born_on,
            id_number=row.get("id_number") or "",
            phone=row.get("phone") or "",
            is_away=bool(row.get("is_away")),
            returns_on=row.get("returns_on"),
        ),
        frozenset(name for name in fields if row.get(name) is not None),
    )


def _read_absence(reading: Reading, row: SheetRow) -> None:
    """Who isn't away doesn't come back; nobody comes back before they went."""
    went, back = row.get("away_from"), row.get("returns_on")
    for key, day in (("away_from", went), ("returns_on", back)):
        if day is not None and not row.get("is_away"):
            reading.wrong(row.number, key, _("“外出”一栏没有填“是”"))
            return
    if went is not None and went > reading.today:
        reading.wrong(row.number, "away_from", _("外出日晚于今天"))
    elif back is not None and back < (went or reading.today):
        reading.wrong(row.number, "returns_on", _("预计返回早于外出日") if went else _("预计返回早于今天"))


READERS: Mapping[str, Callable[[Reading, Checked], None]] = {
    "people": read_people,
    "doors": read_heads,
    "entities": read_entities,
}
