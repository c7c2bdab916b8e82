"""The ground of the demo counties: real townships and villages, invented grids and boundaries, the same for a seed.

Boundaries are synthetic: cells of a Voronoi diagram on an invented outline near the county's real place. They show
how a map works and say nothing about the land.
"""

import datetime as dt
import math
import random
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import shapely
from django.utils import timezone
from shapely.geometry import MultiPoint, Point, Polygon

from core.paths.ranges import child_path
from core.permissions.actor import Actor
from core.rules.initials import initials_of
from grids.actions.import_divisions import import_divisions
from grids.bounds import boundary_values
from grids.choices import BoundarySource, GridKind, Level
from grids.divisions import divisions_of
from grids.models import Area, AreaBoundary, LevelName
from grids.rules.codes import LAST_SERIAL
from grids.rules.geometry import outline_of
from grids.rules.names import ordinal_name

SINCE = dt.date(2026, 1, 1)
BATCH = 1000
FEWEST, MOST = 80, 300  # households of a grid
USUAL = 180
MICRO_GRID = 40


@dataclass(frozen=True, slots=True)
class Sketch:
    """What is invented for a county: where its outline lies, how many households it has in all."""

    centre: tuple[float, float]
    radius_km: float
    households: int
    micro_grid: str


SKETCHES = {
    130723: Sketch((114.61, 41.85), 33, 40_259, "微网格"),  # the published number of households
    130722: Sketch((114.72, 41.16), 36, 58_000, "微网格"),
    130725: Sketch((113.98, 41.08), 28, 26_400, "联户组"),
}


def load(*, code: int, seed: int, say: Callable[[str], None]) -> None:
    """Load the tree of one demo county into the open county."""
    dice = random.Random(f"grids {code} {seed}")  # noqa: S311  # demo rows, nothing secret
    sketch = SKETCHES[code]
    import_divisions(divisions=divisions_of(str(code)), on=SINCE, actor=Actor.system(code), at=timezone.now())
    LevelName.objects.create(level=Level.MICRO_GRID, name=sketch.micro_grid)
    areas = list(Area.objects.order_by("path"))
    villages = [area for area in areas if area.level == Level.VILLAGE]
    _furnish(areas, sketch, code)
    grids = _grids(dice, areas, villages, sketch)
    micro = _micro_grids(dice, grids, sketch)
    Area.objects.bulk_create([*grids, *micro], batch_size=BATCH)
    Area.objects.bulk_update(
        areas,
        ["last_child", "household_count", "household_target_min", "household_target_max",
         "supervision_phone", "extent"],
        batch_size=BATCH,
    )  # fmt: skip
    boundaries = _boundaries(dice, [*areas, *grids], sketch)
    AreaBoundary.objects.bulk_create(boundaries, batch_size=BATCH)
    special = sum(1 for grid in grids if grid.is_special)
    say(
        f"{sum(1 for area in areas if area.level == Level.TOWNSHIP)} townships, {len(villages)} villages, "
        f"{len(grids)} grids ({special} special), {len(micro)} micro-grids"
    )


def _furnish(areas: list[Area], sketch: Sketch, code: int) -> None:
    for number, area in enumerate(area for area in areas if area.level <= Level.TOWNSHIP):
        # Local numbers never begin with 1: these belong to nobody.
        area.supervision_phone = f"0313-1{code % 100:02}{number:04}"
        if area.level == Level.COUNTY:
            area.household_target_min, area.household_target_max = FEWEST, MOST
            area.household_count = sketch.households


def _shares(dice: random.Random, villages: list[Area], total: int) -> list[int]:
    """Households of each village: at least one small grid's worth, communities several times as many."""
    weights = [dice.uniform(8, 16) if "社区" in area.name else dice.uniform(0.2, 2) for area in villages]
    spare, weight = total - FEWEST * len(villages), sum(weights)
    shares = [FEWEST + math.floor(spare * one / weight) for one in weights]
    shares[0] += total - sum(shares)
    return shares


def _parts(dice: random.Random, total: int, count: int) -> list[int]:
    """`total` in `count` parts that differ by a fifth or so."""
    weights = [dice.uniform(0.9, 1.1) for _ in range(count)]
    parts = [math.floor(total * one / sum(weights)) for one in weights]
    parts[0] += total - sum(parts)
    return parts


def _grids(dice: random.Random, areas: list[Area], villages: list[Area], sketch: Sketch) -> list[Area]:
    grids: list[Area] = []
    towns: dict[Any, Area] = {area.pk: area for area in areas if area.level == Level.TOWNSHIP}
    seats = {next(v.pk for v in villages if v.parent_id == town) for town in towns}
    county_seat = min((town for town in towns.values()), key=lambda town: town.path)
    for village, households in zip(villages, _shares(dice, villages, sketch.households), strict=True):
        village.household_count = households
        count = max(1, round(households / USUAL))
        for number, part in enumerate(_parts(dice, households, count), start=1):
            grids.append(
                _child(
                    village, GridKind.RESIDENTIAL, ordinal_name(number, "网格"), part, _corner(number, count)
                )
            )
        if village.pk in seats:
            town = towns[village.parent_id]
            for kind, name in _special(town, at_county_seat=town is county_seat):
                grids.append(_child(village, kind, name, None, ""))
    return grids


