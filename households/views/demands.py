"""问题台账: the demands heard at doors, who answers them, until when, and what was answered."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Q, QuerySet
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from accounts.models import Unit
from accounts.places import place_names
from core.forms.address import Address
from core.paths.ranges import within
from core.permissions.actor import Actor
from core.permissions.answers import attempt
from core.permissions.gate import open_to
from core.tenancy.lookups import among
from households import access
from households.actions.answer_demand import answer_demand
from households.actions.assign_demand import assign_demand
from households.actions.withdraw_demand import withdraw_demand
from households.choices import DemandState
from households.forms.demand import AnswerForm, AssignForm, WithdrawForm
from households.forms.visit_filters import DemandFilters
from households.models import Visit
from households.policies import (
    DEMANDS,
    VIEW,
    may_answer_demand,
    may_assign_demand,
    may_withdraw_demand,
)
from households.visit_rows import demand_rows
from households.visit_selectors import (
    demands_for,
    demands_seen_by,
    units_for,
    visits_seen_by,
    with_due,
    written_by,
)

PER_PAGE = 50
STATES = (
    ("open", gettext_lazy("办理中")),
    ("late", gettext_lazy("超期")),
    ("answered", gettext_lazy("已答复")),
    ("all", gettext_lazy("全部")),
)


@open_to("households.mine")
@require_GET
def demands(request: Any) -> HttpResponse:
    """The problem register of the reader's ground, department or own doors: those due first."""
    actor, now = request.actor, timezone.now()
    whose = _whose(actor)
    address = Address(request.GET)
    of = address.one_of("of", dict(whose))
    state = address.one_of("state", dict(STATES), "open")
    form = DemandFilters(request.GET, actor=actor)
    seen = demands_seen_by(actor, on=timezone.localdate(now))
    if of:
        seen = seen.filter(_of(actor, of))
    rows = _in_state(with_due(form.narrowed(seen)), state, now)
    order = ("due_at", "raised_at", "pk") if state in ("open", "late") else ("-raised_at", "-pk")
    page = Paginator(
        rows.select_related("door", "unit", "staff", "visit__staff").order_by(*order), PER_PAGE
    ).get_page(request.GET.get("page"))
    found = list(page.object_list)
    context = {
        "form": form,
        "page": page,
        "rows": demand_rows(found, actor=actor, now=now),
        "places": place_names(demand.path for demand in found),
        "states": STATES,
        "state": state,
        "whose": whose,
        "of": of,
        "troubles": [*address.troubles, *form.troubles],
    }
    return render(request, "households/demands.html", context)


@never_cache
@open_to("households.mine")
@require_GET
def demand(request: Any, pk: UUID) -> HttpResponse:
    """One demand, and what the reader may do about it."""
    return _page(request, pk)


@never_cache
@open_to("households.mine")
@require_POST
def assign(request: Any, pk: UUID) -> HttpResponse:
    """Name department and person."""
    at = timezone.now()
    found = access.demand_for(request.actor, pk)
    form = AssignForm(request.POST, actor=request.actor, at=at)
    done = attempt(
        form, lambda _given: assign_demand(demand=found, actor=request.actor, at=at, **form.chosen)
    )
    return _after(request, pk, done, _("已分派。"), assign=form)


@never_cache
@open_to("households.mine")
@require_POST
def answer(request: Any, pk: UUID) -> HttpResponse:
    """Answer it."""
    found, form = access.demand_for(request.actor, pk), AnswerForm(request.POST)
    done = attempt(
        form,
        lambda given: answer_demand(
            demand=found, answer=given["answer"], actor=request.actor, at=timezone.now()
        ),
    )
    return _after(request, pk, done, _("已答复，并已通知走访人回告群众。"), answer=form)


@never_cache
@open_to("households.mine")
@require_POST
def withdraw(request: Any, pk: UUID) -> HttpResponse:
    """It is no longer asked for."""
    found, form = access.demand_for(request.actor, pk), WithdrawForm(request.POST)
    done = attempt(
        form,
        lambda given: withdraw_demand(
            demand=found, reason=given["reason"], actor=request.actor, at=timezone.now()
        ),
    )
    return _after(request, pk, done, _("已撤回。"), withdraw=form)


def _after(request: Any, pk: UUID, done: Any, said: str, **forms: Any) -> HttpResponse:
    if done is None:
        return _page(request, pk, **forms)
    messages.success(request, said)
    return redirect("demand", pk=pk)


def _page(request: Any, pk: UUID, **sent: Any) -> HttpResponse:
    actor, now = request.actor, timezone.now()
    found = access.demand_for(actor, pk)
    may_assign = may_assign_demand(actor, found)
    first = {"unit": found.unit.name if found.unit else "", "staff": found.staff.name if found.staff else ""}
    context = {
        "demand": found,
        "row": demand_rows([found], actor=actor, now=now)[0],
        "place": place_names([found.path]).get(found.path, ""),
        "may_assign": may_assign,
        "may_answer": may_answer_demand(actor, found),
        "may_withdraw": may_withdraw_demand(actor, found, found.visit),
        "sees_visit": visits_seen_by(actor, on=timezone.localdate(now)).filter(pk=found.visit_id).exists(),
        "assign": AssignForm(actor=actor, at=now, initial=first),
        "answer": AnswerForm(),
        "withdraw": WithdrawForm(),
        "units": Unit.objects.filter(valid_to=None).order_by("path", "name").values_list("name", flat=True)
        if may_assign.ok
        else (),
        **sent,
    }
    return render(request, "households/demand.html", context, status=422 if sent else 200)


def _whose(actor: Actor) -> list[tuple[str, Any]]:
    """Which parts of the register there are for this reader."""
    found: list[tuple[str, Any]] = [("mine", _("我要办的")), ("heard", _("我听到的"))]
    if units_for(actor, DEMANDS):
        found.append(("unit", _("本单位")))
    if actor.paths_for(VIEW):
        found.append(("ground", _("本辖区")))
    return found


def _of(actor: Actor, of: str) -> Q:
    if of == "mine":
        return demands_for(actor)
    if of == "unit":
        return Q(unit_id__in=units_for(actor, DEMANDS))
    if of == "heard":
        return Q(among(Visit.objects.filter(written_by(actor.person_id)).values("pk"), "visit_id"))
    return within("path", *actor.paths_for(VIEW))


def _in_state(rows: QuerySet[Any], state: str, now: Any) -> QuerySet[Any]:
    if state == "answered":
        return rows.filter(state=DemandState.ANSWERED)
    if state == "all":
        return rows
    rows = rows.filter(state=DemandState.OPEN)
    return rows.filter(due_at__lte=now) if state == "late" else rows
