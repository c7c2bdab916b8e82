"""A county's own kind of grid is given to no grid any more, or is again."""

import datetime as dt

from django.db import transaction

from core.audit.actions.record import record
from core.permissions.actor import Actor
from core.permissions.verdict import require
from grids.log_codes import KIND_RESTORED, KIND_RETIRED
from grids.models import OwnKind
from grids.policies import may_restore_kind, may_retire_kind


@transaction.atomic
def retire_kind(*, kind: OwnKind, on: dt.date, actor: Actor, at: dt.datetime) -> OwnKind:
    """Take it off the lists to choose from; grids that have it keep it.

    Raises:
        Refused: the actor may not, or it is retired already.
    """
    post = require(may_retire_kind(actor, kind))
    kind.retired_on = on
    kind.save(update_fields=["retired_on"])
    record(KIND_RETIRED, actor=actor, post=post, at=at, subject=kind, after={"valid_to": on})
    return kind


@transaction.atomic
def restore_kind(*, kind: OwnKind, actor: Actor, at: dt.datetime) -> OwnKind:
    """Put it back on the lists.

    Raises:
        Refused: the actor may not, or it is in use.
    """
    post = require(may_restore_kind(actor, kind))
    before, kind.retired_on = kind.retired_on, None
    kind.save(update_fields=["retired_on"])
    record(KIND_RESTORED, actor=actor, post=post, at=at, subject=kind, before={"valid_to": before})
    return kind