def _special(town: Area, *, at_county_seat: bool) -> Iterator[tuple[GridKind, str]]:
    stem = town.name.removesuffix("镇").removesuffix("乡")
    yield GridKind.SCHOOL, f"{stem}中心小学网格"
    if not at_county_seat:
        yield GridKind.HOSPITAL, f"{stem}卫生院网格"
        return
    yield GridKind.SCHOOL, "县第一中学网格"
    yield GridKind.SCHOOL, "县职业技术教育中心网格"
    yield GridKind.HOSPITAL, "县人民医院网格"
    yield GridKind.HOSPITAL, "县中医院网格"
    yield GridKind.PARK, "县经济开发区网格"
    for business in ("农产品批发市场", "供热公司", "风电运维基地", "肉业加工厂", "客运站"):
        yield GridKind.ENTERPRISE, f"{business}网格"


def _corner(number: int, count: int) -> str:
    sides = {1: ["全域"], 2: ["东片", "西片"], 3: ["东片", "中片", "西片"]}
    if count in sides:
        return sides[count][number - 1]
    ways = ("东北片", "东片", "东南片", "南片", "西南片", "西片", "西北片", "北片", "中片")
    return ways[(number - 1) % len(ways)]


def _child(parent: Area, kind: str, name: str, households: int | None, extent: str) -> Area:
    parent.last_child += 1
    serial = parent.last_child
    numbered = parent.level == Level.VILLAGE and serial <= LAST_SERIAL
    return Area(
        parent=parent,
        path=child_path(parent.path, serial),
        level=parent.level + 1,
        kind=kind,
        name=name,
        initials=initials_of(name),
        code=f"{parent.code}{serial:03}" if numbered else "",
        extent=f"{parent.name}{extent}" if extent else "",
        household_count=households,
        valid_from=SINCE,
    )


def _micro_grids(dice: random.Random, grids: list[Area], sketch: Sketch) -> list[Area]:
    """Micro-grids in the communities and in one village of six."""
    micro: list[Area] = []
    for grid in grids:
        parent: Any = grid.parent
        divided = "社区" in parent.name or int(parent.code[-3:]) % 6 == 0
        if grid.is_special or not divided or not grid.household_count:
            continue
        count = max(2, round(grid.household_count / MICRO_GRID))
        for number, part in enumerate(_parts(dice, grid.household_count, count), start=1):
            micro.append(_child(grid, "", ordinal_name(number, sketch.micro_grid), part, ""))
    return micro


def _outline(dice: random.Random, sketch: Sketch) -> Polygon:
    """A county-like blob: a circle whose radius wanders."""
    east, north = sketch.centre
    phases = [dice.uniform(0, math.tau) for _ in range(3)]
    points = []
    for step in range(90):
        angle = math.tau * step / 90
        wander = sum(
            math.sin(angle * turns + phase) / turns for turns, phase in zip((2, 3, 7), phases, strict=True)
        )
        radius = sketch.radius_km * (1 + 0.12 * wander) / 111.2
        points.append(
            (
                east + radius * math.cos(angle) / math.cos(math.radians(north)),
                north + radius * math.sin(angle),
            )
        )
    return Polygon(points)


def _cells(dice: random.Random, outline: Polygon, count: int) -> list[Any]:
    """`outline` in `count` cells of like size, without holes or rest."""
    if count == 1:
        return [outline]
    west, south, east, north = outline.bounds
    shapely.prepare(outline)
    points: list[Point] = []
    while len(points) < count:
        point = Point(dice.uniform(west, east), dice.uniform(south, north))
        if outline.contains(point):
            points.append(point)
    cells: list[Any] = []
    for _ in range(3):  # Lloyd's relaxation: cells grow even
        diagram = shapely.voronoi_polygons(MultiPoint(points), extend_to=outline, ordered=True)
        cells = [cell.intersection(outline) for cell in diagram.geoms]
        points = [cell.centroid for cell in cells]
    # An inner corner of the outline may cut a cell in two; its larger piece is the cell.
    return [max(getattr(cell, "geoms", [cell]), key=lambda piece: piece.area) for cell in cells]


def _boundaries(dice: random.Random, areas: list[Area], sketch: Sketch) -> Iterator[AreaBoundary]:
    children: dict[Any, list[Area]] = {}
    for area in areas:
        children.setdefault(area.parent_id, []).append(area)
    pending = [(children[None][0], _outline(dice, sketch))]
    while pending:
        area, polygon = pending.pop()
        outline = outline_of(shapely.geometry.mapping(polygon))
        yield AreaBoundary(**boundary_values(area, outline, source=BoundarySource.SYNTHETIC, on=SINCE))
        if below := children.get(area.pk):
            pending.extend(zip(below, _cells(dice, polygon, len(below)), strict=True))
