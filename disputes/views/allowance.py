"""以案定补: the batches, one batch with its claims, the rates, and what somebody earned."""

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Final
from uuid import UUID

from django import forms
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import FileResponse, Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise as Text
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _l
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from core.forms.address import Address
from core.permissions.actor import Actor
from core.permissions.answers import attempt, sent
from core.permissions.gate import open_to
from core.permissions.verdict import Refused, Verdict
from core.tabular.responses import workbook_response
from disputes import access
from disputes.actions.approve_batch import approve_batch
from disputes.actions.change_rate import change_rate
from disputes.actions.check_batch import check_batch
from disputes.actions.declare_batch import declare_batch
from disputes.actions.pay_batch import pay_batch
from disputes.actions.print_batch import print_batch
from disputes.actions.publish_batch import publish_batch
from disputes.actions.refuse_claim import refuse_claim
from disputes.choices import ClaimState
from disputes.claiming import as_rows, batches_seen_by, claims_of, claims_of_mediator, has_own, summed
from disputes.exports import ALLOWANCE
from disputes.forms.allowance import DeclareForm, NothingForm, PayForm, PublishForm, RateForm, RefuseForm
from disputes.models import AllowanceBatch, AllowanceRate, CaseKind
from disputes.policies import (
    CENTRE,
    may_approve_batch,
    may_change_settings,
    may_check_batch,
    may_declare_batch,
    may_pay_batch,
    may_publish_batch,
    may_refuse_claim,
)
from disputes.rules.risks import quarter_of
from grids.models import Area
from grids.selectors import area_names

PER_PAGE = 50
QUARTERS_BACK = 8
PUBLISHED_DAYS = 7
LADDER: Final = (
    ClaimState.DECLARED,
    ClaimState.CHECKED,
    ClaimState.APPROVED,
    ClaimState.PUBLISHED,
    ClaimState.PAID,
)


@open_to("disputes.centre")
@require_GET
def allowance_batches(request: Any) -> HttpResponse:
    """The batches of one's ground, the latest first."""
    actor = request.actor
    page = Paginator(batches_seen_by(actor), PER_PAGE).get_page(request.GET.get("page"))
    names = area_names(batch.path for batch in page.object_list)
    context = {
        "page": page,
        "batches": [(batch, names.get(batch.path, "")) for batch in page.object_list],
        "may_change_rates": may_change_settings(actor).ok,
    }
    return render(request, "disputes/allowance_batches.html", context)


@open_to("disputes.centre")
@require_http_methods(["GET", "POST"])
def declare_allowance(request: Any) -> HttpResponse:
    """Collect a quarter that is over."""
    actor, today = request.actor, timezone.localdate()
    paths = sorted({post.path for post in actor.posts if CENTRE in post.abilities and post.path})
    names = area_names(paths)
    form = DeclareForm(
        sent(request),
        places=[(path, names.get(path, path)) for path in paths],
        quarters=_quarters_before(today),
    )
    done = attempt(form, lambda _given: declare_batch(actor=actor, at=timezone.now(), **form.asked))
    if done:
        batch = done.result
        messages.success(request, _("已归集并申报，请核对后初审。"))
        return redirect("allowance_batch", pk=batch.pk)
    context = {
        "form": form,
        "heading": _("申报以案定补"),
        "submit": _("归集并申报"),
        "back": reverse("allowance_batches"),
        "intro": _(
            "归集本季度化解、履行完毕、卷宗完整的案件，按难易程度计算；同一纠纷只补一次。不符合的列明原因。"
        ),
    }
    return render(request, "disputes/act.html", context, status=422 if form.is_bound else 200)


