"""三员: proposing, confirming, and countersigning slips: nothing here is done by one alone."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from accounts import access, policies, selectors
from accounts.actions.issue_slip import countersign_slip as do_countersign
from accounts.actions.propose_officer import propose_officer as do_propose
from accounts.actions.propose_officer import settle_proposal as do_settle
from accounts.choices import ProposalKind
from accounts.forms.posts import ProposalForm
from accounts.models import Proposal
from core.permissions.answers import attempt, form_page, sent
from core.permissions.gate import open_to


@open_to("accounts.countersign")
def officers(request: Any) -> HttpResponse:
    """Who the officers are, what waits for a second pair of eyes, what was settled."""
    actor, now = request.actor, timezone.now()
    proposals = selectors.open_proposals() if actor.has("accounts.officers") else []
    return render(
        request,
        "accounts/officers.html",
        {
            "officers": selectors.officers_now(on=timezone.localdate(now)),
            "proposals": [(one, policies.may_settle_proposal(actor, one)) for one in proposals],
            "slips": [
                (slip, policies.may_countersign(actor, slip))
                for slip in selectors.slips_to_countersign(at=now)
            ],
            "settled": selectors.settled_proposals()[:20] if actor.has("accounts.officers") else [],
            "may_propose": policies.may_propose_officer(actor),
        },
    )


@open_to("accounts.officers")
def propose_officer(request: Any) -> HttpResponse:
    today = timezone.localdate()
    first = {"on": today, "kind": ProposalKind.APPOINT}
    form = ProposalForm(sent(request), actor=request.actor, initial=first)

    def propose(given: dict[str, Any]) -> Proposal:
        relieves = given["kind"] == ProposalKind.RELIEVE
        post = selectors.officer_post_of(given["staff"], given["role"], on=today) if relieves else None
        return do_propose(post=post, actor=request.actor, at=timezone.now(), **given)

    if attempt(form, propose):
        messages.success(request, _("已提出，等待另一名管理员复核。"))
        return redirect("officers")
    return form_page(request, form, _("提议三员任免"), _("提出"), "officers")


@open_to("accounts.officers")
@require_POST
def settle_proposal(request: Any, pk: UUID) -> HttpResponse:
    proposal = access.proposal_for(request.actor, pk)
    confirmed = request.POST.get("answer") == "yes"
    do_settle(
        proposal=proposal,
        confirmed=confirmed,
        today=timezone.localdate(),
        actor=request.actor,
        at=timezone.now(),
    )
    messages.success(request, _("已同意，任免生效。") if confirmed else _("已退回。"))
    return redirect("officers")


@open_to("accounts.countersign")
@require_POST
def countersign_slip(request: Any, pk: UUID) -> HttpResponse:
    do_countersign(slip=access.slip_for(request.actor, pk), actor=request.actor, at=timezone.now())
    messages.success(request, _("凭单已复核，可以使用。"))
    return redirect("officers")
