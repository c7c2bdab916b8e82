"""A file of boundaries is checked, and kept until somebody says yes or no."""

import datetime as dt

from django.db import transaction

from core.audit.actions.record import record
from core.permissions.actor import Actor
from core.permissions.verdict import require
from grids.geojson import check_collection
from grids.log_codes import BOUNDARIES_UPLOADED
from grids.models import BoundaryImport
from grids.policies import may_change_somewhere


@transaction.atomic
def check_boundary_file(*, file_name: str, content: bytes, actor: Actor, at: dt.datetime) -> BoundaryImport:
    """The dry run of an import: nothing is set yet.

    Raises:
        BadFile: the file as a whole can't be read.
        Refused: the actor may change no area.
    """
    post = require(may_change_somewhere(actor))
    checked = check_collection(content, actor=actor)
    found: BoundaryImport = BoundaryImport.objects.create(
        file_name=file_name[:120],
        matches=checked.matches,
        errors=checked.errors,
        uploaded_by=actor.user_id,
        uploaded_by_name=actor.name,
        uploaded_at=at,
    )
    counts = {"found": len(checked.matches), "errors": len(checked.errors)}
    record(BOUNDARIES_UPLOADED, actor=actor, post=post, at=at, subject=found, after=counts)
    return found
