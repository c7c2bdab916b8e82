"""The area browser: the tree, one area's facts, map and people, and where to go from there."""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django.http import Http404, HttpResponse, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_GET

from core.permissions.actor import Actor
from core.permissions.gate import open_to
from grids import policies
from grids.access import area_for
from grids.acts import ACTS
from grids.branches import Branch, children_of, tops_of
from grids.choices import Level
from grids.models import Area
from grids.panels import area_panels
from grids.selectors import (
    ancestors,
    areas_at,
    boundaries_around,
    boundary_of,
    changes_of,
    figures_of,
    find_areas,
    grid_names,
    kind_labels,
    level_labels,
    lineage_of,
    supervision_phone_at,
    target_at,
)

ABILITY = "grids.view"


@open_to(ABILITY)
@require_GET
def browser(request: Any) -> HttpResponse:
    """The first of the actor's areas; with ?q=, what was found."""
    if words := request.GET.get("q", "").strip():
        return _found(request, words)
    tops = tops_of(request.actor)
    if not tops:
        return render(request, "grids/nothing.html")
    return _page(request, area_for(request.actor, tops[0].pk), tops)


@open_to(ABILITY)
@require_GET
def area(request: Any, pk: UUID) -> HttpResponse:
    """One area."""
    return _page(request, area_for(request.actor, pk), tops_of(request.actor))


@open_to(ABILITY)
@require_GET
def children(request: Any, pk: UUID) -> HttpResponse:
    """The branches right below an area, for the tree."""
    branches = children_of(area_for(request.actor, pk))
    return render(request, "grids/_branches.html", {"branches": branches, "current": None})


@open_to(ABILITY)
@require_GET
def boundaries(request: Any, pk: UUID) -> HttpResponse:
    """GeoJSON of the area and what lies around it, as the map draws it."""
    area = area_for(request.actor, pk)
    reach = request.actor.paths_for(ABILITY)
    shown = list(boundaries_around(area))
    covered = any(boundary.area.parent_id == area.pk for boundary in shown)
    features = [
        {
            "type": "Feature",
            "geometry": boundary.geometry,
            "properties": {
                # The page's own title says where one is: its label would only lie across its children's.
                "name": boundary.area.name if boundary.area_id != area.pk or not covered else "",
                "url": reverse("area", args=[boundary.area_id]) if _reached(boundary.area, reach) else "",
                "current": boundary.area_id == area.pk,
                "source": boundary.get_source_display(),
            },
        }
        for boundary in shown
    ]
    return JsonResponse({"type": "FeatureCollection", "features": features})


@open_to(ABILITY)
@require_GET
def point(request: Any) -> HttpResponse:
    """Which areas contain the point ?lng=&lat=, the smallest first: as a fragment for the map."""
    try:
        longitude, latitude = float(request.GET["lng"]), float(request.GET["lat"])
    except (KeyError, ValueError):
        raise Http404 from None
    found = areas_at(request.actor, longitude=longitude, latitude=latitude)
    context = {"found": found, "longitude": f"{longitude:.5f}", "latitude": f"{latitude:.5f}"}
    return render(request, "grids/_point.html", context)


@open_to(ABILITY)
@require_GET
def history(request: Any, pk: UUID) -> HttpResponse:
    """What became of an area: changes, codes, splits and mergers, former boundaries."""
    area = area_for(request.actor, pk)
    context = {
        "area": area,
        "crumbs": ancestors(area),
        "changes": changes_of(area)[:200],
        "codes": area.codes.order_by("-effective_on"),
        "links": lineage_of(area),
        "boundaries": area.boundaries.order_by("-valid_from"),
    }
    return render(request, "grids/history.html", context)


def _page(request: Any, area: Area, tops: list[Branch]) -> HttpResponse:
    actor = request.actor
    above = ancestors(area)
    levels, kinds = level_labels(), kind_labels()
    figures = figures_of(area)
    target = target_at(area.path)
    buttons = _buttons(actor, area)
    context = {
        "area": area,
        "crumbs": [one for one in above if _reached(one, actor.paths_for(ABILITY))],
        "above": above,
        "tree": _tree(tops, above, area),
        "level": levels[area.level],
        "kind": kinds.get(area.kind, ""),
        "figures": [(levels[level], n) for level, n in sorted(figures.by_level.items())],
        "special": figures.special,
        "households": area.household_count if area.level >= Level.GRID else figures.households,
        "target": target,
        "warning": target.warning(area.household_count, area.name) if area.level == Level.GRID else "",
        "phone": supervision_phone_at(area.path),
        "boundary": boundary_of(area),
        "panels": area_panels.shown(area, actor),
        "actor_may_change": actor.has("grids.change"),
        "buttons": buttons,
        "reasons": _reasons(buttons),
        "history": changes_of(area)[:5],
        "may_import": policies.may_import_divisions(actor),
    }
    return render(request, "grids/area.html", context)


def _found(request: Any, words: str) -> HttpResponse:
    found = find_areas(request.actor, words)
    levels = level_labels()
    names = grid_names(found)
    rows = [(area, levels[area.level], names[area.path]) for area in found]
    return render(request, "grids/found.html", {"words": words, "rows": rows})


def _reached(area: Area, reach: Iterable[str]) -> bool:
    return any(area.path.startswith(path) for path in reach)


def _buttons(actor: Actor, area: Area) -> list[dict[str, Any]]:
    return [
        {
            "slug": slug,
            "label": act.label,
            "url": reverse("area_act", args=[area.pk, slug]),
            "verdict": act.policy(actor, area),
        }
        for slug, act in ACTS.items()
    ]


def _reasons(buttons: list[dict[str, Any]]) -> list[tuple[str, list[Any]]]:
    """Each reason once, with the buttons it greys."""
    by_reason: dict[str, list[Any]] = {}
    for button in buttons:
        if not button["verdict"].ok:
            by_reason.setdefault(button["verdict"].reason, []).append(button["label"])
    return list(by_reason.items())


def _tree(tops: list[Branch], above: list[Area], current: Area) -> list[dict[str, Any]]:
    """The tree open down to the current area: one query for each open level, whatever its width."""
    chain = {one.pk: one for one in [*above, current]}
    nodes = [_node(top, current) for top in tops]
    level = nodes
    while step := next((node for node in level if node["area"].pk in chain), None):
        if step["area"].below_count:
            step["children"] = [_node(child, current) for child in children_of(step["area"])]
            step["is_open"] = True
        level = step["children"]
    return nodes


def _node(area: Branch, current: Area) -> dict[str, Any]:
    return {"area": area, "is_current": area.pk == current.pk, "is_open": False, "children": []}
