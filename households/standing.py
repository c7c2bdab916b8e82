"""The register as a sheet meets it: doors and people of the grids that it names, read once, without opening a seal."""

import datetime as dt
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import reduce
from operator import or_
from typing import Any, Final
from uuid import UUID

from django.db.models import Q

from core.crypto.fields import BlindIndexField
from core.crypto.sealing import Digest
from core.paths.ranges import within
from core.rules.batches import batched
from households.choices import DoorKind, Relation
from households.models import Door, Liaison, Member

AT_ONCE: Final = 5_000  # values in one question


@dataclass(slots=True)
class StandingMember:
    pk: UUID
    door_id: UUID
    name: str
    relation: str
    sex: str
    born_on: dt.date | None
    id_number_index: str
    phone_index: str
    is_away: bool
    returns_on: dt.date | None
    to_on: dt.date | None


@dataclass(slots=True)
class StandingDoor:
    pk: UUID
    kind: str
    path: str
    number: str
    name: str
    address: str
    phone_index: str
    credit_code: str
    operator: str
    presence: str
    away_from: dt.date | None
    away_until: dt.date | None
    note: str
    closed_on: dt.date | None
    members: list[StandingMember] = field(default_factory=list)

    @property
    def head(self) -> StandingMember | None:
        return next(
            (one for one in self.members if one.relation == Relation.HEAD and one.to_on is None), None
        )


_DOOR: Final = [name for name in StandingDoor.__slots__ if name != "members"]
_MEMBER: Final = list(StandingMember.__slots__)


def same(kept: str, digest: Digest) -> bool:
    """Whether a blind index as it is kept is that of a value, under whatever key."""
    return kept == digest or kept in digest.others


def index_of(model: Any, name: str) -> BlindIndexField:
    """The model's blind index of that name, which makes digests."""
    found: BlindIndexField = model._meta.get_field(name)
    return found


class Register:
    """Attributes:
    by_number: whatever grid and state; a number is given once in a county.
    by_credit: open entities by credit code, anywhere.
    by_place: (grid, name, address) → doors of the named grids, the open ones first.
    by_id: blind index → open doors of the named grids in whose households that person is the head.
    """

    def __init__(
        self, kind: str, *, paths: Collection[str], numbers: Collection[str], codes: Collection[str]
    ) -> None:
        self.doors: dict[UUID, StandingDoor] = {}
        for some in batched(sorted(paths), 200):  # so many ranges in one statement
            self._read(Q(kind=kind) & reduce(or_, [within("path", path) for path in some]))
        for some in batched(sorted(numbers), AT_ONCE):
            self._read(Q(number__in=some))
        for some in batched(sorted(codes), AT_ONCE):
            self._read(Q(credit_code__in=some, closed_on=None))
        self.by_number = {door.number: door for door in self.doors.values() if door.number}
        self.by_credit = {
            door.credit_code: door for door in self.doors.values() if door.credit_code and not door.closed_on
        }
        self.by_place: dict[tuple[str, str, str], list[StandingDoor]] = defaultdict(list)
        for door in sorted(self.doors.values(), key=lambda one: one.closed_on is not None):
            self.by_place[door.path, door.name, door.address].append(door)
        self.by_id: dict[str, StandingDoor] = {}
        if kind == DoorKind.HOUSEHOLD:
            self._read_people()
        self.pairs: dict[UUID, tuple[UUID, dt.date]] = {}

    def _read(self, condition: Q) -> None:
        for values in Door.objects.filter(condition).values_list(*_DOOR).iterator():
            door = StandingDoor(*values)
            self.doors.setdefault(door.pk, door)

    def _read_people(self) -> None:
        for some in batched(self.doors, AT_ONCE):
            for values in Member.objects.filter(door_id__in=some).values_list(*_MEMBER).iterator():
                one = StandingMember(*values)
                door = self.doors[one.door_id]
                door.members.append(one)
                if one.relation == Relation.HEAD and one.to_on is None and one.id_number_index:
                    self.by_id[one.id_number_index] = door

    def read_pairs(self, doors: Iterable[UUID]) -> None:
        """The last pair of each door: cadre and first day."""
        for some in batched(doors, AT_ONCE):
            rows = Liaison.objects.filter(door_id__in=some, to_on=None)
            for door_id, staff_id, from_on in rows.values_list("door_id", "staff_id", "from_on"):
                self.pairs[door_id] = (staff_id, from_on)

    def door_of_head(self, digest: Digest) -> StandingDoor | None:
        if not digest:
            return None
        return next((self.by_id[key] for key in (digest, *digest.others) if key in self.by_id), None)


def held_elsewhere(digests: Sequence[Digest]) -> Iterator[tuple[str, UUID]]:
    """Blind indexes of people of open households, with their door: who stands in the register already."""
    for some in batched(digests, AT_ONCE):
        rows = Member.objects.filter(id_number_index__in=some, to_on=None)
        yield from rows.values_list("id_number_index", "door_id")
