"""The page of a case, a party's phones on it, and the file of a case that isn't one's own."""

import datetime as dt
from typing import Any
from uuid import UUID

from django import forms
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from core.crypto.masks import mask_name
from core.permissions.actor import Actor
from core.permissions.answers import attempt, sent
from core.permissions.gate import open_to
from disputes import access
from disputes.actions.look_at_case import look_at_case
from disputes.actions.look_at_party import look_at_party
from disputes.case_sheet import Sheet, headline, sheet_of
from disputes.choices import PARTIES, Side
from disputes.forms.looking import CaseLookForm, PartyLookForm
from disputes.forms.step_table import FROM_ABOVE
from disputes.models import Case, Party
from disputes.offers import grouped, main_offer, offers_of
from disputes.policies import FIGURES, may_read_names, may_see_people
from disputes.risk_card import RiskCard, risk_of
from disputes.selectors import names_in
from disputes.timeline import lines_of, rungs_of, span, veiled


@open_to("disputes.mine")
@require_GET
def case_page(request: Any, pk: UUID) -> HttpResponse:
    """Who, what, since when, what next. A leader whose case it isn't is asked for a reason first."""
    try:
        case = access.case_for(request.actor, pk)
    except Http404:
        if not request.actor.has(FIGURES):
            raise
        return redirect("case_look", pk=access.case_on_ground_of(request.actor, pk).pk)
    return _page(request, case)


@open_to("disputes.mine")
@require_GET
def case_by_code(request: Any, code: str) -> HttpResponse:
    """What a scanned code leads to: the page of its case, for who sees that."""
    return redirect("case", pk=access.case_of_code(request.actor, code).pk)


@never_cache
@open_to("disputes.mine")
@require_POST
def open_party(request: Any, pk: UUID, party_pk: UUID) -> HttpResponse:
    """The same page with one party's phones in full, in this answer only."""
    case = access.case_for(request.actor, pk)
    party = access.party_for(case, party_pk)
    form = PartyLookForm(request.POST)
    done = attempt(
        form,
        lambda given: look_at_party(
            case=case, party=party, reason=given["reason"], actor=request.actor, at=timezone.now()
        ),
    )
    return _page(request, case, opened={party.pk: done.result if done else {}}, look=form)


@never_cache
@open_to("disputes.figures")
@require_http_methods(["GET", "POST"])
def look(request: Any, pk: UUID) -> HttpResponse:
    """The file of a case that is not one's own: a reason first, then the page, in this answer only."""
    case = access.case_on_ground_of(request.actor, pk)
    form = CaseLookForm(sent(request))
    done = attempt(
        form,
        lambda given: look_at_case(case=case, reason=given["reason"], actor=request.actor, at=timezone.now()),
    )
    if done:
        return _page(request, case, is_looked_at=True)
    status = 422 if form.is_bound else 200
    return render(request, "disputes/look.html", {"case": case, "form": form}, status=status)


def _page(
    request: Any,
    case: Case,
    *,
    opened: dict[UUID, dict[str, str]] | None = None,
    look: forms.Form | None = None,
    is_looked_at: bool = False,
) -> HttpResponse:
    actor, now = request.actor, timezone.now()
    sheet = sheet_of(case, actor, now=now, on=timezone.localdate(now))
    names = may_read_names(actor, case, sheet.facts)
    in_full = names.ok or is_looked_at
    lines = lines_of(case, sheet.steps, sheet.promises, now=now)
    every = offers_of(actor, case, sheet.facts)
    offers = {} if is_looked_at else every
    main = main_offer(actor, case, sheet.facts, offers, steps=sheet.steps) if offers else None
    today = timezone.localdate(now)
    shows_people = not is_looked_at and may_see_people(actor, case, sheet.facts).ok
    context = {
        "case": case,
        "sheet": sheet,
        "risk": _risk(case, actor, sheet, on=today) if shows_people else None,
        "people": sheet.people if shows_people else None,
        "facts": sheet.facts,
        "first": headline(sheet, now),
        "rungs": rungs_of(case, sheet.steps, sheet.promises),
        "lines": lines if in_full else veiled(lines, names_in(sheet.parties)),
        "sides": _sides(sheet, is_full=in_full, opened=opened or {}),
        "may_open": names,
        "may_correct": "correct" in offers and offers["correct"].verdict.ok,
        "orders": [every[slug] for slug in FROM_ABOVE if slug in every and every[slug].verdict.ok]
        if is_looked_at
        else [],
        "main": main,
        "groups": grouped(offers, main),
        "look": look or PartyLookForm(),
        "standing": _standing(case, sheet, now),
        "is_looked_at": is_looked_at,
    }
    status = 422 if look is not None and look.errors else 200
    return render(request, "disputes/case.html", context, status=status)


def _risk(case: Case, actor: Actor, sheet: Sheet, *, on: dt.date) -> RiskCard:
    """The card of its risk; most disputes bear no grade, and the page asks for none then."""
    if not sheet.has_grade:
        return RiskCard(None)
    return risk_of(case, actor, on=on, is_handler=actor.person_id in sheet.facts.handler_ids)


def _sides(sheet: Sheet, *, is_full: bool, opened: dict[UUID, dict[str, str]]) -> list[dict[str, Any]]:
    """The parties by side as they may be read: in full by whoever handles the case, masked by others."""
    rows: list[dict[str, Any]] = []
    for side in Side:
        people = [
            _person(party, is_full, opened.get(party.pk)) for party in sheet.parties if party.side == side
        ]
        if people:
            rows.append({"label": side.label, "people": people, "signs": side in PARTIES})
    return rows


def _person(party: Party, is_full: bool, opened: dict[str, str] | None) -> dict[str, Any]:
    return {
        "party": party,
        "name": party.name if is_full else mask_name(party.name),
        "agent": party.agent_name if is_full else mask_name(party.agent_name),
        "phone": opened.get("phone", "") if opened is not None else str(party.phone),
        "agent_phone": opened.get("agent_phone", "") if opened is not None else str(party.agent_phone),
        "id_number": opened.get("id_number", "") if opened is not None else str(party.id_number),
        "is_open": opened is not None,
    }


def _standing(case: Case, sheet: Sheet, now: dt.datetime) -> str:
    """How long the case has stood where it is."""
    if not case.is_open:
        return ""
    since = None
    for step in reversed(sheet.steps):
        if step.to_state != case.state:
            break
        since = step.at
    return span(now - since) if since else ""
