"""Reads about areas."""

from django.db.models import QuerySet

from core.paths.ranges import within
from core.permissions.actor import Actor
from grids.models import Area


def areas_seen_by(actor: Actor) -> QuerySet[Area]:
    """Areas in force that the actor's posts reach, in tree order."""
    return Area.objects.filter(within("path", *actor.paths_for("grids.view")), valid_to=None).order_by("path")
