"""Planned changes: what waits for its day, and taking it back."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from core.permissions.gate import open_to
from core.permissions.verdict import Refused
from grids.access import change_for
from grids.actions.undo_change import undo_change
from grids.policies import may_undo
from grids.selectors import planned_changes

PAGE = 50


@open_to("grids.view")
@require_GET
def planned(request: Any) -> HttpResponse:
    """Changes that wait, and those that could not be made."""
    page = Paginator(planned_changes(request.actor), PAGE).get_page(request.GET.get("page"))
    rows = [(change, may_undo(request.actor, change)) for change in page]
    return render(request, "grids/planned.html", {"page": page, "rows": rows})


@open_to("grids.change")
@require_POST
def undo(request: Any, pk: UUID) -> HttpResponse:
    """Take a planned change back."""
    change = change_for(request.actor, pk)
    try:
        undo_change(change=change, actor=request.actor, at=timezone.now())
        messages.success(request, _("已撤销：{summary}").format(summary=change.summary))
    except Refused as refused:
        messages.error(request, str(refused))
    return redirect("planned_changes")
