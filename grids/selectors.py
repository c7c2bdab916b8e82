"""Reads about areas. The area filter comes first, as if there were no row-level security behind it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, F, Q, QuerySet, Sum
from django.utils.translation import gettext as _

from core.paths.counts import count_below
from core.paths.ranges import ROOT_WIDTH, STEP_WIDTH, ancestors_of, within
from core.permissions.actor import Actor
from grids.choices import ChangeState, GridKind, Level
from grids.models import Area, AreaBoundary, AreaLink, FormerPath, LevelName, OwnKind, PlannedChange
from grids.rules.geometry import contains

VIEW = "grids.view"


def areas_seen_by(actor: Actor) -> QuerySet[Area]:
    """Areas in force that the actor's posts reach, in tree order."""
    seen: QuerySet[Area] = Area.objects.filter(within("path", *actor.paths_for(VIEW)), valid_to=None)
    return seen.order_by("path")


def areas_below(area: Area) -> QuerySet[Area]:
    """The subtree in force, with the area itself, in tree order."""
    rows: QuerySet[Area] = Area.objects.filter(within("path", area.path), valid_to=None)
    return rows.order_by("path")


def with_counts(areas: QuerySet[Any]) -> QuerySet[Any]:
    """Each area with `below_count` (areas below it) and `grid_count` (grids in its subtree)."""
    in_force = Area.objects.filter(valid_to=None)
    counted: QuerySet[Any] = areas.annotate(
        below_count=count_below(in_force) - 1,
        grid_count=count_below(in_force.filter(level=Level.GRID)),
    )
    return counted


def ancestors(area: Area) -> list[Area]:
    """From the county down to the area's parent."""
    return list(Area.objects.filter(path__in=ancestors_of(area.path)[:-1]).order_by("path"))


@dataclass(frozen=True, slots=True)
class Figures:
    """What stands below an area.

    Attributes:
        by_level: level → number of areas in force below.
        special: special grids among them.
        households: sum of the grids' stated households; None where no grid states any.
    """

    by_level: dict[int, int]
    special: int
    households: int | None


def figures_of(area: Area) -> Figures:
    """Counts of the subtree, in one query."""
    is_grid = Q(level=Level.GRID)
    rows = (
        areas_below(area)
        .order_by()
        .values("level")
        .annotate(
            n=Count("pk"),
            special=Count("pk", filter=is_grid & ~Q(kind=GridKind.RESIDENTIAL)),
            households=Sum("household_count", filter=is_grid),
        )
    )
    found = list(rows)
    return Figures(
        by_level={row["level"]: row["n"] for row in found if row["level"] > area.level},
        special=sum(row["special"] for row in found),
        households=next((row["households"] for row in found if row["level"] == Level.GRID), None),
    )


@dataclass(frozen=True, slots=True)
class HouseholdTarget:
    """How many households a grid should have, as the nearest area above it says."""

    least: int | None = None
    most: int | None = None

    def warning(self, households: int | None, name: str) -> str:
        """A sentence where the number misses the target; empty where it doesn't or nobody counted."""
        if households is None:
            return ""
        if self.least is not None and households < self.least:
            return _("{name}有{n}户，少于目标下限{least}户").format(name=name, n=households, least=self.least)
        if self.most is not None and households > self.most:
            return _("{name}有{n}户，超过目标上限{most}户").format(name=name, n=households, most=self.most)
        return ""


def target_at(path: str) -> HouseholdTarget:
    """The household target that holds at a path: each side from the nearest area that states it."""
    least = most = None
    stated = Area.objects.filter(path__in=ancestors_of(path)).order_by("path")
    for low, high in stated.values_list("household_target_min", "household_target_max"):
        least, most = (low if low is not None else least), (high if high is not None else most)
    return HouseholdTarget(least, most)


def supervision_phone_at(path: str) -> str:
    """The phone to complain at: that of the nearest area that has one."""
    phones = Area.objects.filter(path__in=ancestors_of(path)).exclude(supervision_phone="").order_by("-path")
    return phones.values_list("supervision_phone", flat=True).first() or ""


