"""The record of an inquiry: opened with a trace, corrected beside the first text."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from core.crypto.masks import mask_name
from core.permissions.answers import sent
from core.permissions.gate import open_to
from core.permissions.verdict import Refused
from disputes import access
from disputes.actions.look_at_inquiry import look_at_inquiry
from disputes.forms.inquiry import InquiryCorrectionForm
from disputes.models import Inquiry
from disputes.policies import may_read_names, may_write
from disputes.selectors import facts_of
from disputes.views.steps import fresh, take_or_show


@never_cache
@open_to("disputes.mine")
@require_http_methods(["GET", "POST"])
def inquiry(request: Any, pk: UUID, inquiry_pk: UUID) -> HttpResponse:
    """GET shows when, where and who; POST opens what was said, and the phone, in this answer only."""
    actor, at = request.actor, timezone.now()
    case = access.case_for(actor, pk)
    first = access.inquiry_for(case, inquiry_pk)
    if first.corrects_id is not None:
        return redirect("inquiry", pk=case.pk, inquiry_pk=first.corrects_id)
    rows = [first, *_corrections(first)]
    facts, opened = facts_of(case), dict[UUID, tuple[str, str]]()
    if request.method == "POST":
        try:
            opened = {row.pk: look_at_inquiry(case=case, inquiry=row, actor=actor, at=at) for row in rows}
        except Refused as refusal:
            messages.error(request, str(refusal))
    latest, may_open = rows[-1], may_read_names(actor, case, facts)
    context = {
        "case": case,
        "first": first,
        "latest": latest,
        "name": latest.name if may_open.ok else mask_name(latest.name),
        "phone": opened[latest.pk][1] if opened else str(latest.phone),
        "texts": [(row, opened[row.pk][0] if opened else "") for row in reversed(rows)],
        "is_open": bool(opened),
        "may_open": may_open,
        "may_correct": may_write(actor, case, facts),
    }
    return render(request, "disputes/inquiry.html", context)


@never_cache
@open_to("disputes.mine")
@require_http_methods(["GET", "POST"])
def correct(request: Any, pk: UUID, inquiry_pk: UUID) -> HttpResponse:
    """The form with the text as it stands (opening it leaves a trace); posted, a new row beside it."""
    actor, at = request.actor, timezone.now()
    case = access.case_for(actor, pk)
    first = access.inquiry_for(case, inquiry_pk)
    latest = (_corrections(first) or [first])[-1]
    facts = facts_of(case)
    verdict = may_write(actor, case, facts)
    if verdict.ok and request.method == "GET":
        look_at_inquiry(case=case, inquiry=latest, actor=actor, at=at)
    form = InquiryCorrectionForm(
        sent(request), inquiry=latest, case=case, actor=actor, facts=facts, at=at, initial=fresh(case)
    )
    label = _("更正第%(n)s次调查记录") % {"n": first.number}
    return take_or_show(request, form, label, verdict)


def _corrections(first: Inquiry) -> list[Inquiry]:
    rows = Inquiry.objects.filter(corrects=first).select_related("written_by")
    return list(rows.order_by("written_at"))
