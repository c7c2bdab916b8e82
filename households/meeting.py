"""Doors of a sheet meet the register: which of them stand already, and what the sheet says otherwise.

A door is known by its number, or its credit code or its head's ID number within the grid, or by grid, name and address;
a person by ID number or by name within the household. An empty cell says nothing. A sheet neither moves a door to
another grid, nor ends it, nor brings back who has left: those are acts of their own.
"""

import datetime as dt
from collections.abc import Mapping
from typing import Any, Final
from uuid import UUID

from django.utils.translation import gettext as _

from core.crypto.sealing import Digest
from core.permissions.actor import Actor
from core.tabular.checking import Checked, SheetRow, WrongCell
from households.choices import DoorKind, Presence, Relation
from households.liaison_sheet import Cadres
from households.models import Door, Member
from households.policies import may_pair
from households.standing import (
    Register,
    StandingDoor,
    StandingMember,
    held_elsewhere,
    index_of,
    same,
)
from households.wanted import Reading, Wanted, WantedMember

_SAID_OF_DOOR: Final = ("number", "name", "address", "credit_code", "operator", "note")


class Meeting:
    """One sheet of doors of one kind against the register of the grids that it names."""

    def __init__(self, reading: Reading, kind: str) -> None:
        self.reading, self.kind = reading, kind
        self.phone_of_door = index_of(Door, "phone_index")
        self.phone_of_member = index_of(Member, "phone_index")
        self.id_of_member = index_of(Member, "id_number_index")
        self.register = Register(
            kind,
            paths={door.entry.path for door in reading.doors},
            numbers={door.entry.number for door in reading.doors if door.entry.number},
            codes={door.entry.credit_code for door in reading.doors if door.entry.credit_code},
        )
        self.closed = 0

    def meet(self) -> list[Wanted]:
        """The doors of the sheet, each with what stands already; what is wrong goes to the reading."""
        met: list[Wanted] = []
        taken: dict[Any, int] = {}
        for door in self.reading.doors:
            for person in door.people:
                person.id_index = self.id_of_member.digest(person.entry.id_number)
            if not self._find(door):
                continue
            entry = door.entry
            key = (
                door.standing.pk if door.standing else entry.number or (entry.path, entry.name, entry.address)
            )
            first = taken.setdefault(key, door.row)
            if first != door.row:
                name = "name" if self.kind == DoorKind.ENTITY else "head"
                cell = "number" if entry.number and door.standing is None else name
                self.reading.wrong(door.row, cell, _("与第%(n)s行是同一户") % {"n": first})
                continue
            if door.standing is not None:
                self._compare(door, door.standing)
            met.append(door)
        self._note_twins(met)
        return met

    def pair(self, met: list[Wanted], checked: Checked, actor: Actor) -> int:
        """Read whom the doors are to be paired with. Returns how many would change hands."""
        rows = {row.number: row for row in checked.rows if row.get("cadre") or row.get("username")}
        doors = [door for door in met if any(row in rows for row in self._rows(door))]
        if not doors:
            return 0
        cadres = Cadres(rows.values(), actor, self.reading.today)
        self.register.read_pairs(door.standing.pk for door in doors if door.standing)
        known: dict[tuple[Any, ...], UUID | WrongCell] = {}
        count = 0
        for door in doors:
            for number in self._rows(door):
                if (row := rows.get(number)) is not None:
                    self._pair(door, row, cadres, known, actor)
            count += door.staff_id is not None
        return count

    def _rows(self, door: Wanted) -> list[int]:
        return [person.row for person in door.people] or [door.row]

    def _pair(
        self,
        door: Wanted,
        row: SheetRow,
        cadres: Cadres,
        known: dict[tuple[Any, ...], UUID | WrongCell],
        actor: Actor,
    ) -> None:
        words = (row.get("username"), row.get("cadre"), row.get("unit"))
        if words not in known:
            try:
                known[words] = cadres.cadre(row).pk
            except WrongCell as wrong:
                known[words] = wrong
        found = known[words]
        cell = "cadre" if row.get("cadre") else "username"
        if isinstance(found, WrongCell):
            self.reading.wrong(row.number, found.key, str(found))
            return
        verdict = may_pair(actor, path=door.entry.path)
        if not verdict:
            self.reading.wrong(row.number, cell, verdict.reason)
            return
        now = self.register.pairs.get(door.standing.pk) if door.standing else None
        if now is not None and now[0] == found:
            return
        if now is not None and now[1] >= self.reading.today:
            self.reading.wrong(row.number, cell, _("本户今天起已由他人包联，请从次日起更换"))
        elif door.staff_id not in (None, found):
            self.reading.wrong(row.number, cell, _("同一户写了两名包联干部"))
        else:
            door.staff_id = found

    def _find(self, door: Wanted) -> bool:
        """Set `standing`. Returns False where the door can't come in."""
        entry, cell = door.entry, "name" if self.kind == DoorKind.ENTITY else "head"
        found = self.register.by_number.get(entry.number) if entry.number else None
        if found is not None:
            if found.closed_on is not None:
                return self._passed_over(door, "number")
            if found.kind != self.kind:
                return self._refused(door, "number", _("此户编号已用于另一类主体"))
            if not found.path.startswith(entry.path):
                return self._refused(door, "grid", _("此户编号登记在别的网格，迁移请在系统中办理"))
            door.standing = found
            return True
        if entry.credit_code and (found := self.register.by_credit.get(entry.credit_code)) is not None:
            if not found.path.startswith(entry.path):
                return self._refused(door, "credit_code", _("此代码已在别的网格登记"))
            door.standing = found
            return True
        head = door.head
        found = self.register.door_of_head(head.id_index) if head else None
        if found is None or not found.path.startswith(entry.path):
            alike = self.register.by_place.get((entry.path, entry.name, entry.address), [])
            alike = [one for one in alike if not (entry.number and one.number)]
            still = [one for one in alike if one.closed_on is None]
            if len(still) > 1:
                return self._refused(
                    door, cell, _("该网格有%(n)s户同名同址，请填写户编号") % {"n": len(still)}
                )
            if alike and not still:
                return self._passed_over(door, cell)
            found = still[0] if still else None
        door.standing = found
        return True

    def _refused(self, door: Wanted, key: str, message: str) -> bool:
        self.reading.wrong(door.row, key, message)
        return False

    def _passed_over(self, door: Wanted, key: str) -> bool:
        self.closed += 1
        self.reading.note(door.row, key, _("本户已注销，不再登记"))
        return False

    def _compare(self, door: Wanted, standing: StandingDoor) -> None:
        entry = door.entry
        for name in _SAID_OF_DOOR:
            said = getattr(entry, name)
            if said and said != getattr(standing, name):
                door.values[name] = said
        if entry.phone and not same(standing.phone_index, self.phone_of_door.digest(entry.phone)):
            door.values["phone"] = entry.phone
        if door.is_away is not None:
            self._compare_presence(door, standing)
        for person in door.people:
            self._recognise(door, person, standing)
        for person in door.people:
            if person.standing is not None:
                person.values = self._differing(person, person.standing)
        now, head = standing.head, door.head
        if head and now and not any(one.standing is now for one in door.people):
            self.reading.wrong(head.row, "head", _("本户登记的户主不在表中，更换户主请在系统中办理"))

    def _compare_presence(self, door: Wanted, standing: StandingDoor) -> None:
        if door.is_away and standing.presence == Presence.HOME:
            door.values["presence"] = Presence.AWAY
            door.values["away_from"] = door.away_from or self.reading.today
            door.values["away_until"] = door.away_until
        elif door.is_away:
            for name in ("away_from", "away_until"):
                said = getattr(door, name)
                if said is not None and said != getattr(standing, name):
                    door.values[name] = said
        elif standing.presence == Presence.AWAY:
            door.values |= {"presence": Presence.HOME, "away_from": None, "away_until": None}

    def _recognise(self, door: Wanted, person: WantedMember, standing: StandingDoor) -> None:
        taken = {id(one.standing) for one in door.people if one.standing is not None}
        free = [one for one in standing.members if id(one) not in taken]
        found = [one for one in free if person.id_index and same(one.id_number_index, person.id_index)]
        found = found or [one for one in free if one.name == person.entry.name and _could_be(person, one)]
        present = [one for one in found if one.to_on is None]
        if present:
            person.standing = present[0]
        elif found:
            person.is_gone = True
            self.reading.note(person.row, "name", _("此人已离户，不再登记"))

    def _differing(self, person: WantedMember, standing: StandingMember) -> dict[str, Any]:
        entry, stated = person.entry, person.stated
        values: dict[str, Any] = {}
        if entry.name != standing.name:
            values["name"] = entry.name
        if entry.relation != standing.relation:
            values["relation"] = entry.relation
        if "sex" in stated and entry.sex != standing.sex:
            values["sex"] = entry.sex
        if entry.born_on and not _same_month(entry.born_on, standing.born_on):
            values["born_on"] = entry.born_on
        if entry.id_number and not same(standing.id_number_index, person.id_index):
            values["id_number"] = entry.id_number
        if entry.phone and not same(standing.phone_index, self.phone_of_member.digest(entry.phone)):
            values["phone"] = entry.phone
        if "is_away" in stated and entry.is_away != standing.is_away:
            values["is_away"] = entry.is_away
            values["returns_on"] = entry.returns_on
        elif entry.returns_on and entry.returns_on != standing.returns_on:
            values["returns_on"] = entry.returns_on
        return values

    def _note_twins(self, met: list[Wanted]) -> None:
        """Who comes in new and stands elsewhere already is said, not refused: the clerk finds out which is right."""
        new: dict[str, tuple[int, UUID | None]] = {}
        asked: list[Digest] = []
        for door in met:
            for person in door.newcomers:
                if person.id_index:
                    here = door.standing.pk if door.standing else None
                    asked.append(person.id_index)
                    new |= dict.fromkeys((person.id_index, *person.id_index.others), (person.row, here))
        for index, door_id in held_elsewhere(asked):
            row, here = new[index]
            if door_id != here:
                self.reading.note(row, "id_number", _("此号码在别的户已有登记，请核对是否重复"))


