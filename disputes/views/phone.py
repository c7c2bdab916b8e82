"""上报纠纷 and 我的纠纷: short pages for people at the door, which work on a wide screen as well."""

from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from accounts.places import place_names
from core.forms.address import Address
from core.permissions.answers import attempt, page, sent
from core.permissions.gate import open_to
from core.tenancy.ids import uuid7
from disputes.actions.report_case import report_case
from disputes.choices import Scope
from disputes.forms.report import OTHER, ReportForm, source_for
from disputes.judging import facts_of_many
from disputes.models import Case
from disputes.policies import REPORT, may_step
from disputes.queue import Asked, CaseLine, Horizon, narrowed, ordered, own_cases
from disputes.queue_rows import kind_labels, queue_rows
from disputes.selectors import areas_to_report
from disputes.workflow import MAIN_STEP, move_named

PER_PAGE = 30


@never_cache
@open_to("disputes.report")
def case_report(request: Any) -> HttpResponse:
    """A dispute is reported in under a minute: what happened, between whom."""
    actor = request.actor
    areas = areas_to_report(actor)
    form = ReportForm(
        sent(request),
        request.FILES if request.method == "POST" else None,
        areas=areas,
        labels=place_names(area.path for area in areas),
        kinds=kind_labels(),
        initial={"key": uuid7(), "kind_code": OTHER, "area": str(areas[0].pk) if areas else ""},
    )
    source = source_for({post.role for post in actor.posts if REPORT in post.abilities})
    done = attempt(
        form,
        lambda given: report_case(
            entry=form.entry(source),
            parties=form.parties(),
            photos=given["photos"][0],
            actor=actor,
            at=timezone.now(),
            key=given["key"],
        ),
    )
    if done:
        messages.success(request, _("已上报，一案一码 %(code)s。") % {"code": done.result.code})
        for reason in form.cleaned_data["photos"][1]:
            messages.error(request, reason)
        return redirect("my_cases")
    return page(request, "disputes/report.html", form)


@open_to("disputes.mine")
@require_GET
def my_cases(request: Any) -> HttpResponse:
    """What somebody registered or works on, by the time lamp, with the next step where it is theirs."""
    actor, horizon = request.actor, Horizon.at(timezone.now())
    address = Address(request.GET)
    scope = Scope(address.one_of("scope", (Scope.ALL, Scope.OPEN), Scope.OPEN))
    asked = Asked(scope=scope)
    cases = narrowed(
        own_cases(actor, on=timezone.localdate(horizon.now)), asked, actor=actor, horizon=horizon
    )
    shown = Paginator(ordered(cases, asked, actor=actor, horizon=horizon), PER_PAGE)
    found = shown.get_page(request.GET.get("page"))
    own = list(found.object_list)
    rows = queue_rows(list(map(CaseLine.of, own)), actor=actor, horizon=horizon, kinds=kind_labels())
    steps = _next_steps(actor, own)
    context = {
        "page": found,
        "rows": [(row, steps.get(row.case.id)) for row in rows],
        "scope": scope,
        "may_report": actor.has(REPORT),
        "troubles": address.troubles,
    }
    return render(request, "disputes/my_cases.html", context)


@dataclass(frozen=True, slots=True)
class NextStep:
    """A quick action: its name in the address, and in words."""

    slug: str
    label: Any


def _next_steps(actor: Any, cases: list[Case]) -> dict[Any, NextStep]:
    """The ordinary next step of each case that the actor may take now."""
    facts = facts_of_many(cases)
    found = {}
    for case in cases:
        verb = MAIN_STEP.get(case.state)
        if verb and case.is_open and may_step(actor, case, verb, facts[case.pk]):
            found[case.pk] = NextStep(str(verb).lower().replace("_", "-"), move_named(verb).label)
    return found
