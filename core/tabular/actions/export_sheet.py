from collections.abc import Iterable
from datetime import datetime
from typing import Any, BinaryIO

from django.db import transaction
from django.utils.translation import gettext as _

from core.audit.actions.record import record
from core.permissions.actor import Actor
from core.permissions.verdict import require
from core.tabular import log_codes, policies
from core.tabular.columns import Sheet
from core.tabular.writing import Watermark, spooled, write_workbook


@transaction.atomic
def export_sheet(
    *,
    sheet: Sheet,
    rows: Iterable[Any],
    actor: Actor,
    at: datetime,
    unmasked: bool = False,
    reason: str = "",
    filters: str = "",
    path: str | None = None,
) -> BinaryIO:
    """Write a sheet out and record who took it: masked, unless the actor may take it in full and says why.

    Args:
        rows: a queryset may be passed with `.iterator()`; memory stays flat.
        filters: what the page was filtered by, for the record.

    Returns:
        The workbook, at its beginning. Nothing of it needs the database any more.

    Raises:
        Refused: in full without the right or without a reason.
    """
    post = require(policies.may_export_in_full(actor, reason)) if unmasked else None
    out = spooled()
    count = write_workbook(sheet, rows, Watermark(actor.name, at, unmasked), out, unmasked=unmasked)
    out.seek(0)
    record(
        log_codes.SHEET_EXPORTED,
        actor=actor,
        post=post,
        at=at,
        after={
            "title": str(sheet.title),
            "rows": count,
            "form": _("明文") if unmasked else _("已脱敏"),
            "filters": filters,
        },
        reason=reason,
        path=path,
    )
    return out
