"""Take out, once, the sheet in full that somebody approved."""

import json
from datetime import date, datetime
from typing import BinaryIO

from django.db import transaction
from django.utils.translation import gettext as _

from core.audit.actions.record import record
from core.permissions.actor import Actor
from core.permissions.verdict import require
from core.tabular import log_codes, policies
from core.tabular.exporting import ExportKind
from core.tabular.models import ExportRequest
from core.tabular.writing import Watermark, spooled, write_workbook


@transaction.atomic
def take_export(
    *, asked: ExportRequest, kind: ExportKind, account: str, on: date, actor: Actor, at: datetime
) -> BinaryIO:
    """The workbook, with the account, the approver and the time on every page; recorded and counted.

    Args:
        asked: the request, locked by who fetched it, so that two clicks take it once.
        account: the login it is taken under.
        on: the day the rows are read for.

    Raises:
        Refused: not approved, taken already, too late, not theirs.
    """
    post = require(policies.may_take_export(actor, asked, kind, at=at))
    params = json.loads(asked.params.reveal())
    mark = Watermark(
        _("%(name)s（%(account)s）") % {"name": actor.name, "account": account},
        at,
        unmasked=True,
        approved_by=asked.settled_by_name,
        filters=asked.filters.reveal(),
    )
    out = spooled()
    count = write_workbook(kind.sheet, kind.lines(actor, params, on), mark, out, unmasked=True)
    out.seek(0)
    asked.taken_at, asked.rows_taken = at, count
    asked.save(update_fields=["taken_at", "rows_taken"])
    record(
        log_codes.EXPORT_TAKEN,
        actor=actor,
        post=post,
        at=at,
        subject=asked,
        after={
            "title": asked.title,
            "rows": count,
            "opened": asked.opened,
            "approved_by": asked.settled_by_name,
        },
        reason=asked.reason,
    )
    return out
