"""办理期限: how long something may take, by what is promised, level and kind; with its source and history."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from core.forms.address import Address
from core.permissions.answers import attempt, form_page, sent
from core.permissions.gate import open_to
from disputes.access import term_for
from disputes.actions.change_term import change_term as do_change
from disputes.actions.change_term import end_term as do_end
from disputes.forms.terms import EndTermForm, TermForm
from disputes.models import CaseKind
from disputes.terms import history_of, terms_listed


@open_to("disputes.settings")
@require_GET
def dispute_terms(request: Any) -> HttpResponse:
    """Every rule that counts today or soon, by what is promised."""
    today = timezone.localdate()
    kinds = dict(CaseKind.objects.values_list("code", "label"))
    return render(request, "disputes/terms.html", {"groups": terms_listed(today, kinds), "today": today})


@open_to("disputes.settings")
@require_http_methods(["GET", "POST"])
def change_term(request: Any) -> HttpResponse:
    """A term from a day on: of the rule that the address names, or a new one for a level or kind."""
    asked = Address(request.GET)
    first = {
        name: asked.text(name)
        for name in ("promise", "level", "kind_code", "value", "unit", "warn_value", "warn_unit")
    }
    form = TermForm(sent(request), initial={**first, "from_on": timezone.localdate()})
    done = attempt(form, lambda _given: do_change(actor=request.actor, at=timezone.now(), **form.asked))
    if done:
        messages.success(request, _("已保存，自启用日起适用；此前作出的时限承诺不变。"))
        return redirect("term_history", pk=done.result.pk)
    intro = _("调整期限不改变已经作出的承诺：在办纠纷仍按承诺当天的期限办理。法律规定的期限只能缩短。")
    return form_page(
        request,
        form,
        _("调整办理期限"),
        _("保存"),
        "dispute_terms",
        intro=intro,
        troubles=asked.fills(form),
    )


@open_to("disputes.settings")
@require_GET
def term_history(request: Any, pk: UUID) -> HttpResponse:
    """A rule with those before it and after it."""
    rule = term_for(request.actor, pk)
    context = {
        "rule": rule,
        "rules": history_of(rule),
        "kind": CaseKind.objects.filter(code=rule.kind_code).values_list("label", flat=True).first() or "",
        "today": timezone.localdate(),
    }
    return render(request, "disputes/term_history.html", context)


@open_to("disputes.settings")
@require_http_methods(["GET", "POST"])
def end_term(request: Any, pk: UUID) -> HttpResponse:
    """End a rule for one level or kind."""
    rule = term_for(request.actor, pk)
    form = EndTermForm(sent(request), initial={"on": timezone.localdate()})
    done = attempt(form, lambda given: do_end(rule=rule, actor=request.actor, at=timezone.now(), **given))
    if done:
        messages.success(request, _("已停用，自停用日起适用通用的规定。"))
        return redirect("dispute_terms")
    return form_page(
        request, form, _("停用办理期限"), _("停用"), "term_history", back_pk=pk, intro=str(rule), danger=True
    )