def _could_be(person: WantedMember, one: StandingMember) -> bool:
    """A namesake with another month of birth is somebody else: father and son of a household may share a name."""
    return not (person.entry.born_on and one.born_on) or _same_month(person.entry.born_on, one.born_on)


def _same_month(said: dt.date, kept: dt.date | None) -> bool:
    """A month without its day says nothing of the day that is known."""
    return kept is not None and (
        said == kept or (said.day == 1 and (said.year, said.month) == (kept.year, kept.month))
    )


def outlook(met: list[Wanted], meeting: Meeting, pairs: int) -> Mapping[str, int]:
    """What the import would do, in words and numbers."""
    new = sum(door.standing is None for door in met)
    changed = sum(door.standing is not None and door.is_changed for door in met)
    said = {
        str(_("新增户")): new,
        str(_("更改户")): changed,
        str(_("不变户")): len(met) - new - changed,
        str(_("新增人员")): sum(len(door.newcomers) for door in met),
        str(_("新增或更换包联")): pairs,
        str(_("已注销未登记户")): meeting.closed,
    }
    always = {str(_("新增户")), str(_("更改户")), str(_("不变户"))}
    return {word: number for word, number in said.items() if number or word in always}


def relation_order(person: WantedMember) -> bool:
    """Who stops being head goes first: the database knows one head at a time."""
    return person.values.get("relation") == Relation.HEAD