@open_to("disputes.centre")
@require_GET
def allowance_batch(request: Any, pk: UUID) -> HttpResponse:
    """One batch: by mediator, case by case, and what was refused with why."""
    actor = request.actor
    batch = access.batch_for(actor, pk)
    claims = list(claims_of(batch))
    kinds = dict(CaseKind.objects.values_list("code", "label"))
    own = any(claim.mediator_id == actor.person_id and claim.is_accepted is not False for claim in claims)
    context = {
        "batch": batch,
        "place": area_names([batch.path]).get(batch.path, ""),
        "ladder": [(state, state.label, LADDER.index(state)) for state in LADDER],
        "stands": LADDER.index(ClaimState(batch.state)),
        "mediators": summed(claims),
        "claims": [
            (claim, kinds.get(claim.case.kind_code, "")) for claim in claims if claim.is_accepted is not False
        ],
        "refused": [
            (claim, kinds.get(claim.case.kind_code, "")) for claim in claims if claim.is_accepted is False
        ],
        "offers": [
            (slug, act.label, act.may(actor, batch, own))
            for slug, act in _ACTS.items()
            if act.at == batch.state
        ],
        "may_declare": may_declare_batch(actor, batch.path).ok and batch.state == ClaimState.DECLARED,
        "may_refuse": may_refuse_claim(actor, batch).ok,
    }
    return render(request, "disputes/allowance_batch.html", context)


@dataclass(frozen=True, slots=True)
class Act:
    """A step of a batch: from which state, its form, who may, its verb."""

    label: Text | str
    at: ClaimState
    intro: Text | str
    form: Callable[[Any, dt.date], forms.Form]
    may: Callable[[Actor, AllowanceBatch, bool], Verdict]
    do: Callable[[AllowanceBatch, Any, Actor, dt.datetime], object]


_ACTS: Final[dict[str, Act]] = {
    "check": Act(
        _l("初审"),
        ClaimState.DECLARED,
        _l("逐件核对卷宗、履行情况和难易程度；不符合的先列为不予补贴。初审后报县审定。"),
        lambda data, today: NothingForm(data),
        lambda actor, batch, own: may_check_batch(actor, batch, has_own=own),
        lambda batch, form, actor, at: check_batch(batch=batch, actor=actor, at=at),
    ),
    "approve": Act(
        _l("审定"),
        ClaimState.CHECKED,
        _l("审定人与初审人须是不同的人。"),
        lambda data, today: NothingForm(data),
        lambda actor, batch, own: may_approve_batch(actor, batch, has_own=own),
        lambda batch, form, actor, at: approve_batch(batch=batch, actor=actor, at=at),
    ),
    "publish": Act(
        _l("公示"),
        ClaimState.APPROVED,
        _l("公示调解员姓名、件数和金额，不公示当事人。"),
        lambda data, today: PublishForm(
            data, initial={"from_on": today, "to_on": today + dt.timedelta(days=PUBLISHED_DAYS)}
        ),
        lambda actor, batch, own: may_publish_batch(actor, batch),
        lambda batch, form, actor, at: publish_batch(batch=batch, actor=actor, at=at, **form.cleaned_data),
    ),
    "pay": Act(
        _l("登记发放"),
        ClaimState.PUBLISHED,
        _l("公示期满后发放，登记发放日。"),
        lambda data, today: PayForm(data, initial={"paid_on": today}),
        lambda actor, batch, own: may_pay_batch(actor, batch),
        lambda batch, form, actor, at: pay_batch(batch=batch, actor=actor, at=at, **form.cleaned_data),
    ),
}


@open_to("disputes.centre")
@require_http_methods(["GET", "POST"])
def allowance_act(request: Any, pk: UUID, slug: str) -> HttpResponse:
    """One step of a batch."""
    actor = request.actor
    batch = access.batch_for(actor, pk)
    if slug not in _ACTS:
        raise Http404
    act = _ACTS[slug]
    form = act.form(sent(request), timezone.localdate())
    done = attempt(form, lambda _given: act.do(batch, form, actor, timezone.now()))
    if done:
        messages.success(request, _("已办理：%(what)s。") % {"what": act.label})
        return redirect("allowance_batch", pk=pk)
    place = area_names([batch.path]).get(batch.path, "")
    context = {
        "form": form,
        "heading": act.label,
        "sub": f"{place} · {batch}",
        "submit": act.label,
        "back": reverse("allowance_batch", args=[pk]),
        "intro": act.intro,
        "verdict": act.may(actor, batch, has_own(actor, batch)),
    }
    return render(request, "disputes/act.html", context, status=422 if form.is_bound else 200)


