"""矛盾纠纷排查情况表: the month as it stands, signed and locked, or counted now; until when it is owed, and who has signed."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from core.forms.address import Address
from core.permissions.gate import open_to
from core.permissions.verdict import Refused
from disputes.access import statement_for
from disputes.actions.issue_statement import issue_statement
from disputes.actions.make_statement import return_statement, sign_statement
from disputes.counting import month_matrix
from disputes.forms.period import month_asked
from disputes.policies import FIGURES, may_print_ledger, may_return_statement, may_sign_statement
from disputes.reporting import reports_of
from disputes.statements import as_figures, changes_between, changes_of, matrix_of
from grids.choices import Level
from grids.choosing import area_asked, areas_to_choose


@open_to("disputes.figures")
@require_GET
def statistics(request: Any) -> HttpResponse:
    """The table of a month and area: as it was signed, or counted now with what keeps it from being signed. Beside that
    of the county, how the townships' tables of the month stand."""
    today, now = timezone.localdate(), timezone.now()
    asked = Address(request.GET)
    month = month_asked(asked, today=today)
    place = area_asked(asked, request.actor, ability=FIGURES)
    if place is None:
        raise Http404
    areas = areas_to_choose(request.actor, ability=FIGURES, deepest=Level.VILLAGE)
    is_over = month.until <= now
    towns = [
        area for area in areas if is_over and area.level == Level.TOWNSHIP and area.parent_id == place.pk
    ]
    report, *below = reports_of([place, *towns], month, now=now)
    statement, is_signed = report.statement, report.is_signed
    counts_now = month_matrix(place.path, month)
    signed = statement if is_signed else None
    counted = matrix_of(signed) if signed else counts_now
    context = {
        "month": month,
        "place": place,
        "areas": areas,
        "report": report,
        "reports": sorted(below, key=lambda one: (one.is_signed, one.due_at or now)),
        "signed": sum(one.is_signed for one in below),
        "statement": statement,
        "is_signed": is_signed,
        "since": changes_between(signed.figures, as_figures(counts_now)) if signed else [],
        "corrections": [(one["at"][:10], changes_of(one)) for one in statement.corrections]
        if statement
        else [],
        "lines": counted.lines(),
        "faults": () if is_signed else counted.faults(),
        "as_of": statement.as_of if is_signed and statement else now,
        "is_over": is_over,
        "may_sign": may_sign_statement(request.actor, place.path),
        "may_return": may_return_statement(request.actor, place.path[:-3] or place.path),
        "may_print": may_print_ledger(request.actor, place.path),
        "troubles": asked.troubles,
    }
    return render(request, "disputes/statistics.html", context)


@open_to("disputes.centre")
@require_POST
def sign(request: Any) -> HttpResponse:
    """Sign and lock the month."""
    asked = Address(request.GET)
    month = month_asked(asked, today=timezone.localdate())
    place = area_asked(asked, request.actor, ability=FIGURES)
    if place is None:
        raise Http404
    try:
        asked.require_understood()
        sign_statement(
            path=place.path,
            month=month,
            note=request.POST.get("note", "")[:300],
            actor=request.actor,
            at=timezone.now(),
        )
        messages.success(request, _("%(month)s已签发封账。") % {"month": month.name})
    except Refused as refused:
        messages.error(request, str(refused))
    return redirect(f"{reverse('dispute_statistics')}?{request.GET.urlencode()}")


@open_to("disputes.centre")
@require_POST
def give_back(request: Any, pk: UUID) -> HttpResponse:
    """Open a signed month again, from above."""
    statement = statement_for(request.actor, pk)
    try:
        return_statement(
            statement=statement,
            reason=request.POST.get("reason", ""),
            actor=request.actor,
            at=timezone.now(),
        )
        messages.success(request, _("已退回，更正后须重新签发。"))
    except Refused as refused:
        messages.error(request, str(refused))
    return redirect("dispute_statistics")


@open_to("disputes.centre")
@require_POST
def paper(request: Any) -> HttpResponse:
    """The table on paper."""
    asked = Address(request.GET)
    month = month_asked(asked, today=timezone.localdate())
    place = area_asked(asked, request.actor, ability=FIGURES)
    if place is None:
        raise Http404
    try:
        asked.require_understood()
        document = issue_statement(place=place, month=month, actor=request.actor, at=timezone.now())
    except Refused as refused:
        messages.error(request, str(refused))
        return redirect(f"{reverse('dispute_statistics')}?{request.GET.urlencode()}")
    messages.success(request, _("已印制 %(number)s。") % {"number": document.number_text})
    return redirect("documents")
