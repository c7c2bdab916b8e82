"""The confidential text of a session is opened (人民调解法 art. 15(4))."""

import datetime as dt

from django.db import transaction
from django.utils.translation import gettext as _

from core.audit.actions.record_view import record_view
from core.permissions.actor import Actor
from core.permissions.verdict import require
from disputes.log_codes import RECORD_SEEN
from disputes.models import Case, Sitting
from disputes.policies import may_read_names
from disputes.selectors import facts_of


@transaction.atomic
def look_at_record(*, case: Case, sitting: Sitting, actor: Actor, at: dt.datetime) -> str:
    """Open it; who looked at the case shows it.

    Returns:
        The text.

    Raises:
        Refused: the actor doesn't handle the case.
    """
    post = require(may_read_names(actor, case, facts_of(case)))
    what = _("第%(n)s次调解记录") % {"n": sitting.number}
    record_view(RECORD_SEEN, actor=actor, at=at, subject=case, post=post, fields=[what])
    return str(sitting.record.reveal())
