"""未包联: the doors that nobody is paired with, many given to one cadre; and the change of one door's cadre."""

from collections.abc import Collection
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accounts.places import place_names
from core.crypto.masks import mask_address, mask_name
from core.forms.identifiers import ticked
from core.permissions.actor import Actor
from core.permissions.answers import attempt, page, sent
from core.permissions.gate import open_to
from core.permissions.verdict import Refused
from households.access import pairable_door_for
from households.actions.pair_doors import pair_doors
from households.actions.take_back_pairs import take_back_pair as do_take_back
from households.arrangement import to_come, uncovered_asked
from households.cadres import stranded
from households.forms.pairing import ChangePairForm, PairForm, UncoveredFilters
from households.models import Door, Liaison
from households.policies import may_read_names
from households.selectors import pair_of

PER_PAGE = 50


@open_to("households.pair")
@require_GET
def uncovered(request: Any) -> HttpResponse:
    """The list that is to be empty, in the order of the street."""
    return _page(request)


@open_to("households.pair")
@require_POST
def pair_uncovered(request: Any) -> HttpResponse:
    """One cadre for the ticked doors; what is refused stays ticked."""
    picks = ticked(request.POST.getlist("door"))
    form = PairForm(request.POST, actor=request.actor, today=timezone.localdate(), auto_id="bulk-%s")
    if form.is_valid() and not picks:
        form.add_error(None, _("请先勾选要分配的户。"))
    done = attempt(
        form,
        lambda given: pair_doors(
            pairs=dict.fromkeys(picks, given["staff"].pk),
            seen=dict.fromkeys(picks),
            from_on=given["from_on"],
            actor=request.actor,
            at=timezone.now(),
        ),
    )
    if done is None:
        return _page(request, form, picks)
    said = {"n": len(done.result), "name": form.cleaned_data["staff"].name}
    messages.success(request, _("已将%(n)s户交由%(name)s包联。") % said)
    query = _query(request)
    return redirect(reverse("uncovered") + (f"?{query}" if query else ""))


@open_to("households.pair")
@require_http_methods(["GET", "POST"])
def change_pair(request: Any, pk: UUID) -> HttpResponse:
    """Another cadre for one door from a day on."""
    door, today = pairable_door_for(request.actor, pk), timezone.localdate()
    last = Liaison.objects.filter(door=door, to_on=None).select_related("staff", "unit").first()
    first = {"from_on": today, "seen": last.pk if last else None}
    form = ChangePairForm(sent(request), actor=request.actor, today=today, initial=first)
    done = attempt(
        form,
        lambda given: pair_doors(
            pairs={door.pk: given["staff"].pk},
            seen={door.pk: given["seen"]},
            from_on=given["from_on"],
            actor=request.actor,
            at=timezone.now(),
        ),
    )
    if done:
        messages.success(request, _("已安排%(name)s包联。") % {"name": form.cleaned_data["staff"].name})
        return redirect("change_pair", pk=door.pk)
    context = {
        "door": door,
        "place": place_names([door.path]).get(door.path, ""),
        "read": _as_read(door, request.actor),
        "now": pair_of(door, on=today),
        "next": last if last and last.from_on > today else None,
        "history": Liaison.objects.filter(door=door).select_related("staff", "unit").order_by("-from_on"),
        "today": today,
    }
    return page(request, "households/change_pair.html", form, **context)


@open_to("households.pair")
@require_POST
def take_back_pair(request: Any, pk: UUID) -> HttpResponse:
    """Undo the change that is to come."""
    door = pairable_door_for(request.actor, pk)
    try:
        do_take_back(door=door, actor=request.actor, at=timezone.now())
        messages.success(request, _("已撤销，仍由原干部包联。"))
    except Refused as refused:
        messages.error(request, str(refused))
    return redirect("change_pair", pk=door.pk)


def _page(request: Any, bulk: PairForm | None = None, picks: Collection[UUID] = frozenset()) -> HttpResponse:
    actor, today = request.actor, timezone.localdate()
    form = UncoveredFilters(request.GET, actor=actor, auto_id="f-%s")
    asked = form.understood
    numbered = Paginator(uncovered_asked(actor, on=today, **asked), PER_PAGE).get_page(
        request.GET.get("page")
    )
    doors = list(numbered.object_list)
    places, coming = place_names({door.path for door in doors}), to_come(doors)
    context = {
        "form": form,
        "page": numbered,
        "rows": [
            (door, *_as_read(door, actor), places.get(door.path, ""), coming.get(door.pk)) for door in doors
        ],
        "query": _query(request),
        "today": today,
        "stranded": len(stranded(actor, on=today)),
        "bulk": bulk or PairForm(actor=actor, today=today, auto_id="bulk-%s", initial={"from_on": today}),
        "picks": picks,
        "troubles": form.troubles,
    }
    return render(request, "households/uncovered.html", context, status=422 if bulk else 200)


def _as_read(door: Door, actor: Actor) -> tuple[str, str]:
    """Name and address as this person may read them."""
    if may_read_names(actor, door.path, is_paired=False):
        return door.name, door.address
    return mask_name(door.name), mask_address(door.address)


def _query(request: Any) -> str:
    asked = request.GET.copy()
    asked.pop("page", None)
    return str(asked.urlencode())
