"""包联安排: how many doors each unit, cadre and village has; a unit's own; suggestions while somebody types."""

from typing import Any

from django.core.paginator import Paginator
from django.db.models import F, QuerySet
from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET

from accounts import finding
from accounts.models import Unit
from accounts.places import place_names
from core.forms.address import Address
from core.permissions.gate import open_to
from households import cadres
from households.arrangement import VILLAGE, by_unit, by_village, cadres_of, uncovered_count
from households.cadres import stranded
from households.forms.ledger import units_of_head
from households.policies import PAIR
from households.selectors import pairs_on

PER_PAGE = 50
BY = {"unit": _("按单位"), "cadre": _("按干部"), "village": _("按村")}
SHOW = {"": _("全部"), "none": _("没有包联户"), "many": _("超过定额")}


@open_to("households.pair")
@require_GET
def pairing(request: Any) -> HttpResponse:
    """Who has how many, and who none or too many."""
    actor, today = request.actor, timezone.localdate()
    address = Address(request.GET)
    by = address.one_of("by", BY, "unit")
    context: dict[str, Any] = {
        "by": by,
        "tabs": BY.items(),
        "today": today,
        "uncovered": uncovered_count(actor, on=today),
        "stranded": len(stranded(actor, on=today)),
    }
    if by == "unit":
        context["rows"] = by_unit(actor, on=today)
    elif by == "village":
        context["rows"] = by_village(actor, on=today)
    else:
        units = Unit.objects.filter(pk__in=[row.unit.pk for row in by_unit(actor, on=today)])
        context |= _cadres(request, address, units)
    context["troubles"] = address.troubles
    return render(request, "households/pairing.html", context)


@open_to("households.unit")
@require_GET
def liaison_units(request: Any) -> HttpResponse:
    """The cadres of one's own unit and their doors."""
    address, units = Address(request.GET), units_of_head(request.actor)
    context = {
        "units": list(units),
        "today": timezone.localdate(),
        **_cadres(request, address, units),
        "troubles": address.troubles,
    }
    return render(request, "households/liaison_units.html", context)


def _cadres(request: Any, address: Address, units: QuerySet[Unit]) -> dict[str, Any]:
    today = timezone.localdate()
    rows = cadres_of(units, on=today)
    show, unit = address.one_of("show", SHOW), address.text("unit")
    if unit and not units.filter(name=unit).exists():
        address.miss(_now("没有找到这个单位"), _now("没有按它筛选"))
        unit = ""
    if unit:
        rows = rows.filter(unit_name=unit)
    if show == "none":
        rows = rows.filter(doors=0)
    elif show == "many":
        rows = rows.filter(most__isnull=False, doors__gt=F("most"))
    page = Paginator(rows, PER_PAGE).get_page(request.GET.get("page"))
    return {
        "page": page,
        "shows": SHOW.items(),
        "show": show,
        "unit": unit,
        "villages": _villages(list(page.object_list)),
    }


def _villages(staff: list[Any]) -> dict[Any, str]:
    """Cadre → where their doors lie, the first three villages."""
    held: dict[Any, list[str]] = {one.pk: [] for one in staff}
    pairs = pairs_on(timezone.localdate()).filter(staff_id__in=held)
    for staff_id, path in pairs.order_by("path").values_list("staff_id", "path"):
        if path[:VILLAGE] not in held[staff_id]:
            held[staff_id].append(path[:VILLAGE])
    names = place_names({path for paths in held.values() for path in paths})
    return {
        staff_id: "、".join(names.get(path, path) for path in paths[:3]) + ("…" if len(paths) > 3 else "")
        for staff_id, paths in held.items()
    }


@open_to("households.pair")
@require_GET
def cadre_options(request: Any) -> HttpResponse:
    """Suggestions of cadres, of the whole county."""
    words = next((value for key, value in request.GET.items() if key in ("staff", "to_staff")), "")
    options = cadres.cadre_options(words, on=timezone.localdate())
    return render(request, "accounts/options.html", {"options": options})


@open_to("households.pair")
@require_GET
def pair_areas(request: Any) -> HttpResponse:
    """Suggestions of areas on the ground where the person pairs."""
    options = finding.area_options(request.GET.get("area", ""), request.actor.paths_for(PAIR))
    return render(request, "accounts/options.html", {"options": options})
