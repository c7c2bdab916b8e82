"""受理登记: a dispute is taken in at the counter, by keyboard, with what may be the same one proposed beside it."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from accounts.places import place_names
from core.paths.ranges import depth_of
from core.permissions.answers import attempt, sent
from core.permissions.gate import open_to
from core.tenancy.ids import uuid7
from disputes.actions.register_case import register_case
from disputes.choices import Level, Risk, Scale, Source, Urgency
from disputes.forms.register import MOST_PARTIES, CaseForm, Parties
from disputes.policies import REPORT
from disputes.queue_rows import kind_labels
from disputes.rules.levels import depth_of_level
from disputes.similar import Similar, similar_to

FIRST = {"source": Source.COUNTER, "risk": Risk.LOW, "urgency": Urgency.ORDINARY, "scale": Scale.INDIVIDUAL}


@never_cache
@open_to("disputes.report")
def case_register(request: Any) -> HttpResponse:
    """The form; one more row of people; or the dispute, registered."""
    now = timezone.now()
    if request.method == "POST" and "more" in request.POST:
        return _more(request)
    form, parties = _forms(
        request, sent(request), {"key": uuid7(), "area": _own_area(request.actor), **FIRST}
    )
    similar: list[Similar] = []
    if form.is_bound and all([form.is_valid(), parties.is_valid()]):
        entries = parties.entries()
        if not form.cleaned_data["not_same"]:
            similar = _similar(request, form, parties)
        if not any(one.likeness.is_likely for one in similar):
            done = attempt(
                form,
                lambda _given: register_case(
                    entry=form.entry(len(entries)),
                    parties=entries,
                    actor=request.actor,
                    at=now,
                    key=form.cleaned_data["key"],
                ),
            )
            if done:
                case = done.result
                messages.success(request, _("已登记，一案一码 %(code)s。") % {"code": case.code})
                return redirect("case", pk=case.pk)
    is_wrong = form.is_bound and bool(similar or form.errors or not parties.is_valid())
    context = {"form": form, "parties": parties, "similar": similar, "asks": bool(similar)}
    return render(request, "disputes/register.html", context, status=422 if is_wrong else 200)


@never_cache
@open_to("disputes.report")
@require_POST
def case_similar(request: Any) -> HttpResponse:
    """What resembles the half-typed form: asked for by the page while somebody types."""
    form, parties = _forms(request, request.POST, {})
    form.is_valid()
    parties.is_valid()
    return render(request, "disputes/_similar.html", {"similar": _similar(request, form, parties)})


def _similar(request: Any, form: CaseForm, parties: Any) -> list[Similar]:
    """By what is sound of the form so far."""
    given = form.cleaned_data
    entries = [one.entry() for one in parties.forms if one.is_valid() and one.cleaned_data.get("name")]
    return similar_to(
        entries,
        path=given.get("area", ""),
        kind=given.get("kind_code", ""),
        place=given.get("place", ""),
        actor=request.actor,
        at=timezone.now(),
    )


def _forms(request: Any, posted: Any, initial: dict[str, Any], people: Any = None) -> tuple[CaseForm, Any]:
    today = timezone.localdate()
    form = CaseForm(posted, actor=request.actor, kinds=kind_labels(), today=today, initial=initial)
    parties = Parties(posted, prefix="party", form_kwargs={"today": today}, initial=people)
    return form, parties


def _more(request: Any) -> HttpResponse:
    """Without script: the same form with one more row, nothing judged yet and nothing lost."""
    posted = request.POST
    names = CaseForm.base_fields
    typed = posted.get("party-TOTAL_FORMS", "")
    count = min(int(typed), MOST_PARTIES) if typed.isdecimal() else 2
    people = [
        {
            name.split("-", 2)[2]: value
            for name, value in posted.items()
            if name.startswith(f"party-{number}-")
        }
        for number in range(count)
    ]
    form, parties = _forms(request, None, {name: posted.get(name, "") for name in names}, people)
    context = {"form": form, "parties": parties, "similar": [], "asks": False}
    return render(request, "disputes/register.html", context)


def _own_area(actor: Any) -> str:
    """The one grid or village that somebody registers for, in words; empty where they have to say."""
    paths = actor.paths_for(REPORT)
    if len(paths) != 1 or depth_of(paths[0]) < depth_of_level(Level.VILLAGE):
        return ""
    return place_names(paths)[paths[0]]
