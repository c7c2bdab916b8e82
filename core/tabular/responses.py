"""Answers that carry a sheet out."""

from collections.abc import Callable, Iterable, Iterator
from datetime import datetime
from typing import Any, BinaryIO
from urllib.parse import quote

from django.http import FileResponse, StreamingHttpResponse
from django.utils import timezone

from core.permissions.actor import Actor
from core.tabular.actions.export_sheet import export_sheet
from core.tabular.columns import Sheet
from core.tabular.writing import Watermark, csv_lines
from core.tenancy.context import in_tenant


def workbook_response(
    sheet: Sheet,
    rows: Iterable[Any],
    *,
    actor: Actor,
    at: datetime,
    filters: str = "",
    path: str | None = None,
) -> FileResponse:
    """A masked workbook to download, recorded. It is written before the answer begins; nothing is read afterwards."""
    out = export_sheet(
        sheet=sheet,
        rows=rows,
        actor=actor,
        at=at,
        filters=filters,
        path=path,
    )
    return workbook_file(sheet, out, at)


def workbook_file(sheet: Sheet, out: BinaryIO, at: datetime) -> FileResponse:
    """A finished workbook under a name that says what it is and when it was taken."""
    return FileResponse(
        out, as_attachment=True, filename=f"{sheet.title}-{timezone.localtime(at):%Y%m%d%H%M}.xlsx"
    )


def csv_response(
    sheet: Sheet, rows: Callable[[], Iterable[Any]], *, actor: Actor, at: datetime
) -> StreamingHttpResponse:
    """A masked CSV, sent while it is read. The request's transaction is over by then: the body opens the county
    itself, and asks `rows` for its rows only there."""
    mark = Watermark(actor.name, at)

    def body() -> Iterator[str]:
        with in_tenant(actor.tenant):
            yield from csv_lines(sheet, rows(), mark)

    response = StreamingHttpResponse(body(), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(f'{sheet.title}.csv')}"
    return response
