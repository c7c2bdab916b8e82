"""A step on a case: its form, the verb, what happened meanwhile where somebody was faster."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from core.permissions.actor import Actor
from core.permissions.answers import attempt, sent
from core.permissions.gate import open_to
from core.permissions.verdict import Verdict
from core.tenancy.ids import uuid7
from disputes import access
from disputes.choices import Verb
from disputes.facts import Facts
from disputes.forms.correcting import CorrectParty
from disputes.forms.parts import StepForm
from disputes.forms.step_table import BESIDE, FORMS, FROM_ABOVE, verb_of
from disputes.models import Case, Step
from disputes.offers import label_of
from disputes.policies import may_step
from disputes.repeats import words_differ
from disputes.selectors import facts_of
from disputes.timeline import Line, lines_of


@open_to("disputes.mine")
@require_http_methods(["GET", "POST"])
def case_step(request: Any, pk: UUID, verb: str) -> HttpResponse:
    """The form of a step, drawn for the revision that is seen; posted, its one verb."""
    actor, at = request.actor, timezone.now()
    case = access.case_to_order_on(actor, pk) if verb in FROM_ABOVE else access.case_for(actor, pk)
    facts = facts_of(case)
    form_class, label, verdict = _asked(actor, case, facts, verb)
    form = form_class(sent(request), case=case, actor=actor, facts=facts, at=at, initial=fresh(case))
    return take_or_show(request, form, label, verdict)


@open_to("disputes.mine")
@require_http_methods(["GET", "POST"])
def correct_party(request: Any, pk: UUID, party_pk: UUID) -> HttpResponse:
    """What is known of one party is put right."""
    actor, at = request.actor, timezone.now()
    case = access.case_for(actor, pk)
    party = access.party_for(case, party_pk)
    facts = facts_of(case)
    form = CorrectParty(
        sent(request), party=party, case=case, actor=actor, facts=facts, at=at, initial=fresh(case)
    )
    label = _("更正当事人：%(name)s") % {"name": party.name}
    return take_or_show(request, form, label, may_step(actor, case, Verb.CORRECT, facts))


def fresh(case: Case) -> dict[str, Any]:
    """A new key for a step, and the revision on the page."""
    return {"key": uuid7(), "seen": case.revision}


def take_or_show(
    request: Any, form: StepForm, label: str, verdict: Verdict, *, back: str = "case", done: str = ""
) -> HttpResponse:
    """Take the step and go back; or show the form, with what was typed, the refusal and what happened meanwhile."""
    case, meanwhile = form.case, list[Line]()
    before = _sent_before(form)
    if before is not None and words_differ(before, form.data):
        _say_it_was_taken(form)
    elif before is not None or attempt(form, lambda _given: form.take()):
        messages.success(request, done or _("已办理：%(what)s。") % {"what": label})
        return redirect(back, pk=case.pk)
    if form.is_bound:
        meanwhile = _since_seen(form)
    context = {
        "case": case,
        "form": form,
        "label": label,
        "verdict": verdict,
        "meanwhile": meanwhile,
        "back": back,
        "draft": f"{request.resolver_match.url_name}-{case.pk}-{request.resolver_match.kwargs.get('verb', '')}",
    }
    return render(request, form.template, context, status=422 if form.is_bound else 200)


def _sent_before(form: StepForm) -> Step | None:
    """The step that bears the key of what is posted: sent twice it is one, also where the form no longer fits the case."""
    posted = form.data.get(form.add_prefix("key"), "") if form.is_bound else ""
    try:
        return Step.objects.filter(pk=UUID(posted), case=form.case).first()
    except ValueError:
        return None


def _say_it_was_taken(form: StepForm) -> None:
    """Sent again with other words: these are not dropped in silence, and the form, sent once more, is a new step."""
    _renew(form, "key", uuid7())
    form.add_error(
        None, _("这一步已按先前提交的内容办理，现在填写的没有记入。如需补充或更正，请核对后再提交。")
    )


def _renew(form: StepForm, name: str, value: Any) -> None:
    """Draw the form that comes back with another hidden value; what was typed stays."""
    again: Any = form.data
    again = again.copy()
    again[form.add_prefix(name)] = str(value)
    form.data = again


def _since_seen(form: StepForm) -> list[Line]:
    """The steps that others took since the page was drawn. The form then counts as seen anew, with all that was typed."""
    seen = form["seen"].value()
    try:
        number = int(seen)
    except (TypeError, ValueError):
        return []
    case = form.case
    case.refresh_from_db(fields=["revision", "state", "level"])
    if number >= case.revision:
        return []
    steps = list(Step.objects.filter(case=case, number__gt=number).order_by("number"))
    _renew(form, "seen", case.revision)
    return lines_of(case, steps, (), now=form.at)


def _asked(actor: Actor, case: Case, facts: Facts, slug: str) -> tuple[type[StepForm], str, Verdict]:
    if slug in BESIDE:
        act = BESIDE[slug]
        return act.form, str(act.label), act.policy(actor, case, facts)
    verb = verb_of(slug)
    if verb is None:
        raise Http404
    return FORMS[verb], label_of(case, verb), may_step(actor, case, verb, facts)
