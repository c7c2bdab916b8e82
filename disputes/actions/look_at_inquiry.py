"""What somebody said in an inquiry is opened, with their phone (人民调解法 art. 15(4))."""

import datetime as dt

from django.db import transaction
from django.utils.translation import gettext as _

from core.audit.actions.record_view import record_view
from core.permissions.actor import Actor
from core.permissions.verdict import require
from disputes.log_codes import INQUIRY_SEEN
from disputes.models import Case, Inquiry
from disputes.policies import may_read_names
from disputes.selectors import facts_of


@transaction.atomic
def look_at_inquiry(*, case: Case, inquiry: Inquiry, actor: Actor, at: dt.datetime) -> tuple[str, str]:
    """Open it; who looked at the case shows it.

    Returns:
        The text, and the phone of whoever was asked where they are no party.

    Raises:
        Refused: the actor doesn't handle the case.
    """
    post = require(may_read_names(actor, case, facts_of(case)))
    what = _("第%(n)s次调查记录") % {"n": inquiry.number}
    record_view(INQUIRY_SEEN, actor=actor, at=at, subject=case, post=post, fields=[what])
    return str(inquiry.record.reveal()), str(inquiry.phone.reveal())