def supervision_phones(areas: Sequence[Area]) -> dict[str, str]:
    """The supervision phone that holds at each area's path, in one query."""
    above = {path for area in areas for path in ancestors_of(area.path)}
    stated = Area.objects.filter(path__in=above).exclude(supervision_phone="")
    phones = dict(stated.values_list("path", "supervision_phone"))
    return {
        area.path: next((phones[path] for path in reversed(ancestors_of(area.path)) if path in phones), "")
        for area in areas
    }


def grid_names(areas: Sequence[Area]) -> dict[str, list[str]]:
    """Names from the county down to each area, in one query."""
    above = {path for area in areas for path in ancestors_of(area.path)}
    names = dict(Area.objects.filter(path__in=above).values_list("path", "name"))
    return {area.path: [names[path] for path in ancestors_of(area.path)] for area in areas}


def find_areas(actor: Actor, words: str, *, limit: int = 20) -> list[Area]:
    """Areas in force by part of the name, the initials' beginning or the code's, the highest first."""
    text = words.strip()
    if not text:
        return []
    hit = Q(name__contains=text)
    if text.isascii():
        hit |= Q(initials__startswith=text.lower()) | Q(code__startswith=text)
    return list(areas_seen_by(actor).filter(hit).order_by("level", "path")[:limit])


def areas_at(actor: Actor, *, longitude: float, latitude: float) -> list[Area]:
    """Areas in force that contain the point, the smallest first. The box picks few, the polygon decides."""
    near = (
        AreaBoundary.objects.filter(
            within("area__path", *actor.paths_for(VIEW)),
            valid_to=None,
            area__valid_to=None,
            west__lte=longitude,
            east__gte=longitude,
            south__lte=latitude,
            north__gte=latitude,
        )
        .select_related("area")
        .order_by("-area__level", "area_km2")
    )
    return [b.area for b in near if contains(b.geometry, longitude=longitude, latitude=latitude)]


def boundary_of(area: Area) -> AreaBoundary | None:
    """The boundary in force."""
    return AreaBoundary.objects.filter(area=area, valid_to=None).first()


def boundaries_around(area: Area) -> QuerySet[AreaBoundary]:
    """The area's own boundary and its children's; where no child has one, its siblings'."""
    below = AreaBoundary.objects.filter(area__parent=area, area__valid_to=None, valid_to=None)
    parent_id = area.pk if area.parent_id is None or below.exists() else area.parent_id
    shown = Q(area=area) | Q(area__parent_id=parent_id, area__valid_to=None)
    rows: QuerySet[AreaBoundary] = AreaBoundary.objects.filter(shown, valid_to=None)
    return rows.select_related("area").order_by("area__path")


def area_names(paths: Iterable[str]) -> dict[str, str]:
    """Names of areas by path, also by a path that the area left (closed rows keep it)."""
    wanted = set(paths)
    found: dict[str, str] = dict(Area.objects.filter(path__in=wanted).values_list("path", "name"))
    lost = wanted - found.keys()
    if lost:
        beginnings = {path[:end] for path in lost for end in range(ROOT_WIDTH, len(path) + 1, STEP_WIDTH)}
        left = dict(FormerPath.objects.filter(path__in=beginnings).values_list("path", "area__path"))
        now = {path: _present_path(path, left) for path in lost}
        names = dict(Area.objects.filter(path__in=now.values()).values_list("path", "name"))
        found |= {path: names[present] for path, present in now.items() if present in names}
    return found


def _present_path(path: str, left: dict[str, str]) -> str:
    """Where the area that once stood at `path` stands now: its longest recorded beginning was carried there."""
    for end in range(len(path), ROOT_WIDTH, -STEP_WIDTH):
        if (now := left.get(path[:end])) is not None:
            return now + path[end:]
    return path


