"""A scanned page is opened."""

import datetime as dt

from django.db import transaction

from core.audit.actions.record_view import record_view
from core.permissions.actor import Actor
from core.permissions.verdict import require
from disputes.log_codes import SCAN_SEEN
from disputes.models import Case, Scan
from disputes.policies import may_read_names
from disputes.selectors import facts_of


@transaction.atomic
def look_at_scan(*, case: Case, scan: Scan, actor: Actor, at: dt.datetime) -> bytes:
    """Open it; who looked at the case shows it.

    Returns:
        The bytes as they are kept.

    Raises:
        Refused: the actor doesn't handle the case.
    """
    post = require(may_read_names(actor, case, facts_of(case)))
    record_view(SCAN_SEEN, actor=actor, at=at, subject=case, post=post, fields=[scan.item.title])
    return bytes(scan.content)
