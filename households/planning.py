"""How uncovered doors would be shared out: to named cadres, or by the units' quotas, nearest first. Reads only.

The same wish on the same ground gives the same plan. Its digest is what a clerk confirms: where the ground has changed
since the preview, the digest has too.
"""

import datetime as dt
import hashlib
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import groupby
from typing import Final
from uuid import UUID

from django.db.models import Exists, OuterRef

from accounts.models import Membership, Staff
from accounts.selectors import on_day
from core.paths.ranges import depth_of, within
from households.cadres import cadres_on, loads_of
from households.models import Liaison, UnitQuota
from households.rules.sharing import dealt, shares
from households.selectors import pairs_on, uncovered

# How near a unit stands to a door: of its village, of its township, of the county. By the depth of what they share.
NEARNESS: Final = (3, 2, 1)


@dataclass(frozen=True, slots=True)
class Wish:
    """The uncovered doors of an area from a day on: to these cadres, or where none is named by the quotas."""

    path: str
    from_on: dt.date
    cadres: tuple[UUID, ...] = ()
    without: UUID | None = None  # nobody shares out doors to themselves


@dataclass(frozen=True, slots=True)
class Plan:
    """Door → cadre, and the doors for which there was nobody; the paths of all of them."""

    wish: Wish
    pairs: dict[UUID, UUID]
    left: list[UUID]
    paths: dict[UUID, str]
    units: dict[UUID, UUID] = field(default_factory=dict)  # cadre → unit

    @property
    def digest(self) -> str:
        """The same for the same plan only."""
        text = [self.wish.path, self.wish.from_on.isoformat()]
        text += [f"{door.hex} {staff.hex}" for door, staff in sorted(self.pairs.items())]
        text += [door.hex for door in sorted(self.left)]
        return hashlib.sha256("\n".join(text).encode()).hexdigest()


def plan_for(wish: Wish) -> Plan:
    """Share the uncovered doors of an area out, neighbouring doors together."""
    doors = _free_doors(wish)
    if wish.cadres:
        return _to_named(wish, doors)
    return _by_quota(wish, doors)


def _free_doors(wish: Wish) -> list[tuple[UUID, str]]:
    """Doors with nobody on that day and nobody to come, in the order of the street."""
    arranged = Liaison.objects.filter(tenant_id=OuterRef("tenant_id"), door_id=OuterRef("pk"), to_on=None)
    free = uncovered(on=wish.from_on).filter(
        ~Exists(arranged), within("path", wish.path), opened_on__lte=wish.from_on
    )
    return list(free.order_by("path", "walk_order", "id").values_list("pk", "path"))


def _to_named(wish: Wish, doors: Sequence[tuple[UUID, str]]) -> Plan:
    loads = loads_of(wish.cadres, on=wish.from_on)
    pairs = dealt([door for door, _path in doors], shares(loads, len(doors)))
    return Plan(wish, pairs, [], dict(doors), _units_of(wish))


def _units_of(wish: Wish) -> dict[UUID, UUID]:
    members = Membership.objects.filter(on_day(wish.from_on), staff_id__in=wish.cadres)
    return dict(members.values_list("staff_id", "unit_id"))


class _Offer:
    """What a unit takes on by one quota: how many doors it still owes, and which it was given."""

    def __init__(self, quota: UnitQuota, held: int) -> None:
        self.unit_id: UUID = quota.unit_id
        self.path: str = quota.path
        self.home: str = quota.unit.path
        self.most: int = quota.most_a_cadre
        self.left = max(0, quota.doors - held)
        self.doors: list[UUID] = []

    def nearness(self, path: str) -> int:
        """The depth of what the unit's place and a door's share: 3 and more for a village, 1 for the county."""
        shared = self.home
        while not path.startswith(shared):
            shared = shared[:-3]
        return min(depth_of(shared), NEARNESS[0])


def _by_quota(wish: Wish, doors: Sequence[tuple[UUID, str]]) -> Plan:
    offers = _offers(wish)
    members = _members({offer.unit_id for offer in offers}, wish)
    loads = loads_of([staff for people in members.values() for staff in people], on=wish.from_on)
    room = {
        offer.unit_id: max(
            sum(max(0, one.most - loads[staff]) for staff in members[offer.unit_id])
            for one in offers
            if one.unit_id == offer.unit_id
        )
        for offer in offers
    }
    waiting = {path: [door for door, _path in rows] for path, rows in groupby(doors, lambda row: row[1])}
    for near in NEARNESS:
        for path, here in waiting.items():
            fitting = [one for one in offers if path.startswith(one.path) and one.nearness(path) == near]
            # The quota for the smaller area comes first, then who owes most; the rest is only to be the same each time.
            for offer in sorted(fitting, key=lambda one: (-len(one.path), -one.left, one.home, one.unit_id)):
                taken = min(len(here), offer.left, room[offer.unit_id])
                offer.doors += here[:taken]
                del here[:taken]
                offer.left -= taken
                room[offer.unit_id] -= taken
    pairs: dict[UUID, UUID] = {}
    for offer in offers:
        current = {staff: loads[staff] for staff in members[offer.unit_id]}
        lots = shares(current, len(offer.doors), most=offer.most)
        pairs |= dealt(offer.doors, lots)
        for staff, count in lots.items():
            loads[staff] += count
    left = [door for door, _path in doors if door not in pairs]
    units = {staff: unit for unit, people in members.items() for staff in people}
    return Plan(wish, pairs, left, dict(doors), units)


def _offers(wish: Wish) -> list[_Offer]:
    """Quotas for the area, for what lies in it and for what it lies in; with what each unit has there already."""
    rows = UnitQuota.objects.select_related("unit").order_by("path", "unit__path", "unit__name", "pk")
    fitting = [row for row in rows if row.path.startswith(wish.path) or wish.path.startswith(row.path)]
    return [_Offer(row, held_by(row, on=wish.from_on)) for row in fitting]


def held_by(quota: UnitQuota, *, on: dt.date) -> int:
    """How many doors of the quota's area its unit has on a day."""
    return pairs_on(on).filter(within("path", quota.path), unit_id=quota.unit_id).count()


def _members(unit_ids: set[UUID], wish: Wish) -> dict[UUID, list[UUID]]:
    """Unit → its people who can be paired, always in the same order."""
    members = Membership.objects.filter(on_day(wish.from_on), unit_id__in=unit_ids)
    rows = (
        members.filter(staff__in=cadres_on(wish.from_on).values("pk"))
        .order_by("staff__name", "staff_id")
        .values_list("unit_id", "staff_id")
    )
    found: dict[UUID, list[UUID]] = defaultdict(list)
    for unit_id, staff_id in rows:
        if staff_id != wish.without:
            found[unit_id].append(staff_id)
    return found


@dataclass(frozen=True, slots=True)
class Lot:
    """What one cadre would be given."""

    staff: Staff
    before: int
    added: int
    paths: list[str]

    @property
    def after(self) -> int:
        return self.before + self.added


def lots_of(plan: Plan) -> dict[UUID, list[Lot]]:
    """Unit → its cadres with what each would be given; for the preview."""
    given: dict[UUID, list[str]] = defaultdict(list)
    for door, staff in plan.pairs.items():
        given[staff].append(plan.paths[door])
    people = Staff.objects.in_bulk(list(given))
    before = loads_of(given, on=plan.wish.from_on)
    lots: dict[UUID, list[Lot]] = defaultdict(list)
    for staff, paths in given.items():
        unit = plan.units.get(staff)
        if unit is not None:
            lots[unit].append(Lot(people[staff], before[staff], len(paths), sorted(set(paths))))
    return lots
