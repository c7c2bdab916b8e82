"""Putting a checked outline in force as an area's boundary, and what to look at when it is."""

import datetime as dt
from typing import Any

from django.utils.translation import gettext as _

from grids.models import Area, AreaBoundary
from grids.rules.geometry import Outline, outside_share, overlap_share

NOTABLE = 0.02  # neighbours drawn by hand overlap a little


def put_boundary(area: Area, outline: Outline, *, source: str, on: dt.date) -> AreaBoundary:
    """End the boundary in force and begin another one."""
    AreaBoundary.objects.filter(area=area, valid_to=None).update(valid_to=on)
    boundary: AreaBoundary = AreaBoundary.objects.create(
        **boundary_values(area, outline, source=source, on=on)
    )
    return boundary


def boundary_values(area: Area, outline: Outline, *, source: str, on: dt.date) -> dict[str, Any]:
    """A boundary row's fields."""
    return {
        "area": area,
        "geometry": outline.geometry,
        "west": outline.west,
        "east": outline.east,
        "south": outline.south,
        "north": outline.north,
        "area_km2": round(outline.area_km2, 4),
        "source": source,
        "valid_from": on,
    }


def boundary_warnings(area: Area, outline: Outline) -> list[str]:
    """Sentences where the outline leaves its parent or covers its siblings."""
    warnings = []
    parent = (
        AreaBoundary.objects.filter(area_id=area.parent_id, valid_to=None).first() if area.parent_id else None
    )
    if parent is not None and (share := outside_share(outline.geometry, parent.geometry)) > NOTABLE:
        warnings.append(_("边界有{share}%在上级边界之外").format(share=round(share * 100)))
    siblings = AreaBoundary.objects.filter(
        area__parent_id=area.parent_id, area__valid_to=None, valid_to=None,
        west__lt=outline.east, east__gt=outline.west, south__lt=outline.north, north__gt=outline.south,
    ).exclude(area=area).select_related("area")  # fmt: skip
    for sibling in siblings:
        if (share := overlap_share(outline.geometry, sibling.geometry)) > NOTABLE:
            warnings.append(
                _("与{name}重叠{share}%").format(name=sibling.area.name, share=round(share * 100))
            )
    return warnings
