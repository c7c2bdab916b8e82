"""导出: the masked sheet of a list page at once; the sheet in full when somebody else approved."""

from datetime import timedelta
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from core.audit.areas import names_of
from core.permissions.answers import went_back
from core.permissions.gate import SIGNED_IN, open_to
from core.permissions.verdict import Refused
from core.tabular import policies, selectors
from core.tabular.access import export_for, own_request_for, request_to_settle_for
from core.tabular.actions.ask_export import ask_export
from core.tabular.actions.export_sheet import export_sheet
from core.tabular.actions.settle_export import DAYS_TO_TAKE, settle_export
from core.tabular.actions.take_export import take_export
from core.tabular.exporting import filters_in
from core.tabular.forms import AskInFull, Settlement
from core.tabular.responses import workbook_file

REQUESTS_SHOWN = 20
COUNTED_DAYS = 30


@open_to(SIGNED_IN)
@require_GET
def page(request: Any) -> HttpResponse:
    """Sheets in full: what this person asked for, and what others ask of an approver."""
    return _page(request)


@open_to(SIGNED_IN)
@require_POST
def sheet(request: Any, key: str) -> HttpResponseBase:
    """The rows of a list page as a masked workbook; the filters stand in the address."""
    kind, params, now = export_for(request.actor, key), filters_in(request.GET.dict()), timezone.now()
    try:
        out = export_sheet(
            sheet=kind.sheet,
            rows=kind.lines(request.actor, params, timezone.localdate(now)),
            actor=request.actor,
            at=now,
            filters=kind.said(request.actor, params),
            path=kind.place_of(request.actor),
        )
    except Refused as refused:
        return went_back(request, refused)
    return workbook_file(kind.sheet, out, now)


@open_to(SIGNED_IN)
def ask(request: Any, key: str) -> HttpResponse:
    """Ask for the same rows in full."""
    kind, params, now = export_for(request.actor, key), filters_in(request.GET.dict()), timezone.now()
    today = timezone.localdate(now)
    try:
        rows = kind.count(request.actor, params, today)
    except Refused as refused:
        return went_back(request, refused)
    form = AskInFull(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            ask_export(
                kind=kind,
                params=params,
                reason=form.cleaned_data["reason"],
                on=today,
                actor=request.actor,
                at=now,
            )
        except Refused as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, _("申请已提交，批准后在本页下载。"))
            return redirect("exports")
    context = {
        "form": form,
        "kind": kind,
        "filters": kind.said(request.actor, params),
        "rows": rows,
        "verdict": policies.may_ask_for_full(request.actor, kind),
        "days": DAYS_TO_TAKE,
    }
    return render(request, "tabular/ask.html", context, status=422 if form.errors else 200)


@open_to("tabular.approve_export")
@require_POST
def settle(request: Any, pk: UUID) -> HttpResponse:
    """Approve or turn down."""
    one = request_to_settle_for(request.actor, pk, lock=True)
    form = Settlement(request.POST)
    if not form.is_valid():
        return _page(request, status=422)
    approve = form.cleaned_data["decision"] == "approve"
    try:
        settle_export(
            asked=one,
            approve=approve,
            answer=form.cleaned_data["answer"],
            actor=request.actor,
            at=timezone.now(),
        )
    except Refused as refused:
        messages.error(request, str(refused))
    else:
        messages.success(request, _("已批准。") if approve else _("已退回。"))
    return redirect("exports")


@open_to(SIGNED_IN)
@require_POST
def take(request: Any, pk: UUID) -> HttpResponseBase:
    """The approved sheet, once."""
    one, kind = own_request_for(request.actor, pk, lock=True)
    now = timezone.now()
    try:
        out = take_export(
            asked=one,
            kind=kind,
            account=request.user.get_username(),
            on=timezone.localdate(now),
            actor=request.actor,
            at=now,
        )
    except Refused as refused:
        messages.error(request, str(refused))
        return redirect("exports")
    return workbook_file(kind.sheet, out, now)


def _page(request: Any, status: int = 200) -> HttpResponse:
    actor, now = request.actor, timezone.now()
    approves = actor.has(policies.APPROVE)
    mine = list(selectors.requests_of(actor)[:REQUESTS_SHOWN])
    waiting = list(selectors.requests_to_settle(actor)) if approves else []
    settled = list(
        selectors.requests_within(actor).exclude(settled_at=None)[:REQUESTS_SHOWN] if approves else []
    )
    places = names_of(one.path for one in [*waiting, *settled])
    context = {
        "mine": [(one, one.state(now)) for one in mine],
        "waiting": [(one, places.get(one.path, "")) for one in waiting],
        "settled": [(one, places.get(one.path, ""), one.state(now)) for one in settled],
        "approves": approves,
        "counted": selectors.taken_since(actor, now - timedelta(days=COUNTED_DAYS)) if approves else None,
        "counted_days": COUNTED_DAYS,
    }
    return render(request, "tabular/exports.html", context, status=status)
