"""A draft of a visit is thrown away by whoever wrote it."""

import datetime as dt

from django.db import transaction
from django.utils.translation import gettext as _

from core.audit.actions.record import record
from core.permissions.actor import Actor
from core.permissions.verdict import Refused, require
from households.log_codes import DRAFT_DROPPED
from households.models import Visit
from households.policies import may_correct_visit


@transaction.atomic
def drop_draft(*, visit: Visit, actor: Actor, at: dt.datetime) -> None:
    """Delete a draft. What was recorded is never deleted.

    Raises:
        Refused: it is recorded by now, or somebody else's.
    """
    visit = Visit.objects.select_for_update(of=("self",)).get(pk=visit.pk)
    if visit.is_kept:
        raise Refused(_("已记录的走访不能删除，可以更正。"))
    post = require(may_correct_visit(actor, visit))
    record(DRAFT_DROPPED, actor=actor, post=post, at=at, subject=visit)
    visit.delete()
