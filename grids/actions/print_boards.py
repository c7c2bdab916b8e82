"""Notice boards leave the house."""

import datetime as dt
from collections.abc import Sequence

from django.db import transaction

from core.audit.actions.record import record
from core.audit.selectors import head_of
from core.permissions.actor import Actor
from core.permissions.verdict import require
from grids.log_codes import BOARDS_PRINTED
from grids.models import Area
from grids.policies import may_print_boards
from grids.printouts import boards_pdf


@transaction.atomic
def print_boards(
    *, area: Area, grids: Sequence[Area], paper: str, address: str, actor: Actor, at: dt.datetime
) -> bytes:
    """Set the boards of `grids`, which lie in `area`, and record that they were printed.

    Raises:
        Refused: the area is retired or out of reach.
    """
    post = require(may_print_boards(actor, area))
    pdf = boards_pdf(
        grids,
        paper=paper,
        address=address,
        at=at,
        printed_by=actor.name,
        head_hash=head_of(actor.tenant).printed,
    )
    record(BOARDS_PRINTED, actor=actor, post=post, at=at, subject=area, after={"count": len(grids)})
    return pdf
