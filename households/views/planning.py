"""Sharing many doors out: of a grid to named cadres, or by the units' quotas. The address asks, the preview answers."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from accounts.models import Unit
from accounts.places import place_names
from core.permissions.answers import attempt, form_page, sent
from core.permissions.gate import open_to
from core.permissions.verdict import Refused
from households.access import quota_for
from households.actions.pair_by_plan import pair_by_plan
from households.actions.set_quota import remove_quota as do_remove
from households.actions.set_quota import set_quota as do_set
from households.forms.pairing import GridShareForm, QuotaForm, RuleShareForm
from households.models import UnitQuota
from households.planning import Plan, Wish, held_by, lots_of, plan_for
from households.policies import may_change_settings

MOST_CADRES = 500  # named one by one in a preview; of more only the units
PLACES = 3


@open_to("households.pair")
@require_http_methods(["GET", "POST"])
def pair_by_grid(request: Any) -> HttpResponse:
    """The uncovered doors of an area to one or more cadres."""
    today = timezone.localdate()
    asked = request.POST or request.GET
    form = GridShareForm(
        asked if request.method == "POST" or "cadres" in asked else None,
        actor=request.actor,
        today=today,
        initial={"from_on": today},
    )

    def wish(given: dict[str, Any]) -> Wish:
        return Wish(given["area"], given["from_on"], tuple(staff.pk for staff in given["cadres"]))

    return _planned(request, form, wish, "households/pair_by_grid.html", {})


@open_to("households.pair")
@require_http_methods(["GET", "POST"])
def pair_by_rule(request: Any) -> HttpResponse:
    """The uncovered doors of an area by quota, nearest first; below, the quotas."""
    today, actor = timezone.localdate(), request.actor
    asked = request.POST or request.GET
    form = RuleShareForm(
        asked if request.method == "POST" or "from_on" in asked else None,
        actor=actor,
        initial={"from_on": today},
    )

    def wish(given: dict[str, Any]) -> Wish:
        return Wish(given["area"], given["from_on"], without=actor.person_id)

    quotas = list(UnitQuota.objects.select_related("unit").order_by("path", "unit__path", "unit__name"))
    names = place_names({quota.path for quota in quotas})
    context = {
        "quotas": [(quota, names.get(quota.path, ""), held_by(quota, on=today)) for quota in quotas],
        "may_change": may_change_settings(actor).ok,
    }
    return _planned(request, form, wish, "households/pair_by_rule.html", context)


def _planned(
    request: Any,
    form: forms.Form,
    wish: Callable[[dict[str, Any]], Wish],
    template: str,
    context: dict[str, Any],
) -> HttpResponse:
    """The form, its preview, and what comes of confirming it."""
    plan = None
    if request.method == "POST":
        done = attempt(
            form,
            lambda given: pair_by_plan(
                wish=wish(given),
                digest=request.POST.get("digest", ""),
                actor=request.actor,
                at=timezone.now(),
            ),
        )
        if done:
            said = {"n": len(done.result.pairs), "left": len(done.result.left)}
            messages.success(request, _("已安排%(n)s户，还有%(left)s户未包联。") % said)
            return redirect("uncovered")
    if form.is_bound and not any(name in form.errors for name in form.fields):
        plan = plan_for(wish(form.cleaned_data))
    context |= {"form": form, "plan": plan, "today": timezone.localdate()}
    if plan is not None:
        context |= _preview(plan)
    is_refused = form.is_bound and bool(form.errors)
    return render(request, template, context, status=422 if is_refused else 200)


def _preview(plan: Plan) -> dict[str, Any]:
    """Units with their cadres, and where doors are left."""
    lots = lots_of(plan)
    units = Unit.objects.in_bulk(list(lots))
    paths = {path for those in lots.values() for lot in those for path in lot.paths}
    left: dict[str, int] = {}
    for door in plan.left:
        left[plan.paths[door]] = left.get(plan.paths[door], 0) + 1
    names = place_names(paths | set(left))
    shows_cadres = sum(map(len, lots.values())) <= MOST_CADRES
    rows = [
        (
            units[unit],
            sum(lot.added for lot in those),
            len(those),
            [
                (lot, "、".join(names.get(path, path) for path in lot.paths[:PLACES]))
                for lot in those
                if shows_cadres
            ],
        )
        for unit, those in lots.items()
    ]
    return {
        "units": sorted(rows, key=lambda row: (row[0].path, row[0].name)),
        "shows_cadres": shows_cadres,
        "left": [(names.get(path, path), count) for path, count in sorted(left.items())],
    }


@open_to("households.settings")
@require_http_methods(["GET", "POST"])
def set_quota(request: Any) -> HttpResponse:
    """How many doors a unit takes on in an area; the same unit and area again puts another number in its place."""
    first = {name: request.GET.get(name, "") for name in ("unit", "area", "doors", "most_a_cadre")}
    form = QuotaForm(sent(request), actor=request.actor, initial=first)
    done = attempt(
        form,
        lambda given: do_set(
            unit=given["unit"],
            path=given["area"],
            doors=given["doors"],
            most_a_cadre=given["most_a_cadre"],
            actor=request.actor,
            at=timezone.now(),
        ),
    )
    if done:
        messages.success(request, _("已保存定额。"))
        return redirect("pair_by_rule")
    intro = _("定额用于按定额分配未包联的户；已有的包联不因调整而改变。")
    return form_page(request, form, _("包联定额"), _("保存"), "pair_by_rule", intro=intro)


@open_to("households.settings")
@require_POST
def remove_quota(request: Any, pk: UUID) -> HttpResponse:
    """Take a quota away."""
    try:
        do_remove(quota=quota_for(pk), actor=request.actor, at=timezone.now())
        messages.success(request, _("已删除定额。"))
    except Refused as refused:
        messages.error(request, str(refused))
    return redirect("pair_by_rule")
