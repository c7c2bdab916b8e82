"""住户登记: the list of doors, its filters in the address; the page of one; its numbers opened for a reason."""

from typing import Any
from uuid import UUID

from django import forms
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from accounts import finding
from core.permissions.actor import Actor
from core.permissions.answers import attempt
from core.permissions.gate import open_to
from households.access import door_for
from households.actions.look_at_door import look_at_door
from households.door_sheet import sheet_of
from households.exports import asked_in
from households.forms.filters import DoorFilters
from households.forms.keeping import LookForm
from households.listing import as_read, bound_of, counted, doors_asked, in_order, with_company
from households.models import Door
from households.opening import Opened
from households.policies import REGISTER, VIEW

PER_PAGE = 50
SORTS = ("name", "place", "address", "presence")


@open_to("households.view")
@require_GET
def doors(request: Any) -> HttpResponse:
    """The doors of one's ground in the order of the street, or the part of them that the address asks for."""
    actor: Actor = request.actor
    form = DoorFilters(request.GET, actor=actor)
    asked = asked_in(form, actor)
    found = doors_asked(actor, asked)
    most = bound_of(asked)
    total = counted(found, most)
    is_bounded = total > most
    page = _numbered(in_order(found, "" if is_bounded else asked.order), min(total, most)).get_page(
        request.GET.get("page")
    )
    listed = with_company(list(page.object_list), on=timezone.localdate())
    rows = [(door, as_read(door, actor)) for door in listed]
    context = {
        "form": form,
        "page": page,
        "rows": rows,
        "heads": [] if is_bounded else _heads(request.GET.get("sort", "")),
        "is_bounded": is_bounded,
        "most": most,
        "query": _query(request),
        "may_enter": actor.has(REGISTER),
        "troubles": form.troubles,
        "today": timezone.localdate(),
    }
    return render(request, "households/doors.html", context)


@open_to("households.mine")
@require_GET
def door(request: Any, pk: UUID) -> HttpResponse:
    """Who lives there, who is paired with it, what was heard and done; phones and numbers masked."""
    return _page(request, door_for(request.actor, pk))


@never_cache
@open_to("households.mine")
@require_POST
def look(request: Any, pk: UUID) -> HttpResponse:
    """The same page with its phones and numbers in full, in this answer only."""
    found = door_for(request.actor, pk)
    form = LookForm(request.POST)
    done = attempt(
        form,
        lambda given: look_at_door(door=found, actor=request.actor, at=timezone.now(), **given),
    )
    return _page(request, found, opened=done.result if done else None, form=form)


@open_to("households.mine")
@require_GET
def door_areas(request: Any) -> HttpResponse:
    """Suggestions of areas on the person's ground."""
    paths = sorted({*request.actor.paths_for(VIEW), *request.actor.paths_for(REGISTER)})
    options = finding.area_options(request.GET.get("area", ""), paths)
    return render(request, "accounts/options.html", {"options": options})


def _page(
    request: Any, found: Door, *, opened: Opened | None = None, form: forms.Form | None = None
) -> HttpResponse:
    sheet = sheet_of(found, request.actor, on=timezone.localdate(), opened=opened)
    context = {
        "door": found,
        "sheet": sheet,
        "look": form or LookForm(),
        "is_opened": opened is not None,
        "sees_lists": request.actor.has(VIEW),
    }
    status = 422 if form is not None and form.errors else 200
    return render(request, "households/door.html", context, status=status)


def _numbered(rows: QuerySet[Door], total: int) -> Paginator[Door]:
    pages = Paginator(rows, PER_PAGE)
    pages.count = total  # a cached property: counted up to the bound already
    return pages


def _heads(sort: str) -> dict[str, tuple[str, str]]:
    """Sortable column → what a click on its head sorts by, and how it is sorted now."""
    bare, is_down = sort.removeprefix("-"), sort.startswith("-")
    return {
        key: (
            key if key != bare or is_down else f"-{key}",
            ("descending" if is_down else "ascending") if key == bare else "",
        )
        for key in SORTS
    }


def _query(request: Any) -> str:
    asked = request.GET.copy()
    asked.pop("page", None)
    return str(asked.urlencode())
