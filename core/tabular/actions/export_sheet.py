from collections.abc import Iterable
from datetime import datetime
from typing import Any, BinaryIO

from django.db import transaction
from django.utils.translation import gettext as _

from core.audit.actions.record import record
from core.permissions.actor import Actor
from core.tabular import log_codes
from core.tabular.columns import Sheet
from core.tabular.writing import Watermark, spooled, write_workbook


@transaction.atomic
def export_sheet(
    *,
    sheet: Sheet,
    rows: Iterable[Any],
    actor: Actor,
    at: datetime,
    filters: str = "",
    path: str | None = None,
) -> BinaryIO:
    """Write a masked sheet out and record who took it. In full: `take_export`.

    Args:
        rows: a queryset may be passed with `.iterator()`; memory stays flat.
        filters: what the page was filtered by, for the record and the sheet's second line.

    Returns:
        The workbook, at its beginning. Nothing of it needs the database any more.
    """
    out = spooled()
    count = write_workbook(sheet, rows, Watermark(actor.name, at, filters=filters), out)
    out.seek(0)
    record(
        log_codes.SHEET_EXPORTED,
        actor=actor,
        at=at,
        after={
            "title": str(sheet.title),
            "rows": count,
            "form": _("已脱敏"),
            "filters": filters,
        },
        path=path,
    )
    return out
