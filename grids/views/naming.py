"""层级与网格类型: the county's own words for its levels, and its own kinds of grid."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from core.permissions.gate import open_to
from core.permissions.verdict import Refused
from grids.access import kind_for
from grids.actions.name_level import name_level
from grids.actions.open_kind import open_kind
from grids.actions.rename_kind import rename_kind
from grids.actions.retire_kind import restore_kind, retire_kind
from grids.forms import NameForm
from grids.policies import NAME, may_restore_kind, may_retire_kind
from grids.selectors import kinds_in_use, levels_named


@open_to(NAME)
@require_GET
def page(request: Any) -> HttpResponse:
    """Levels with their names, kinds with how many grids have them."""
    return _page(request)


@open_to(NAME)
@require_POST
def level(request: Any, level: int) -> HttpResponse:
    """Name a level."""
    form = NameForm(request.POST, prefix=f"level{level}", required=False)
    return _done(
        request,
        form,
        lambda: name_level(
            level=level, name=form.cleaned_data["name"], actor=request.actor, at=timezone.now()
        ),
    )


@open_to(NAME)
@require_POST
def add_kind(request: Any) -> HttpResponse:
    """Add a kind."""
    form = NameForm(request.POST, prefix="new")
    return _done(
        request,
        form,
        lambda: open_kind(name=form.cleaned_data["name"], actor=request.actor, at=timezone.now()),
    )


@open_to(NAME)
@require_POST
def change_kind(request: Any, pk: UUID) -> HttpResponse:
    """Rename a kind."""
    kind = kind_for(request.actor, pk)
    form = NameForm(request.POST, prefix=f"kind{pk}")
    return _done(
        request,
        form,
        lambda: rename_kind(
            kind=kind, name=form.cleaned_data["name"], actor=request.actor, at=timezone.now()
        ),
    )


@open_to(NAME)
@require_POST
def end_kind(request: Any, pk: UUID) -> HttpResponse:
    """Retire a kind, or bring it back."""
    kind, now = kind_for(request.actor, pk), timezone.now()
    try:
        if request.POST.get("restore"):
            restore_kind(kind=kind, actor=request.actor, at=now)
        else:
            retire_kind(kind=kind, on=timezone.localdate(now), actor=request.actor, at=now)
    except Refused as refused:
        messages.error(request, str(refused))
    else:
        messages.success(request, _("已保存。"))
    return redirect("grid_naming")


def _done(request: Any, form: NameForm, act: Callable[[], Any]) -> HttpResponse:
    """Do it and go back; what was refused comes back with its form."""
    if form.is_valid():
        try:
            act()
        except Refused as refused:
            form.add_error("name", str(refused))
        else:
            messages.success(request, _("已保存。"))
            return redirect("grid_naming")
    return _page(request, form)


def _page(request: Any, came_back: NameForm | None = None) -> HttpResponse:
    def form_of(prefix: str, name: str, required: bool = True) -> NameForm:
        if came_back is not None and came_back.prefix == prefix:
            return came_back
        return NameForm(prefix=prefix, initial={"name": name}, required=required)

    actor = request.actor
    context = {
        "levels": [(one, form_of(f"level{one.level}", one.name, False)) for one in levels_named()],
        "kinds": [
            (
                kind,
                form_of(f"kind{kind.pk}", kind.name),
                may_retire_kind(actor, kind),
                may_restore_kind(actor, kind),
            )
            for kind in kinds_in_use()
        ],
        "new": form_of("new", ""),
        "came_back": came_back,
    }
    return render(request, "grids/naming.html", context, status=422 if came_back else 200)
