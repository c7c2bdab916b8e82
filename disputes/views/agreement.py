"""The agreement: its editor, signatures, what is owed by it, and the court's confirmation."""

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from core.permissions.answers import sent
from core.permissions.gate import open_to
from disputes import access
from disputes.choices import AgreementForm
from disputes.forms.agreement import (
    ApplyForm,
    DraftForm,
    PerformForm,
    RulingForm,
    SignForm,
    typed_so_far,
)
from disputes.models import Agreement, Case, Confirmation, Obligation
from disputes.offers import offers_of
from disputes.policies import may_draft, may_read_names, may_write
from disputes.selectors import facts_of
from disputes.views.steps import fresh, take_or_show


@open_to("disputes.mine")
@require_GET
def agreement(request: Any, pk: UUID) -> HttpResponse:
    """What was agreed, whether it is in effect, and what is still owed."""
    actor, at = request.actor, timezone.now()
    case = access.case_for(actor, pk)
    facts = facts_of(case)
    standing = Agreement.objects.filter(case=case, voided_at=None).first()
    offers = offers_of(actor, case, facts)
    context: dict[str, Any] = {
        "case": case,
        "facts": facts,
        "agreement": standing,
        "today": timezone.localdate(at),
        "may_write": may_write(actor, case, facts),
        "may_read": may_read_names(actor, case, facts),
        "may_draft": may_draft(actor, case, facts),
        "offers": [offers[slug] for slug in ("agree", "perform", "default") if slug in offers],
    }
    if standing is not None:
        common = {"case": case, "actor": actor, "facts": facts, "at": at, "initial": fresh(case)}
        if context["may_read"].ok:
            context["items"] = [line for line in standing.content.reveal().splitlines() if line.strip()]
        context["owed"] = _owed(standing, common)
        context["paper"] = "oral-agreement" if standing.form == AgreementForm.ORAL else "agreement"
        context["sign"] = SignForm(agreement=standing, **common)
        context["confirmation"] = Confirmation.objects.filter(agreement=standing).first()
    return render(request, "disputes/agreement.html", context)


@open_to("disputes.mine")
@require_http_methods(["GET", "POST"])
def draft(request: Any, pk: UUID) -> HttpResponse:
    """The editor. 再加几行 draws it again with more rows and all that was typed."""
    actor, at = request.actor, timezone.now()
    case = access.case_for(actor, pk)
    facts = facts_of(case)
    common: dict[str, Any] = {"case": case, "actor": actor, "facts": facts, "at": at}
    if request.method == "POST" and "more" in request.POST:
        form = DraftForm(initial=typed_so_far(request.POST), **common)
    else:
        form = DraftForm(sent(request), initial=fresh(case), **common)
    verdict = may_draft(actor, case, facts)
    oral = request.POST.get("form") == AgreementForm.ORAL
    done = (
        _("口头协议已保存，请印制口头协议登记表。") if oral else _("协议已保存，请打印、签名、盖章后登记。")
    )
    return take_or_show(request, form, _("拟订调解协议"), verdict, back="agreement", done=done)


@open_to("disputes.mine")
@require_POST
def sign(request: Any, pk: UUID) -> HttpResponse:
    """The days of the signatures and of the seal."""
    case, facts, common = _opened(request, pk)
    form = SignForm(sent(request), agreement=access.agreement_for(case), **common)
    verdict = may_write(request.actor, case, facts)
    return take_or_show(request, form, _("登记签名盖章"), verdict, back="agreement")


@open_to("disputes.mine")
@require_POST
def perform(request: Any, pk: UUID, obligation_pk: UUID) -> HttpResponse:
    """One instalment is done."""
    case, facts, common = _opened(request, pk)
    form = PerformForm(sent(request), obligation=access.obligation_for(case, obligation_pk), **common)
    verdict = may_write(request.actor, case, facts)
    return take_or_show(request, form, _("登记履行"), verdict, back="agreement")


@open_to("disputes.mine")
@require_http_methods(["GET", "POST"])
def confirmation(request: Any, pk: UUID) -> HttpResponse:
    """The joint application; once it is made, the court's ruling."""
    case, facts, common = _opened(request, pk)
    standing = access.agreement_for(case)
    verdict = may_write(request.actor, case, facts)
    asked = Confirmation.objects.filter(agreement=standing).select_related("agreement").first()
    if asked is None:
        form: Any = ApplyForm(sent(request), agreement=standing, **common)
        return take_or_show(request, form, _("登记司法确认申请"), verdict, back="agreement")
    if asked.decided_on is not None:
        return redirect("agreement", pk=case.pk)
    form = RulingForm(sent(request), confirmation=asked, **common)
    return take_or_show(request, form, _("登记司法确认裁定"), verdict, back="agreement")


def _opened(request: Any, pk: UUID) -> tuple[Case, Any, dict[str, Any]]:
    case = access.case_for(request.actor, pk)
    facts = facts_of(case)
    common = {
        "case": case,
        "actor": request.actor,
        "facts": facts,
        "at": timezone.now(),
        "initial": fresh(case),
    }
    return case, facts, common


def _owed(standing: Agreement, common: dict[str, Any]) -> list[tuple[Obligation, PerformForm]]:
    rows = Obligation.objects.filter(agreement=standing).select_related("party").order_by("position")
    return [
        (row, PerformForm(obligation=row, prefix=None, auto_id=f"id_{row.position}_%s", **common))
        for row in rows
    ]
