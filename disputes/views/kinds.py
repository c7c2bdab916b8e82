"""纠纷类型: the county's own list, each with the row of the monthly table in which it counts."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.db.models import Max
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from core.permissions.answers import attempt, form_page, sent
from core.permissions.gate import open_to
from disputes.access import kind_for
from disputes.actions.add_kind import add_kind as do_add
from disputes.actions.change_kind import change_kind as do_change
from disputes.forms.terms import AddKindForm, ChangeKindForm
from disputes.models import CaseKind
from disputes.seed import statistics_rows


@open_to("disputes.settings")
@require_GET
def dispute_kinds(request: Any) -> HttpResponse:
    """All kinds, those in use first."""
    rows = {row.code: row.label for row in statistics_rows()}
    kinds = CaseKind.objects.order_by("-is_active", "position", "code")
    context = {"kinds": [(kind, rows.get(kind.statistics_row, kind.statistics_row)) for kind in kinds]}
    return render(request, "disputes/kinds.html", context)


@open_to("disputes.settings")
@require_http_methods(["GET", "POST"])
def add_kind(request: Any) -> HttpResponse:
    last = CaseKind.objects.aggregate(last=Max("position"))["last"] or 0
    form = AddKindForm(sent(request), initial={"position": last + 1})
    done = attempt(form, lambda given: do_add(actor=request.actor, at=timezone.now(), **given))
    if done:
        messages.success(request, _("已新增纠纷类型。"))
        return redirect("dispute_kinds")
    return form_page(request, form, _("新增纠纷类型"), _("新增"), "dispute_kinds", draft="add-kind")


@open_to("disputes.settings")
@require_http_methods(["GET", "POST"])
def change_kind(request: Any, pk: UUID) -> HttpResponse:
    kind = kind_for(request.actor, pk)
    first = {
        name: getattr(kind, name) for name in ("label", "statistics_row", "kept_for", "position", "is_active")
    }
    form = ChangeKindForm(sent(request), initial=first)
    done = attempt(form, lambda given: do_change(kind=kind, actor=request.actor, at=timezone.now(), **given))
    if done:
        messages.success(request, _("已保存。已签发的统计表不变。"))
        return redirect("dispute_kinds")
    intro = _("代码 %(code)s。改变统计行只影响尚未签发的月份。") % {"code": kind.code}
    return form_page(request, form, _("修改纠纷类型"), _("保存"), "dispute_kinds", intro=intro)
