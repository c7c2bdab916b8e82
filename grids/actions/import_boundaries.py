"""A checked file of boundaries is taken over, or dropped."""

import datetime as dt

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from core.audit.actions.record import Entry, record, record_many
from core.paths.ranges import within
from core.permissions.actor import Actor
from core.permissions.verdict import require
from grids.bounds import boundary_values
from grids.changes import ChangeRefused
from grids.choices import BoundarySource, ImportState
from grids.locks import lock_tree
from grids.log_codes import BOUNDARIES_DROPPED, BOUNDARY_SET
from grids.models import Area, AreaBoundary, BoundaryImport
from grids.policies import CHANGE, may_change_somewhere
from grids.rules.geometry import outline_of

BATCH = 500


@transaction.atomic
def import_boundaries(*, found: BoundaryImport, actor: Actor, at: dt.datetime) -> int:
    """Set every boundary of a checked file, from today on. Areas retired meanwhile are passed over.

    Returns:
        How many boundaries were set.

    Raises:
        ChangeRefused: the file was taken over or dropped before.
        Refused: the actor may change no area.
    """
    post = require(may_change_somewhere(actor))
    lock_tree()
    if not BoundaryImport.objects.filter(pk=found.pk, state=ImportState.CHECKED).update(
        state=ImportState.DONE
    ):
        raise ChangeRefused(_("该文件已处理过"))
    today = timezone.localtime(at).date()
    drawn = {match["area"]: match["geometry"] for match in found.matches}
    reach = within("path", *actor.paths_for(CHANGE))
    areas = list(Area.objects.filter(reach, pk__in=drawn, valid_to=None).order_by("path"))
    former = AreaBoundary.objects.filter(area__in=areas, valid_to=None)
    sizes = dict(former.values_list("area_id", "area_km2"))
    former.update(valid_to=today)
    outlines = {area.pk: outline_of(drawn[str(area.pk)]) for area in areas}
    AreaBoundary.objects.bulk_create(
        (
            AreaBoundary(**boundary_values(area, outlines[area.pk], source=BoundarySource.IMPORTED, on=today))
            for area in areas
        ),
        batch_size=BATCH,
    )
    entries = [
        Entry.of(
            area,
            before={"area_km2": f"{sizes[area.pk]:.4f}"} if area.pk in sizes else {},
            after={"area_km2": f"{outlines[area.pk].area_km2:.4f}"},
        )
        for area in areas
    ]
    reason = _("导入文件 {name}").format(name=found.file_name)
    record_many(BOUNDARY_SET, actor=actor, post=post, at=at, rows=entries, reason=reason)
    found.state = ImportState.DONE
    return len(areas)


@transaction.atomic
def drop_boundaries(*, found: BoundaryImport, actor: Actor, at: dt.datetime) -> None:
    """Forget a checked file. What it would have set is not kept.

    Raises:
        Refused: the actor may change no area.
    """
    post = require(may_change_somewhere(actor))
    dropped = BoundaryImport.objects.filter(pk=found.pk, state=ImportState.CHECKED).update(
        state=ImportState.DROPPED, matches=[], errors=[]
    )
    if dropped:
        before = {"found": len(found.matches)}
        record(BOUNDARIES_DROPPED, actor=actor, post=post, at=at, subject=found, before=before)
