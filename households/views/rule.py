"""包联规则: what the county has settled about pairing and visiting, and its change from a day on."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from core.permissions.answers import attempt, form_page, sent
from core.permissions.gate import open_to
from core.rules.dated import earliest_day
from households.actions.change_liaison_rule import change_liaison_rule as do_change
from households.forms.rule import LiaisonRuleForm
from households.ruling import last_rule, rules_listed, settings_of


@open_to("households.settings")
@require_GET
def liaison_rule(request: Any) -> HttpResponse:
    """The rule in force and those before and after it."""
    today = timezone.localdate()
    rule, rules = rules_listed(today)
    return render(request, "households/rule.html", {"rule": rule, "rules": rules, "today": today})


@open_to("households.settings")
@require_http_methods(["GET", "POST"])
def change_liaison_rule(request: Any) -> HttpResponse:
    """Another rule from a day on; it begins from the numbers of the last one."""
    today = timezone.localdate()
    last = last_rule(today)
    earliest = earliest_day(last.valid_from, today)
    first = {**settings_of(last), "valid_from": earliest}
    form = LiaisonRuleForm(sent(request), earliest=earliest, initial=first)
    done = attempt(
        form,
        lambda given: do_change(
            numbers=form.numbers,
            demand_unit=given["demand_unit"],
            request_unit=given["request_unit"],
            valid_from=given["valid_from"],
            source=given["source"],
            actor=request.actor,
            at=timezone.now(),
        ),
    )
    if done:
        messages.success(request, _("已保存，自启用日起适用。"))
        return redirect("liaison_rule")
    intro = _("新规则自启用日起适用；此前已作出的期限承诺不变。")
    return form_page(request, form, _("调整包联规则"), _("保存"), "liaison_rule", intro=intro)
