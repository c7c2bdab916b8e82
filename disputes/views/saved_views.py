"""常用视图: a list's filters under a name of one's own."""

from typing import Any
from urllib.parse import parse_qsl, urlencode
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from core.permissions.gate import open_to
from core.permissions.verdict import Refused
from disputes.access import view_for
from disputes.actions.rename_view import delete_view as do_delete_view
from disputes.actions.rename_view import rename_view as do_rename_view
from disputes.actions.save_view import save_view as do_save_view
from disputes.forms.filters import CaseFilters
from disputes.selectors import views_of


@open_to("disputes.mine")
@require_GET
def saved_views(request: Any) -> HttpResponse:
    """The person's own views, to be renamed or dropped."""
    return render(request, "disputes/saved_views.html", {"views": views_of(request.actor)})


@open_to("disputes.mine")
@require_POST
def save_view(request: Any) -> HttpResponse:
    """Keep the list as it is filtered now."""
    query = _known(request.POST.get("query", ""))
    try:
        do_save_view(
            name=request.POST.get("name", "")[:30], query=query, actor=request.actor, at=timezone.now()
        )
    except Refused as refused:
        messages.error(request, str(refused))
    else:
        messages.success(request, _("视图已保存。"))
    return redirect(reverse("cases") + (f"?{query}" if query else ""))


@open_to("disputes.mine")
@require_POST
def rename_view(request: Any, pk: UUID) -> HttpResponse:
    view, name = view_for(request.actor, pk), request.POST.get("name", "")[:30]
    try:
        do_rename_view(view=view, name=name, actor=request.actor, at=timezone.now())
    except Refused as refused:
        context = {"views": views_of(request.actor), "refused": str(refused), "typed": name, "wrong": view.pk}
        return render(request, "disputes/saved_views.html", context, status=422)
    messages.success(request, _("视图已改名。"))
    return redirect("saved_views")


@open_to("disputes.mine")
@require_POST
def delete_view(request: Any, pk: UUID) -> HttpResponse:
    do_delete_view(view=view_for(request.actor, pk), actor=request.actor, at=timezone.now())
    messages.success(request, _("视图已删除。"))
    return redirect("saved_views")


def _known(query: str) -> str:
    """Of an address's filters those that the list knows."""
    return urlencode([(name, value) for name, value in parse_qsl(query) if name in CaseFilters.base_fields])
