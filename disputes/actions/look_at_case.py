"""A leader reads a file that is not theirs, for a reason that stays."""

import datetime as dt

from django.db import transaction
from django.utils.translation import gettext as _

from core.audit.actions.record_view import record_view
from core.permissions.actor import Actor
from core.permissions.verdict import Refused, require
from disputes.log_codes import CASE_SEEN
from disputes.models import Case
from disputes.policies import may_look_with_reason

SHORTEST_REASON = 4


@transaction.atomic
def look_at_case(*, case: Case, reason: str, actor: Actor, at: dt.datetime) -> Case:
    """Open the file for this once.

    Raises:
        Refused: not of their ground, restricted, or the reason says nothing.
    """
    post = require(may_look_with_reason(actor, case))
    if len(reason.strip()) < SHORTEST_REASON:
        raise Refused(_("请写明查看原因，如“领导接访，当事人反映办理进度”。"))
    record_view(CASE_SEEN, actor=actor, at=at, subject=case, post=post, reason=reason.strip())
    return case
