"""The only way an edge gets an area or a change: within the actor's ground, or 404."""

from uuid import UUID

from django.db.models import QuerySet
from django.http import Http404

from core.paths.ranges import within
from core.permissions.actor import Actor
from grids.models import Area, BoundaryImport, OwnKind, PlannedChange
from grids.policies import may_name

VIEW = "grids.view"


def area_for(actor: Actor, pk: UUID, *, lock: bool = False) -> Area:
    """The area, in force or not.

    Raises:
        Http404: no such area in the county, or outside the ground that the actor's posts reach.
    """
    areas: QuerySet[Area] = Area.objects.filter(within("path", *actor.paths_for(VIEW)), pk=pk)
    area = (areas.select_for_update() if lock else areas).first()
    if area is None:
        raise Http404
    return area


def areas_for(actor: Actor, pks: list[UUID]) -> list[Area]:
    """Several areas in tree order; 404 where one of them is out of reach."""
    found = list(Area.objects.filter(within("path", *actor.paths_for(VIEW)), pk__in=pks).order_by("path"))
    if len(found) != len(set(pks)):
        raise Http404
    return found


def change_for(actor: Actor, pk: UUID) -> PlannedChange:
    """The change with its area; 404 where the area is out of reach."""
    changes = PlannedChange.objects.filter(within("area__path", *actor.paths_for(VIEW)), pk=pk)
    change = changes.select_related("area").first()
    if change is None:
        raise Http404
    return change


def import_for(actor: Actor, pk: UUID) -> BoundaryImport:
    """An import of boundaries by the same person."""
    found: BoundaryImport | None = BoundaryImport.objects.filter(pk=pk, uploaded_by=actor.user_id).first()
    if found is None:
        raise Http404
    return found


def kind_for(actor: Actor, pk: UUID) -> OwnKind:
    """A kind of grid of the county's own; 404 for who may not name kinds."""
    found: OwnKind | None = OwnKind.objects.filter(pk=pk).first() if may_name(actor) else None
    if found is None:
        raise Http404
    return found
