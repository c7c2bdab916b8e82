"""风险排查: the sweeps, how far each has come, and the disputes that wait to be graded or confirmed."""

import datetime as dt
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _l
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from core.forms.address import Address
from core.forms.identifiers import ticked
from core.paths.ranges import depth_of, within
from core.permissions.actor import Actor
from core.permissions.answers import attempt, sent
from core.permissions.gate import open_to
from core.permissions.verdict import Refused
from core.rules.rates import rate_text
from core.tenancy.ids import uuid7
from disputes import access
from disputes.actions.close_sweep import close_sweep
from disputes.actions.confirm_risk import confirm_risk
from disputes.actions.open_sweep import open_sweep
from disputes.actions.report_zero import report_zero
from disputes.forms.risk import CloseSweepForm, SweepForm
from disputes.models import RiskGrade, RiskSweep
from disputes.policies import CENTRE, GRADE, RISK, may_close_sweep, may_confirm_risk, may_report_zero
from disputes.risk_progress import (
    SHOWN,
    by_township,
    cases_to_sweep,
    narrowed,
    plan_counts,
    progress_of,
    sweeps_seen_by,
    waiting_to_confirm,
)
from disputes.rules.risks import quarter_of, quarter_span
from grids.choosing import area_asked
from grids.models import Area
from grids.selectors import area_names

PER_PAGE = 50
LISTS = {
    "todo": _l("待评定"),
    "confirm": _l("待我确认"),
    "contested": _l("有异议"),
    "run_out": _l("已到期"),
    "graded": _l("已评定"),
    "all": _l("全部"),
}


@open_to("disputes.risk")
@require_GET
def risk_sweeps(request: Any) -> HttpResponse:
    """The sweeps over one's ground, the latest first, and how many disputes of high risk have a safety plan."""
    actor = request.actor
    page = Paginator(sweeps_seen_by(actor, RISK), PER_PAGE).get_page(request.GET.get("page"))
    names = area_names(sweep.path for sweep in page.object_list)
    high, planned = plan_counts(actor.paths_for(RISK))
    context = {
        "page": page,
        "sweeps": [(sweep, names.get(sweep.path, "")) for sweep in page.object_list],
        "high": high,
        "planned": planned,
        "plan_rate": rate_text(planned, high),
        "may_open": bool(_own_places(actor)),
    }
    return render(request, "disputes/risk_sweeps.html", context)


@open_to("disputes.centre")
@require_http_methods(["GET", "POST"])
def open_risk_sweep(request: Any) -> HttpResponse:
    """A quarter's sweep begins."""
    places, today = _own_places(request.actor), timezone.localdate()
    last = quarter_span(today.year, quarter_of(today))[1] - dt.timedelta(days=1)
    first = {"key": uuid7(), "opens_on": today, "ends_on": last, "place": places[0][0] if places else ""}
    form = SweepForm(sent(request), places=places, initial=first)
    done = attempt(
        form,
        lambda given: open_sweep(
            path=given["place"],
            ground=given["ground"],
            opens_on=given["opens_on"],
            ends_on=given["ends_on"],
            actor=request.actor,
            at=timezone.now(),
            key=given["key"],
        ),
    )
    if done:
        sweep = done.result
        messages.success(request, _("%(sweep)s风险排查已发起。") % {"sweep": sweep})
        return redirect("risk_sweep", pk=sweep.pk)
    context = {
        "form": form,
        "heading": _("发起风险排查"),
        "submit": _("发起"),
        "back": reverse("risk_sweeps"),
        "intro": _("评定的是纠纷激化的可能，不是人；反映问题、投诉、信访不是评定的理由。"),
        "draft": "risk-sweep",
    }
    return render(request, "disputes/act.html", context, status=422 if form.is_bound else 200)


@open_to("disputes.risk")
@require_GET
def risk_sweep(request: Any, pk: UUID) -> HttpResponse:
    """How far a sweep has come, village by village."""
    actor, now = request.actor, timezone.now()
    sweep = access.sweep_for(actor, pk)
    asked = Address(request.GET)
    place = area_asked(asked, actor, ability=RISK)
    if place is None:
        raise Http404
    progress = progress_of(sweep, [place.path], at=now)
    is_county = depth_of(place.path) == 1
    context = {
        "here": place,
        "is_part": place.path not in actor.paths_for(RISK),
        "towns": by_township(progress) if is_county else [],
        "sweep": sweep,
        "place": area_names([sweep.path]).get(sweep.path, ""),
        "progress": progress,
        "may_close": may_close_sweep(actor, sweep) if actor.has(CENTRE) else None,
        "zero": [
            row.path
            for row in progress.rows
            if not row.open_cases and may_report_zero(actor, sweep, row.path)
        ],
        "may_grade": actor.has(GRADE),
        "as_of": sweep.closed_at if sweep.figures else now,
        "troubles": asked.troubles,
    }
    return render(request, "disputes/risk_sweep.html", context)


