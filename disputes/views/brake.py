"""批量上交暂停: what would go up, letting it go on with a reason, and the rule by which it stops."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from core.permissions.answers import attempt, form_page, sent
from core.permissions.gate import open_to
from core.rules.dated import earliest_day
from disputes.access import brake_for
from disputes.actions.change_brake_rule import change_brake_rule as do_change
from disputes.actions.pull_brake import release_brake as do_release
from disputes.braking import (
    count_open,
    last_rule,
    past_brakes,
    rules_listed,
    standing_brake,
    would_go_up,
)
from disputes.forms.brake import BrakeRuleForm, DecisionForm
from grids.selectors import area_names

PER_PAGE = 50


@open_to("disputes.settings")
@require_GET
def brake(request: Any) -> HttpResponse:
    """Whether handing up stands still, which cases would go up, and how it was decided before."""
    return _page(request, DecisionForm())


@open_to("disputes.settings")
@require_POST
def release_brake(request: Any, pk: UUID) -> HttpResponse:
    """Let the sweep go on."""
    found = brake_for(request.actor, pk)
    form = DecisionForm(sent(request))
    done = attempt(
        form, lambda given: do_release(brake=found, actor=request.actor, at=timezone.now(), **given)
    )
    if done:
        messages.success(request, _("已放行，到期的纠纷将陆续上交。"))
        return redirect("brake")
    return _page(request, form)


@open_to("disputes.settings")
@require_http_methods(["GET", "POST"])
def change_brake_rule(request: Any) -> HttpResponse:
    """Another rule from a day on; it begins from the numbers of the last one."""
    last = last_rule()
    earliest = earliest_day(last.valid_from, timezone.localdate())
    first = {name: getattr(last, name) for name in ("fewest", "share", "released_hours")}
    form = BrakeRuleForm(sent(request), earliest=earliest, initial={**first, "valid_from": earliest})
    if attempt(form, lambda given: do_change(actor=request.actor, at=timezone.now(), **given)):
        messages.success(request, _("已保存，自启用日起适用。"))
        return redirect("brake")
    intro = _("一次将自动上交的纠纷，件数和比例都超过规则时，系统暂停上交并请县综治中心决定。")
    return form_page(request, form, _("调整暂停规则"), _("保存"), "brake", intro=intro, draft="brake-rule")


def _page(request: Any, form: DecisionForm) -> HttpResponse:
    now = timezone.now()
    page = Paginator(would_go_up(at=now), PER_PAGE).get_page(request.GET.get("page"))
    names = area_names({row.case.path for row in page.object_list})
    rule, rules = rules_listed(timezone.localdate(now))
    past = list(past_brakes())
    context = {
        "brake": standing_brake(),
        "past": past,
        "release": next((one for one in past if one.is_released(now)), None),
        "rule": rule,
        "rules": rules,
        "page": page,
        "rows": [(row, names.get(row.case.path, "")) for row in page.object_list],
        "open_cases": count_open(),
        "today": timezone.localdate(now),
        "form": form,
        "now": now,
    }
    return render(request, "disputes/brake.html", context, status=422 if form.is_bound else 200)