def kind_labels() -> dict[str, str]:
    """Kinds of grid with their Chinese labels: the common ones, then the county's own."""
    labels = {value: str(label) for value, label in GridKind.choices}
    return labels | dict(OwnKind.objects.order_by("code").values_list("code", "name"))


def open_kinds(*, keep: str = "") -> dict[str, str]:
    """Kinds that may be given to a grid: what the county has not retired, and `keep`, which the grid has already."""
    retired = set(OwnKind.objects.exclude(retired_on=None).values_list("code", flat=True)) - {keep}
    return {code: label for code, label in kind_labels().items() if code not in retired}


def kinds_in_use() -> list[Any]:
    """The county's own kinds, each with `.grids`, how many grids in force have it; retired ones last."""
    counted = Area.objects.filter(level=Level.GRID, valid_to=None).values("kind").annotate(n=Count("pk"))
    grids = {row["kind"]: row["n"] for row in counted.order_by()}
    kinds: list[Any] = list(OwnKind.objects.order_by(F("retired_on").asc(nulls_first=True), "name"))
    for kind in kinds:
        kind.grids = grids.get(kind.code, 0)
    return kinds


@dataclass(frozen=True, slots=True)
class NamedLevel:
    """A level that the county may name: its common name, the county's own (or ""), areas in force."""

    level: int
    common: str
    name: str
    areas: int


def levels_named() -> list[NamedLevel]:
    """The levels below the village."""
    own = dict(LevelName.objects.values_list("level", "name"))
    below = Area.objects.filter(level__gte=Level.GRID, valid_to=None).values("level").annotate(n=Count("pk"))
    areas = {row["level"]: row["n"] for row in below.order_by()}
    return [
        NamedLevel(level, str(level.label), own.get(level, ""), areas.get(level, 0))
        for level in (Level.GRID, Level.MICRO_GRID, Level.SUB_MICRO_GRID)
    ]


def level_labels() -> dict[int, str]:
    """Names of the levels, the county's own where it has them."""
    labels = {value: str(label) for value, label in Level.choices} | {int(Level.VILLAGE): _("村（社区）")}
    return labels | dict(LevelName.objects.values_list("level", "name"))


def changes_of(area: Area) -> QuerySet[PlannedChange]:
    """Every change that touched the area, the latest first."""
    return (
        PlannedChange.objects.filter(Q(area=area) | Q(changed__area=area))
        .distinct()
        .order_by("-effective_on", "-planned_at")
    )


def planned_changes(actor: Actor) -> QuerySet[PlannedChange]:
    """Changes that wait for their day in the actor's ground, the next first; then those that failed."""
    waiting = PlannedChange.objects.filter(
        within("area__path", *actor.paths_for(VIEW)), state__in=(ChangeState.PLANNED, ChangeState.FAILED)
    )
    return waiting.select_related("area").order_by(F("state").desc(), "effective_on", "planned_at")


def lineage_of(area: Area) -> QuerySet[AreaLink]:
    """Splits and mergers that the area came from or went into."""
    links = AreaLink.objects.filter(Q(from_area=area) | Q(to_area=area))
    return links.select_related("from_area", "to_area").order_by("effective_on")


def places_open_to(*, level: int, paths: Iterable[str]) -> list[dict[str, Any]]:
    """Areas in force of a level under any of `paths`: where something may go."""
    rows = Area.objects.filter(within("path", *paths), level=level, valid_to=None)
    return [dict(row) for row in rows.order_by("path").values("id", "name", "path", "parent__name")]


def peers_of(area: Area, *, paths: Iterable[str]) -> list[dict[str, Any]]:
    """What may be merged into the area: its level in the same village, township or county, whichever is next above."""
    steps = min(area.level - 2, 2)
    common = area.path[: ROOT_WIDTH + STEP_WIDTH * steps]
    rows = Area.objects.filter(
        within("path", common), within("path", *paths), level=area.level, valid_to=None
    )
    peers = rows.exclude(pk=area.pk).order_by("path").values("id", "name", "path", "parent__name")
    return [dict(row) for row in peers]
