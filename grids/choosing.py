"""A place as a page is asked for it: named by its id in the address, chosen from what is near the actor."""

from django.utils.translation import gettext as _

from core.forms.address import Address
from core.paths.ranges import within
from core.permissions.actor import Actor
from grids.choices import Level
from grids.models import Area


def area_asked(asked: Address, actor: Actor, *, ability: str, in_force: bool = False) -> Area | None:
    """The area that the address names by its id, within the actor's reach; else the widest of the actor's own, and an
    area that is not there, or not the actor's, is said.

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
    named = asked.row("area", reach, (what := _("没有找到这个区域")))
    if named is not None:
        return named
    widest = reach.filter(path=paths[0]).first()
    if asked.text("area") and widest is not None:
        asked.miss(what, _("已显示%(place)s") % {"place": widest.name})
    return widest


def areas_to_choose(actor: Actor, *, ability: str, deepest: Level = Level.GRID) -> list[Area]:
    """The actor's own areas and those right below them, down to a level: of a county, its townships."""
    paths = actor.paths_for(ability)
    in_force = Area.objects.filter(valid_to=None).order_by("path")
    return [*in_force.filter(path__in=paths), *in_force.filter(parent__path__in=paths, level__lte=deepest)]