@open_to("disputes.grade")
@require_GET
def risk_cases(request: Any, pk: UUID) -> HttpResponse:
    """The disputes of a sweep on one's own ground: to grade, to confirm, contested, run out."""
    return _list(request, access.sweep_for(request.actor, pk))


@open_to("disputes.grade")
@require_POST
def confirm_risks(request: Any, pk: UUID) -> HttpResponse:
    """Confirm the grades that were ticked."""
    sweep = access.sweep_for(request.actor, pk)
    picked = waiting_to_confirm(request.actor).filter(pk__in=ticked(request.POST.getlist("grade")))
    try:
        done = confirm_risk(grades=list(picked), actor=request.actor, at=timezone.now())
    except Refused as refused:
        return _list(request, sweep, trouble=str(refused))
    messages.success(request, _("已确认%(n)s件。") % {"n": len(done)})
    return redirect(f"{reverse('risk_cases', args=[pk])}?show=confirm")


@open_to("disputes.grade")
@require_POST
def report_zero_risk(request: Any, pk: UUID) -> HttpResponse:
    """Nothing is left to grade in a village."""
    sweep = access.sweep_for(request.actor, pk)
    asked = Address(request.POST)
    place = area_asked(asked, request.actor, ability=GRADE)
    if place is None:
        raise Http404
    try:
        asked.require_understood()
        report_zero(sweep=sweep, place=place, actor=request.actor, at=timezone.now())
        messages.success(request, _("%(place)s已报送零报告。") % {"place": place.name})
    except Refused as refused:
        messages.error(request, str(refused))
    return redirect("risk_sweep", pk=pk)


@open_to("disputes.centre")
@require_http_methods(["GET", "POST"])
def close_risk_sweep(request: Any, pk: UUID) -> HttpResponse:
    """A sweep is done."""
    sweep = access.sweep_for(request.actor, pk)
    form = CloseSweepForm(sent(request))
    done = attempt(
        form,
        lambda given: close_sweep(sweep=sweep, note=given["note"], actor=request.actor, at=timezone.now()),
    )
    if done:
        messages.success(request, _("%(sweep)s风险排查已完成，数据已保存。") % {"sweep": sweep})
        return redirect("risk_sweep", pk=pk)
    context = {
        "form": form,
        "heading": _("完成%(sweep)s风险排查") % {"sweep": sweep},
        "submit": _("完成"),
        "back": reverse("risk_sweep", args=[pk]),
        "intro": _("完成后本次数据不再变化；有新的苗头，仍可随时评定。"),
        "draft": f"close-{pk}",
    }
    return render(request, "disputes/act.html", context, status=422 if form.is_bound else 200)


def _list(request: Any, sweep: RiskSweep, *, trouble: str = "") -> HttpResponse:
    actor, today = request.actor, timezone.localdate()
    asked = Address(request.GET)
    shown = asked.one_of("show", SHOWN, "confirm" if request.method == "POST" else "todo")
    cases = cases_to_sweep(actor, sweep)
    if place := _place_asked(asked, actor, sweep):
        cases = cases.filter(within("path", place.path))
    cases = narrowed(cases, sweep, shown, actor, on=today).order_by("registered_at", "id")
    page = Paginator(cases, PER_PAGE).get_page(request.GET.get("page"))
    found = RiskGrade.objects.filter(case__in=[case.pk for case in page.object_list], ended_at=None)
    grades = {grade.case_id: grade for grade in found.select_related("helper", "graded_by")}
    names = area_names({case.path for case in page.object_list})
    rows = []
    for case in page.object_list:
        grade = grades.get(case.pk)
        if grade is not None:
            grade.case = case
        may = may_confirm_risk(actor, grade) if grade is not None else None
        rows.append((case, names.get(case.path, ""), grade, may))
    context = {
        "sweep": sweep,
        "place": place,
        "lists": [(slug, label, slug == shown) for slug, label in LISTS.items()],
        "shown": shown,
        "page": page,
        "rows": rows,
        "trouble": trouble,
        "today": today,
        "may_bulk": shown == "confirm",
        "troubles": asked.troubles,
    }
    return render(request, "disputes/risk_cases.html", context, status=422 if trouble else 200)


def _place_asked(asked: Address, actor: Actor, sweep: RiskSweep) -> Area | None:
    """The area that the list is narrowed to, within the sweep and one's own ground; None for all of it."""
    reach = Area.objects.filter(within("path", *actor.paths_for(GRADE)), within("path", sweep.path))
    return asked.row("area", reach, _("没有找到这个区域"))


def _own_places(actor: Any) -> list[tuple[str, str]]:
    """The county or township whose centre the actor runs."""
    paths = sorted({post.path for post in actor.posts if CENTRE in post.abilities and post.path})
    names = area_names(paths)
    return [(path, names.get(path, path)) for path in paths]
