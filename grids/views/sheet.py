"""The tree below an area as a sheet."""

from typing import Any
from urllib.parse import quote
from uuid import UUID

from django.http import HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from core.permissions.gate import open_to
from core.tabular.actions.export_sheet import export_sheet
from grids.access import area_for
from grids.exports import AREAS
from grids.selectors import areas_below

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@open_to("grids.view")
@require_POST
def sheet(request: Any, pk: UUID) -> HttpResponse:
    """The workbook; taking it out is recorded."""
    area = area_for(request.actor, pk)
    rows = areas_below(area).select_related("parent")
    book = export_sheet(
        sheet=AREAS,
        rows=rows.iterator(chunk_size=2000),
        actor=request.actor,
        at=timezone.now(),
        filters=area.name,
        path=area.path,
    )
    answer = HttpResponse(book.read(), content_type=XLSX)
    name = quote(_("区域-{name}.xlsx").format(name=area.name))
    answer["Content-Disposition"] = f"attachment; filename*=UTF-8''{name}"
    return answer
