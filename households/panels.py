"""What the register shows on an area's page: how many households, market entities and people."""

from typing import Any, Final

from django.db.models import Count, Q
from django.utils.translation import gettext_lazy as _

from core.paths.ranges import within
from core.permissions.actor import Actor
from grids.choices import Level
from grids.models import Area
from grids.panels import area_panels
from households.choices import DoorKind, Presence
from households.models import OPEN, Door, Member
from households.policies import VIEW

COUNTS_PEOPLE: Final = (Level.VILLAGE, Level.GRID, Level.MICRO_GRID)
"""Levels at which people are counted one by one; above, a page that is opened often would read half the county."""


def doors_at(area: Area, actor: Actor) -> dict[str, Any] | None:
    """The figures; None where the actor sees no doors of this area."""
    if actor.post_for(VIEW, area.path) is None:
        return None
    standing = Door.objects.filter(OPEN, within("path", area.path))
    counts = standing.aggregate(
        households=Count("pk", filter=Q(kind=DoorKind.HOUSEHOLD)),
        away=Count("pk", filter=Q(presence=Presence.AWAY)),
        entities=Count("pk", filter=Q(kind=DoorKind.ENTITY)),
    )
    people = None
    if area.level in COUNTS_PEOPLE:
        people = Member.objects.filter(to_on=None, door_id__in=standing.values("pk")).count()
    return {"area": area, **counts, "people": people}


area_panels.add(
    "doors", _("住户和市场主体"), template="households/area_doors.html", context=doors_at, order=30
)