@open_to("disputes.centre")
@require_http_methods(["GET", "POST"])
def refuse_allowance(request: Any, pk: UUID, claim_pk: UUID) -> HttpResponse:
    """One case gets nothing, with a reason."""
    actor = request.actor
    batch = access.batch_for(actor, pk)
    claim = access.claim_for(batch, claim_pk)
    form = RefuseForm(sent(request))
    done = attempt(
        form, lambda given: refuse_claim(claim=claim, reason=given["reason"], actor=actor, at=timezone.now())
    )
    if done:
        messages.success(request, _("已列为不予补贴。"))
        return redirect("allowance_batch", pk=pk)
    context = {
        "form": form,
        "heading": _("不予补贴"),
        "sub": f"{claim.case.audit_label} · {claim.mediator.name}",
        "submit": _("不予补贴"),
        "danger": True,
        "back": reverse("allowance_batch", args=[pk]),
        "verdict": may_refuse_claim(actor, batch),
    }
    return render(request, "disputes/act.html", context, status=422 if form.is_bound else 200)


@open_to("disputes.centre")
@require_POST
def allowance_paper(request: Any, pk: UUID) -> HttpResponse:
    """The list on numbered paper."""
    batch = access.batch_for(request.actor, pk)
    place = Area.objects.filter(path=batch.path).first()
    if place is None:
        raise Http404
    try:
        document = print_batch(batch=batch, place=place, actor=request.actor, at=timezone.now())
    except Refused as refused:
        messages.error(request, str(refused))
        return redirect("allowance_batch", pk=pk)
    messages.success(
        request, _("已印制 %(number)s，可在“印发文书”中打开。") % {"number": document.number_text}
    )
    return redirect("documents")


@open_to("disputes.centre")
@require_POST
def allowance_sheet(request: Any, pk: UUID) -> FileResponse:
    """The list as a workbook; taking it out is recorded."""
    batch = access.batch_for(request.actor, pk)
    kinds = dict(CaseKind.objects.values_list("code", "label"))
    rows = as_rows(claims_of(batch), kinds)
    return workbook_response(
        ALLOWANCE, rows, actor=request.actor, at=timezone.now(), filters=str(batch), path=batch.path
    )


@open_to("disputes.report")
@require_GET
def my_allowances(request: Any) -> HttpResponse:
    """What was claimed for one's own cases, and how far it is."""
    page = Paginator(claims_of_mediator(request.actor), PER_PAGE).get_page(request.GET.get("page"))
    return render(request, "disputes/my_allowances.html", {"page": page, "claims": page.object_list})


@open_to("disputes.centre")
@require_GET
def allowance_rates(request: Any) -> HttpResponse:
    """What a case is worth by its grade, now and before."""
    rates = AllowanceRate.objects.order_by("grade", "-valid_from")
    context = {
        "rates": rates,
        "today": timezone.localdate(),
        "may_change": may_change_settings(request.actor),
    }
    return render(request, "disputes/allowance_rates.html", context)


@open_to("disputes.settings")
@require_http_methods(["GET", "POST"])
def change_allowance_rate(request: Any) -> HttpResponse:
    """A new rate from a day on."""
    asked = Address(request.GET)
    form = RateForm(sent(request), initial={"grade": asked.text("grade")})
    done = attempt(form, lambda given: change_rate(actor=request.actor, at=timezone.now(), **given))
    if done:
        messages.success(request, _("补贴标准已更新。"))
        return redirect("allowance_rates")
    context = {
        "form": form,
        "heading": _("调整补贴标准"),
        "submit": _("保存"),
        "back": reverse("allowance_rates"),
        "draft": "allowance-rate",
        "troubles": asked.fills(form),
    }
    return render(request, "disputes/act.html", context, status=422 if form.is_bound else 200)


def _quarters_before(today: dt.date) -> list[tuple[str, str]]:
    """The quarters that are over, the latest first."""
    year, quarter = today.year, quarter_of(today)
    found = []
    for _number in range(QUARTERS_BACK):
        year, quarter = (year, quarter - 1) if quarter > 1 else (year - 1, 4)
        found.append((f"{year}-{quarter}", f"{year}年第{quarter}季度"))
    return found
