"""Boundaries as plain values: what a GeoJSON polygon must be, its box, its size, and what lies inside."""

import math
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

import shapely
from shapely.geometry import mapping, shape

EARTH_RADIUS_KM = 6371.0088
MOST_VERTICES = 20_000  # of one boundary; a county's own outline has a few thousand
MOST_KM2 = 250_000  # no county is larger
CHINA = (73.0, 3.0, 136.0, 54.0)  # west, south, east, north
DECIMALS = 6  # a decimetre


class BadBoundary(ValueError):
    """A geometry that can't be a boundary; the message is a sentence a clerk understands."""


@dataclass(frozen=True, slots=True)
class Outline:
    """A boundary that passed: GeoJSON rounded to a decimetre, its box in degrees, its size."""

    geometry: dict[str, Any]
    west: float
    south: float
    east: float
    north: float
    area_km2: float


def outline_of(geometry: Any) -> Outline:
    """Check a GeoJSON geometry.

    Raises:
        BadBoundary: it is no polygon, crosses itself, lies outside China or is too large.
    """
    if not isinstance(geometry, dict) or geometry.get("type") not in ("Polygon", "MultiPolygon"):
        raise BadBoundary("边界应为多边形（Polygon 或 MultiPolygon）")
    try:
        polygon = shape(geometry)
    except (ValueError, TypeError, AttributeError, IndexError, KeyError, shapely.errors.ShapelyError):
        raise BadBoundary("坐标无法读取") from None
    if polygon.is_empty:
        raise BadBoundary("边界是空的")
    if shapely.get_num_coordinates(polygon) > MOST_VERTICES:
        raise BadBoundary(f"边界的点超过{MOST_VERTICES}个，请先简化")
    polygon = shapely.set_precision(shapely.force_2d(polygon), 0)
    if not all(math.isfinite(edge) for edge in polygon.bounds):
        raise BadBoundary("坐标无法读取")
    west, south, east, north = polygon.bounds
    if not (CHINA[0] <= west and CHINA[1] <= south and east <= CHINA[2] and north <= CHINA[3]):
        raise BadBoundary("坐标不在中国范围内；应为先经度后纬度，以度为单位")
    if not polygon.is_valid:
        raise BadBoundary(_why_invalid(polygon))
    rounded = shapely.transform(polygon, lambda points: points.round(DECIMALS))
    if not rounded.is_valid or rounded.area == 0:
        raise BadBoundary("边界太小，不足一米")
    size = area_km2(rounded)
    if size > MOST_KM2:
        raise BadBoundary("面积超过任何一个县，请检查坐标")
    west, south, east, north = rounded.bounds
    return Outline(_plain(mapping(rounded)), west, south, east, north, size)


def area_km2(polygon: Any) -> float:
    """Size on the sphere (Chamberlain and Duquette), holes taken out. Error below 0.5 % against the ellipsoid."""
    total = 0.0
    for part in getattr(polygon, "geoms", [polygon]):
        total += _ring_km2(part.exterior.coords) - sum(_ring_km2(ring.coords) for ring in part.interiors)
    return total


def contains(geometry: dict[str, Any], *, longitude: float, latitude: float) -> bool:
    """Whether the point lies inside or on the edge."""
    return bool(shapely.intersects_xy(shape(geometry), longitude, latitude))


def centre_of(geometry: dict[str, Any]) -> tuple[float, float]:
    """A point that surely lies inside: longitude, latitude."""
    point = shape(geometry).representative_point()
    return point.x, point.y


def overlap_share(one: dict[str, Any], other: dict[str, Any]) -> float:
    """The part of `one` that `other` covers, 0 to 1."""
    polygon = shape(one)
    return float(polygon.intersection(shape(other)).area / polygon.area)


def outside_share(one: dict[str, Any], parent: dict[str, Any]) -> float:
    """The part of `one` that lies outside `parent`, 0 to 1."""
    polygon = shape(one)
    return float(polygon.difference(shape(parent)).area / polygon.area)


def union_of(geometries: Iterable[dict[str, Any]]) -> Outline:
    """One outline around several; slivers between neighbours drawn apart by a metre are closed.

    Raises:
        BadBoundary: they don't make a boundary.
    """
    sliver = 0.00001  # degrees, about a metre
    joined = shapely.union_all([shape(one).buffer(sliver) for one in geometries]).buffer(-sliver)
    return outline_of(mapping(joined))


def _ring_km2(points: Any) -> float:
    ring = [(math.radians(x), math.sin(math.radians(y))) for x, y, *_ in points]
    doubled = sum((x2 - x1) * (2 + s1 + s2) for (x1, s1), (x2, s2) in pairwise(ring))
    return abs(doubled) / 2 * EARTH_RADIUS_KM**2


def _why_invalid(polygon: Any) -> str:
    reason = shapely.is_valid_reason(polygon)
    where = reason.partition("[")[2].rstrip("]")
    if "Self-intersection" in reason:
        x, _, y = where.partition(" ")
        return f"边界自相交，在经度{float(x):.5f}、纬度{float(y):.5f}附近"
    return "边界不是一个有效的多边形"


def _plain(geometry: Any) -> dict[str, Any]:
    def lists(value: Any) -> Any:
        return [lists(item) for item in value] if isinstance(value, tuple | list) else float(value)

    return {"type": geometry["type"], "coordinates": lists(geometry["coordinates"])}
