"""The auditor's search: masked values only, no resident's file, and searching is itself recorded."""

from datetime import timedelta
from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from core.audit import kick
from core.audit.actions.record import record
from core.audit.areas import names_of
from core.audit.exports import MOST_ROWS, records_workbook
from core.audit.forms import SearchForm
from core.audit.keyset import cursor_of, parse_cursor
from core.audit.log_codes import RECORDS_EXPORTED, RECORDS_SEARCHED
from core.audit.models import Record
from core.audit.selectors import chain_state, search_records
from core.permissions.gate import open_to

ABILITY = "audit.search"
PAGE = 50
DAYS_SHOWN = 7  # where nothing was asked for
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@open_to(ABILITY)
@require_GET
def page(request: Any) -> HttpResponse:
    """Records that fit the address, fifty at a time."""
    form = _form(request)
    shown: list[Record] = []
    older = ""
    cursor = parse_cursor(request.GET.get("before", ""))
    if form.is_valid():
        rows = list(search_records(form.filters(), before=cursor)[: PAGE + 1])
        shown = rows[:PAGE]
        if len(rows) > PAGE:
            older = _address(form, before=cursor_of(shown[-1].at, shown[-1].id))
        if cursor is None:
            _note(request, RECORDS_SEARCHED, form.asked())
    areas = names_of(row.path for row in shown)
    return render(
        request,
        "audit/search.html",
        {
            "form": form,
            "rows": [(row, areas.get(row.path or "", "")) for row in shown],
            "older": older,
            "newest": "" if cursor is None else _address(form),
            "asked": urlencode(form.asked()) if form.is_valid() else "",
            "state": chain_state(),
            "most_rows": MOST_ROWS,
        },
        status=200 if form.is_valid() else 422,
    )


@open_to(ABILITY)
@require_POST
def export(request: Any) -> HttpResponse:
    """The same search as a sheet."""
    form = _form(request)
    if not form.is_valid():
        messages.error(request, _("查询条件有误，没有导出，请先改正。"))
        return redirect(f"{reverse('audit_search')}?{request.GET.urlencode()}")
    rows = list(search_records(form.filters())[:MOST_ROWS])
    _note(request, RECORDS_EXPORTED, {**form.asked(), "rows": len(rows)})
    now = timezone.localtime()
    mark = _("{name} 于 {at} 导出，仅供审计").format(name=request.actor.name, at=f"{now:%Y-%m-%d %H:%M}")
    answer = HttpResponse(records_workbook(rows, mark=mark), content_type=XLSX)
    answer["Content-Disposition"] = f'attachment; filename="records-{now:%Y%m%d-%H%M}.xlsx"'
    return answer


@open_to(ABILITY)
@require_POST
def verify(request: Any) -> HttpResponse:
    """Have the county's chain walked now."""
    kick.ask_to_verify(request.actor.tenant)
    messages.success(request, _("已开始校验，完成后本页显示结果"))
    return redirect("audit_search")


def _form(request: Any) -> SearchForm:
    asked = request.GET.copy()
    asked.pop("before", None)
    if not asked:
        asked["since"] = (timezone.localdate() - timedelta(days=DAYS_SHOWN - 1)).isoformat()
    return SearchForm(asked)


def _note(request: Any, act: Any, asked: dict[str, Any]) -> None:
    actor = request.actor
    record(act, actor=actor, post=actor.post_for(ABILITY), at=timezone.now(), after=asked)


def _address(form: SearchForm, **more: str) -> str:
    return f"{reverse('audit_search')}?{urlencode(form.asked() | more)}"
