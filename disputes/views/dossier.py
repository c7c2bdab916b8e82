"""The dossier of a case: what lies in it, what is missing, files in, files out, everything opened with a trace."""

from typing import Any
from urllib.parse import quote
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from core.forms.address import Address
from core.permissions.answers import attempt
from core.permissions.gate import open_to
from core.permissions.verdict import Refused
from core.tenancy.ids import uuid7
from disputes import access
from disputes.actions.file_in_dossier import file_in_dossier
from disputes.actions.look_at_scan import look_at_scan
from disputes.actions.print_paper import print_paper
from disputes.actions.remove_from_dossier import remove_from_dossier
from disputes.choices import DossierKind
from disputes.dossier import places_open
from disputes.dossier_page import places_of, prints_of
from disputes.file_contents import FileContents
from disputes.forms.dossier import FileForm, RemoveForm
from disputes.models import Case, DossierItem
from disputes.offers import offers_of
from disputes.policies import may_file, may_read_names, may_write
from disputes.rules.uploads import DOCX
from disputes.selectors import dossier_of, facts_of, unsigned_in


@open_to("disputes.mine")
@require_GET
def dossier(request: Any, pk: UUID) -> HttpResponse:
    """The places in the official order, what is missing first; the papers that can be printed."""
    return _page(request, access.case_for(request.actor, pk))


@open_to("disputes.mine")
@require_POST
def file(request: Any, pk: UUID) -> HttpResponse:
    """Files into their place. What can't be taken is told by name; the others are filed."""
    actor = request.actor
    case = access.case_for(actor, pk)
    form = FileForm(request.POST, request.FILES, case=case, unsigned=_unsigned(case))
    if form.is_valid():
        given = form.cleaned_data
        sheets, bad = given["uploads"]
        done = attempt(
            form,
            lambda _given: file_in_dossier(
                case=case,
                kind=given["kind"],
                title=given["title"],
                sheets=sheets,
                signs=given["signs"],
                actor=actor,
                at=timezone.now(),
                key=given["key"],
            ),
        )
        if done:
            filed = done.result
            words = {"title": filed.item.title, "n": filed.item.pages}
            messages.success(request, _("已归卷：%(title)s，共 %(n)s 页。") % words)
            twice = [
                _("“%(name)s”已在卷内（%(place)s），没有重复归卷。") % {"name": n, "place": p}
                for n, p in filed.twice
            ]
            for reason in [*bad, *twice]:
                messages.error(request, reason)
            return redirect("dossier", pk=case.pk)
    return _page(request, case, form)


@open_to("disputes.mine")
@require_POST
def remove(request: Any, pk: UUID, item_pk: UUID) -> HttpResponse:
    """A paper is taken out, with its reason."""
    case = access.case_for(request.actor, pk)
    item = access.item_for(case, item_pk)
    form = RemoveForm(request.POST)
    if form.is_valid():
        done = attempt(
            form,
            lambda _given: remove_from_dossier(
                item=item, reason=form.cleaned_data["reason"], actor=request.actor, at=timezone.now()
            ),
        )
        if done:
            messages.success(request, _("已撤出：%(title)s。") % {"title": item.title})
            return redirect("dossier", pk=case.pk)
    messages.error(request, "".join(str(error) for errors in form.errors.values() for error in errors))
    return redirect("dossier", pk=case.pk)


@never_cache
@open_to("disputes.mine")
@require_POST
def scan(request: Any, pk: UUID, scan_pk: UUID) -> HttpResponse:
    """A page as it is kept; opening it is recorded."""
    case = access.case_for(request.actor, pk)
    row = access.scan_for(case, scan_pk)
    try:
        content = look_at_scan(case=case, scan=row, actor=request.actor, at=timezone.now())
    except Refused as refusal:
        messages.error(request, str(refusal))
        return redirect("dossier", pk=case.pk)
    return _as_file(content, row.media_type, row.name)


@never_cache
@open_to("disputes.mine")
@require_POST
def reprint(request: Any, pk: UUID, item_pk: UUID) -> HttpResponse:
    """An issued paper exactly as it was issued, for whoever handles the case; printing is recorded."""
    case = access.case_for(request.actor, pk)
    item = access.item_for(case, item_pk)
    try:
        content = print_paper(case=case, item=item, actor=request.actor, at=timezone.now())
    except Refused as refusal:
        messages.error(request, str(refusal))
        return redirect("dossier", pk=case.pk)
    return _as_file(content, "application/pdf", f"{item.title}{case.number}.pdf")


def _as_file(content: bytes, media_type: str, name: str) -> HttpResponse:
    answer = HttpResponse(content, content_type=media_type)
    shown = "attachment" if media_type == DOCX else "inline"
    answer["Content-Disposition"] = f"{shown}; filename*=UTF-8''{quote(name)}"
    answer["X-Content-Type-Options"] = "nosniff"
    return answer


def _unsigned(case: Case) -> list[DossierItem]:
    """Prints whose signed sheets may come back."""
    return list(unsigned_in(case).filter(kind__in=places_open(case)))


def _page(request: Any, case: Case, form: forms.Form | None = None) -> HttpResponse:
    actor, now = request.actor, timezone.now()
    facts = facts_of(case)
    items = list(dossier_of(case).select_related("filed_by"))
    places = places_of(case, facts, items)
    write, later = may_write(actor, case, facts), may_file(actor, case, facts, DossierKind.FOLLOW_UP)
    taken = places_open(case)
    waiting = [row for place in places for row in place.rows if row.is_waiting]
    asked = Address(request.GET)
    wanted = asked.one_of("place", DossierKind.values, instead=_("请在归卷时选择卷内项目"))
    context = {
        "case": case,
        "facts": facts,
        "places": places,
        "missing": [place for place in places if place.is_missing],
        "waiting": waiting,
        "pages": max((row.placed.last or 0 for place in places for row in place.rows), default=0),
        "prints": [
            one for one in (prints_of(FileContents(case, now)) if later.ok else []) if one.place in taken
        ],
        "may_write": write,
        "may_file": later,
        "may_read": may_read_names(actor, case, facts),
        "close": offers_of(actor, case, facts).get("close"),
        "remove": RemoveForm(),
        "troubles": asked.troubles,
        "form": form
        or FileForm(
            case=case,
            unsigned=[row.item for row in waiting],
            initial={"key": uuid7(), "kind": wanted},
        ),
    }
    return render(request, "disputes/dossier.html", context, status=422 if form is not None else 200)
