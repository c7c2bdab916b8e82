"""Printing notice boards: of one grid, or of all grids of a village or township."""

from typing import Any
from urllib.parse import quote
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from core.permissions.gate import open_to
from core.permissions.verdict import Refused
from grids.access import area_for
from grids.actions.print_boards import print_boards
from grids.printouts import PAPERS, TooManyBoards, grids_for_boards


@open_to("grids.view")
@require_POST
def boards(request: Any, pk: UUID) -> HttpResponse:
    """The PDF; a click that prints is a POST, because it is recorded."""
    area = area_for(request.actor, pk)
    paper = request.POST.get("paper", "a4")
    page = request.build_absolute_uri(reverse("area_browser"))
    try:
        grids = grids_for_boards(area)
        if not grids:
            raise TooManyBoards(_("{name}还没有网格").format(name=area.name))
        pdf = print_boards(
            area=area,
            grids=grids,
            paper=paper if paper in PAPERS else "a4",
            address=page + "{id}/",
            actor=request.actor,
            at=timezone.now(),
        )
    except (TooManyBoards, Refused) as refused:
        messages.error(request, str(refused))
        return redirect("area", pk=pk)
    name = quote(f"公示牌-{area.name}.pdf")
    answer = HttpResponse(pdf, content_type="application/pdf")
    answer["Content-Disposition"] = f"inline; filename*=UTF-8''{name}"
    return answer
