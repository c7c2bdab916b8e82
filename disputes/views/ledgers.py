"""台账: on the page, as a sheet, on paper; all three from one spec."""

from functools import partial
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from core.forms.address import Address
from core.permissions.gate import open_to
from core.permissions.verdict import Refused
from core.tabular.responses import workbook_response
from core.tabular.tables import page_table
from disputes.actions.print_ledger import print_ledger
from disputes.exports import LEDGERS, LedgerKind
from disputes.forms.period import asked_period
from disputes.ledger_rows import ledger_cases, rows_of
from disputes.pages import PageOfRows
from disputes.policies import CENTRE, VIEW, may_print_ledger
from grids.choices import Level
from grids.choosing import areas_to_choose


@open_to("disputes.view")
@require_GET
def ledger(request: Any, kind: str) -> HttpResponse:
    """One ledger of a period and place."""
    found, asked = _ledger(kind), Address(request.GET)
    period = asked_period(asked, request.actor, ability=VIEW, today=timezone.localdate())
    path = period.place.path if period.place else ""
    cases = ledger_cases(found, [path] if path else [], period.since, period.until)
    in_full = request.actor.has(CENTRE)
    table = page_table(
        found.sheet,
        PageOfRows(cases, partial(rows_of, in_full=in_full)),
        Address({"page": request.GET.get("page", "")}),
        empty_title=_("本期没有记录"),
        empty_advice=_("换一个时段或区域再试。"),
        unmasked=in_full,
    )
    context = {
        "kind": found,
        "kinds": LEDGERS.values(),
        "table": table,
        "period": period,
        "areas": areas_to_choose(request.actor, ability=VIEW, deepest=Level.VILLAGE),
        "may_print": may_print_ledger(request.actor, path) if path else None,
        "troubles": asked.troubles,
    }
    return render(request, "disputes/ledger.html", context)


@open_to("disputes.view")
@require_POST
def ledger_sheet(request: Any, kind: str) -> HttpResponseBase:
    """The ledger as a masked workbook; taking it out is recorded."""
    found, asked = _ledger(kind), Address(request.GET)
    period = asked_period(asked, request.actor, ability=VIEW, today=timezone.localdate())
    try:
        asked.require_understood()
    except Refused as refused:
        return _back(request, kind, refused)
    path, place = (period.place.path, period.place.name) if period.place else ("", "")
    cases = ledger_cases(found, [path] if path else [], period.since, period.until)
    return workbook_response(
        found.sheet,
        rows_of(cases),
        actor=request.actor,
        at=timezone.now(),
        filters=" ".join(filter(None, (place, period.words))),
        path=path or None,
    )


@open_to("disputes.centre")
@require_POST
def ledger_paper(request: Any, kind: str) -> HttpResponse:
    """The ledger as a numbered paper, to be found among the issued documents."""
    found, asked = _ledger(kind), Address(request.GET)
    period = asked_period(asked, request.actor, ability=VIEW, today=timezone.localdate())
    if period.place is None:
        raise Http404
    try:
        asked.require_understood()
        document = print_ledger(
            kind=found,
            place=period.place,
            since=period.since,
            until=period.until,
            period=period.words,
            actor=request.actor,
            at=timezone.now(),
        )
    except Refused as refused:
        return _back(request, kind, refused)
    messages.success(
        request, _("已印制 %(number)s，可在“印发文书”中打开。") % {"number": document.number_text}
    )
    return redirect("documents")


def _ledger(slug: str) -> LedgerKind:
    if slug not in LEDGERS:
        raise Http404
    return LEDGERS[slug]


def _back(request: Any, kind: str, refused: Refused) -> HttpResponse:
    messages.error(request, str(refused))
    return redirect(f"{reverse('ledger', args=[kind])}?{request.GET.urlencode()}")
