"""The risk of one dispute: the grade that stands, its history, and what may be done with it."""

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Final
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise as Text
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _l
from django.views.decorators.http import require_GET, require_http_methods

from core.permissions.actor import Actor
from core.permissions.answers import attempt, sent
from core.permissions.gate import open_to
from core.tenancy.ids import uuid7
from core.workcalendar.rules import day_of
from disputes import access
from disputes.actions.answer_contest import answer_contest
from disputes.actions.confirm_risk import confirm_risk
from disputes.actions.contest_grade import contest_grade, tell_concerned
from disputes.actions.end_grade import end_grade
from disputes.actions.grade_risk import grade_risk as do_grade_risk
from disputes.forms.risk import AnswerForm, ConfirmForm, ContestForm, EndForm, GradeForm, TellForm
from disputes.grading import sweep_over
from disputes.models import Case, RiskGrade
from disputes.policies import may_grade
from disputes.risk_card import ACTS, past_grades, risk_of, risk_offers, verdicts_on
from disputes.rules.risks import quarter_of, quarter_span
from disputes.selectors import handled_by
from grids.selectors import area_names


@open_to("disputes.mine")
@require_GET
def case_risk(request: Any, pk: UUID) -> HttpResponse:
    """The grade, who spoke at which level, what those concerned said, and the grades before."""
    actor, today = request.actor, timezone.localdate()
    case = access.case_to_grade(actor, pk)
    is_handler = _is_handler(actor, case)
    card = risk_of(case, actor, on=today, is_handler=is_handler)
    sweep = sweep_over(case.path)
    context = {
        "case": case,
        "place": area_names([case.path]).get(case.path, ""),
        "risk": card,
        "sweep": sweep,
        "offers": risk_offers(card, case, sweep, actor, is_handler=is_handler),
        "past": past_grades(case),
    }
    return render(request, "disputes/case_risk.html", context)


@open_to("disputes.grade")
@require_http_methods(["GET", "POST"])
def grade_risk(request: Any, pk: UUID) -> HttpResponse:
    """Grade it, or grade it anew."""
    actor, at = request.actor, timezone.now()
    case = access.case_to_grade(actor, pk)
    sweep = sweep_over(case.path)
    verdict = may_grade(actor, case, sweep, is_handler=_is_handler(actor, case))
    today = day_of(at)
    last = quarter_span(today.year, quarter_of(today))[1] - dt.timedelta(days=1)
    first = {"key": uuid7(), "ends_on": max(last, today + dt.timedelta(days=14))}
    form = GradeForm(sent(request), case=case, at=at, initial=first)
    done = attempt(
        form,
        lambda given: do_grade_risk(
            case=case,
            risk=given["risk"],
            reason=given["reason"],
            helper=form.chosen_helper,
            safety_plan=given["safety_plan"],
            ends_on=given["ends_on"],
            actor=actor,
            at=at,
            key=given["key"],
        ),
    )
    if done:
        messages.success(request, _("已评定，等上一级确认。"))
        return redirect("case_risk", pk=pk)
    context = {
        "form": form,
        "case": case,
        "heading": _("评定风险"),
        "submit": _("评定"),
        "back": reverse("case_risk", args=[pk]),
        "intro": _("评定的是这件纠纷激化的可能，不是当事人。当事人会被告知，可以提出异议。"),
        "verdict": verdict,
        "draft": f"grade-{pk}",
    }
    return render(request, "disputes/act.html", context, status=422 if form.is_bound else 200)


@dataclass(frozen=True, slots=True)
class Act:
    """An act on a grade: its form, what stands above it, its verb."""

    form: Callable[..., forms.Form]
    intro: Text | str
    do: Callable[[RiskGrade, Any, Actor, Any], object]
    done: Text | str


def _bare(form: type[forms.Form]) -> Callable[..., forms.Form]:
    return lambda data, grade, at: form(data)


_ACTS: Final[dict[str, Act]] = {
    "confirm": Act(
        _bare(ConfirmForm),
        _l("核对等级、理由、帮助人和安全方案；不同意的，请评定人重新评定。"),
        lambda grade, form, actor, at: confirm_risk(grades=[grade], actor=actor, at=at),
        _l("已确认。"),
    ),
    "tell": Act(
        lambda data, grade, at: TellForm(data, initial={"on": day_of(at)}),
        _l("告知等级、理由、到期日，以及可以提出异议；安全方案只告知受保护的人。"),
        lambda grade, form, actor, at: tell_concerned(
            grade=grade, on=form.cleaned_data["on"], actor=actor, at=at
        ),
        _l("已登记告知。"),
    ),
    "contest": Act(
        lambda data, grade, at: ContestForm(data, grade=grade),
        _l("由您代为登记；综治中心限期答复并说明理由。"),
        lambda grade, form, actor, at: contest_grade(
            grade=grade, party=form.objector, contest=form.cleaned_data["contest"], actor=actor, at=at
        ),
        _l("异议已登记。"),
    ),
    "answer": Act(
        _bare(AnswerForm),
        "",
        lambda grade, form, actor, at: answer_contest(
            grade=grade,
            answer=form.cleaned_data["answer"],
            is_upheld=form.cleaned_data["is_upheld"] == "1",
            actor=actor,
            at=at,
        ),
        _l("已答复。"),
    ),
    "end": Act(
        _bare(EndForm),
        "",
        lambda grade, form, actor, at: end_grade(
            grade=grade, note=form.cleaned_data["note"], actor=actor, at=at
        ),
        _l("风险已解除。"),
    ),
}


@open_to("disputes.grade")
@require_http_methods(["GET", "POST"])
def risk_act(request: Any, pk: UUID, grade_pk: UUID, slug: str) -> HttpResponse:
    """One act on a grade."""
    actor, at = request.actor, timezone.now()
    case = access.case_to_grade(actor, pk)
    grade = access.grade_for(case, grade_pk)
    if slug not in _ACTS:
        raise Http404
    act, verdict = _ACTS[slug], verdicts_on(grade, actor).get(slug)
    form = act.form(sent(request), grade, at)
    done = attempt(form, lambda _given: act.do(grade, form, actor, at))
    if done:
        messages.success(request, str(act.done))
        return redirect("case_risk", pk=pk)
    card = risk_of(case, actor, on=day_of(at), is_handler=_is_handler(actor, case))
    context = {
        "form": form,
        "case": case,
        "heading": ACTS[slug],
        "submit": ACTS[slug],
        "back": reverse("case_risk", args=[pk]),
        "intro": act.intro,
        "verdict": verdict,
        "risk": card if card.grade and card.grade.pk == grade.pk else None,
        "draft": f"risk-{slug}-{grade_pk}",
    }
    return render(request, "disputes/act.html", context, status=422 if form.is_bound else 200)


def _is_handler(actor: Actor, case: Case) -> bool:
    return handled_by(actor.person_id).filter(case_id=case.pk).exists()
