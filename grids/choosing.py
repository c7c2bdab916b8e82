"""A place as a page is asked for it: named by its id in the address, chosen from what is near the actor."""

from collections.abc import Mapping
from typing import Any

from core.forms.identifiers import uuid_in
from core.paths.ranges import within
from core.permissions.actor import Actor
from grids.choices import Level
from grids.models import Area


def area_asked(
    asked: Mapping[str, Any], actor: Actor, *, ability: str, in_force: bool = False
) -> Area | None:
    """The area that the address names by its id, within the actor's reach; else the widest of the actor's own.

    Args:
        in_force: whether only areas of today may be named; where what happened in them is asked for, those that are no more too.

    Returns:
        None where the actor has no ground for this ability.
    """
    paths = actor.paths_for(ability)
    if not paths:
        return None
    reach = Area.objects.filter(within("path", *paths))
    if in_force:
        reach = reach.filter(valid_to=None)
    pk = uuid_in(asked.get("area", ""))
    named = reach.filter(pk=pk).first() if pk else None
    return named or reach.filter(path=paths[0]).first()


def areas_to_choose(actor: Actor, *, ability: str, deepest: Level = Level.GRID) -> list[Area]:
    """The actor's own areas and those right below them, down to a level: of a county, its townships."""
    paths = actor.paths_for(ability)
    in_force = Area.objects.filter(valid_to=None).order_by("path")
    return [*in_force.filter(path__in=paths), *in_force.filter(parent__path__in=paths, level__lte=deepest)]
