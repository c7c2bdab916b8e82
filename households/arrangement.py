"""包联安排 as it is read: doors by unit, by cadre and by village, who has none and who too many; the uncovered list."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final
from uuid import UUID

from django.db.models import Count, Min, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce, Left

from accounts.models import Membership, Unit
from accounts.places import place_names
from accounts.selectors import on_day
from core.paths.ranges import within
from core.permissions.actor import Actor
from households.cadres import cadres_on
from households.finding import found_by
from households.models import OPEN, Door, Liaison, UnitQuota
from households.policies import PAIR
from households.selectors import pairs_on, uncovered

VILLAGE: Final = 12  # characters of a path down to the village


def uncovered_asked(
    actor: Actor, *, on: dt.date, q: str = "", area: str = "", kind: str = ""
) -> QuerySet[Door]:
    """The uncovered doors of the actor's ground that fit, in the order of the street."""
    doors = uncovered(on=on).filter(within("path", *actor.paths_for(PAIR)))
    if area:
        doors = doors.filter(within("path", area))
    if kind:
        doors = doors.filter(kind=kind)
    if q.strip():
        doors = found_by(doors, q)
    return doors.order_by("path", "walk_order", "id")


def uncovered_count(actor: Actor, *, on: dt.date) -> int:
    """How many doors of the actor's ground nobody is paired with."""
    return uncovered(on=on).filter(within("path", *actor.paths_for(PAIR))).count()


def to_come(doors: Sequence[Door]) -> dict[UUID, Liaison]:
    """Door → the pair that is arranged to begin."""
    rows = Liaison.objects.filter(door_id__in=[door.pk for door in doors], to_on=None)
    return {row.door_id: row for row in rows.select_related("staff")}


@dataclass(frozen=True, slots=True)
class UnitRow:
    unit: Unit
    cadres: int
    doors: int
    with_doors: int

    @property
    def idle(self) -> int:
        """Cadres who have no door at all."""
        return max(0, self.cadres - self.with_doors)


def by_unit(actor: Actor, *, on: dt.date) -> list[UnitRow]:
    """Units with doors on the actor's ground, and those that stand there; doors of the ground, cadres of the unit."""
    paths = actor.paths_for(PAIR)
    held = _counted(pairs_on(on).filter(within("path", *paths)))
    units = Unit.objects.filter(
        Q(pk__in=list(held)) | within("path", *paths), Q(valid_to=None) | Q(valid_to__gt=on)
    )
    return _unit_rows(list(units.order_by("path", "name")), held, on=on)


def _counted(pairs: QuerySet[Liaison]) -> dict[UUID, int]:
    return dict(pairs.order_by().values("unit_id").annotate(n=Count("pk")).values_list("unit_id", "n"))


def _unit_rows(units: Sequence[Unit], held: dict[UUID, int], *, on: dt.date) -> list[UnitRow]:
    members = Membership.objects.filter(on_day(on), staff__in=cadres_on(on).values("pk"))
    sizes = dict(members.order_by().values("unit_id").annotate(n=Count("pk")).values_list("unit_id", "n"))
    busy_pairs = pairs_on(on).filter(unit__in=units).order_by().values("unit_id")
    busy = dict(busy_pairs.annotate(n=Count("staff_id", distinct=True)).values_list("unit_id", "n"))
    return [
        UnitRow(unit, sizes.get(unit.pk, 0), held.get(unit.pk, 0), busy.get(unit.pk, 0)) for unit in units
    ]


def cadres_of(units: QuerySet[Unit] | Sequence[Unit], *, on: dt.date) -> QuerySet[Any]:
    """The cadres of some units, each with `.doors` (wherever they lie), `.most` (of the unit's tightest quota, or
    None), `.unit_name`; those with the most doors first."""
    now = on_day(on)
    home = Membership.objects.filter(now, tenant_id=OuterRef("tenant_id"), staff_id=OuterRef("pk"))
    held = (
        pairs_on(on)
        .filter(tenant_id=OuterRef("tenant_id"), staff_id=OuterRef("pk"))
        .order_by()
        .values("staff_id")
        .annotate(n=Count("pk"))
        .values("n")
    )
    quota = (
        UnitQuota.objects.filter(tenant_id=OuterRef("tenant_id"), unit_id=OuterRef("unit_id"))
        .order_by()
        .values("unit_id")
        .annotate(n=Min("most_a_cadre"))
        .values("n")
    )
    return (
        cadres_on(on)
        .filter(pk__in=Membership.objects.filter(now, unit__in=units).values("staff_id"))
        .annotate(
            doors=Coalesce(Subquery(held), 0),
            unit_id=Subquery(home.values("unit_id")[:1]),
            unit_name=Subquery(home.values("unit__name")[:1]),
        )
        .annotate(most=Subquery(quota))
        .order_by("-doors", "name", "pk")
    )


@dataclass(frozen=True, slots=True)
class VillageRow:
    path: str
    name: str
    doors: int
    cadres: int
    uncovered: int


def by_village(actor: Actor, *, on: dt.date) -> list[VillageRow]:
    """Villages of the actor's ground: doors, how many cadres share them, how many doors nobody has."""
    ground = within("path", *actor.paths_for(PAIR))

    def grouped(rows: QuerySet[Door] | QuerySet[Liaison], what: Count) -> dict[str, int]:
        counts = rows.order_by().annotate(village=Left("path", VILLAGE)).values("village").annotate(n=what)
        return dict(counts.values_list("village", "n"))

    doors = grouped(Door.objects.filter(OPEN, ground), Count("pk"))
    alone = grouped(uncovered(on=on).filter(ground), Count("pk"))
    cadres = grouped(pairs_on(on).filter(ground), Count("staff_id", distinct=True))
    names = place_names(doors)
    return [
        VillageRow(path, names.get(path, path), count, cadres.get(path, 0), alone.get(path, 0))
        for path, count in sorted(doors.items())
    ]
