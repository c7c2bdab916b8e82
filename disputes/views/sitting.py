"""The record of a session: opened with a trace, corrected beside the first text."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from core.permissions.answers import sent
from core.permissions.gate import open_to
from core.permissions.verdict import Refused
from disputes import access
from disputes.actions.look_at_record import look_at_record
from disputes.forms.sitting import SittingCorrectionForm
from disputes.models import Sitting
from disputes.policies import may_read_names, may_write
from disputes.selectors import facts_of
from disputes.views.steps import fresh, take_or_show


@never_cache
@open_to("disputes.mine")
@require_http_methods(["GET", "POST"])
def sitting(request: Any, pk: UUID, sitting_pk: UUID) -> HttpResponse:
    """GET shows when, where and who; POST opens the confidential text, in this answer only."""
    actor, at = request.actor, timezone.now()
    case = access.case_for(actor, pk)
    first = access.sitting_for(case, sitting_pk)
    if first.corrects_id is not None:
        return redirect("sitting", pk=case.pk, sitting_pk=first.corrects_id)
    rows = [first, *_corrections(first)]
    facts, texts = facts_of(case), dict[UUID, str]()
    if request.method == "POST":
        try:
            texts = {row.pk: look_at_record(case=case, sitting=row, actor=actor, at=at) for row in rows}
        except Refused as refusal:
            messages.error(request, str(refusal))
    context = {
        "case": case,
        "latest": rows[-1],
        "texts": [(row, texts.get(row.pk, "")) for row in reversed(rows)],
        "is_open": bool(texts),
        "may_open": may_read_names(actor, case, facts),
        "may_correct": may_write(actor, case, facts),
    }
    return render(request, "disputes/sitting.html", context)


@never_cache
@open_to("disputes.mine")
@require_http_methods(["GET", "POST"])
def correct(request: Any, pk: UUID, sitting_pk: UUID) -> HttpResponse:
    """The form with the text as it stands (opening it leaves a trace); posted, a new row beside it."""
    actor, at = request.actor, timezone.now()
    case = access.case_for(actor, pk)
    first = access.sitting_for(case, sitting_pk)
    latest = (_corrections(first) or [first])[-1]
    facts = facts_of(case)
    verdict = may_write(actor, case, facts)
    if verdict.ok and request.method == "GET":
        look_at_record(case=case, sitting=latest, actor=actor, at=at)
    form = SittingCorrectionForm(
        sent(request), sitting=latest, case=case, actor=actor, facts=facts, at=at, initial=fresh(case)
    )
    label = _("更正第%(n)s次调解记录") % {"n": first.number}
    return take_or_show(request, form, label, verdict)


def _corrections(first: Sitting) -> list[Sitting]:
    rows = Sitting.objects.filter(corrects=first).select_related("room", "mediator", "written_by")
    return list(rows.order_by("written_at"))
