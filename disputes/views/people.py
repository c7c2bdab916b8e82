"""Who has to do with a dispute beside its parties; the cases that somebody answers for in person, or was invited to."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from core.crypto.masks import mask_name
from core.deadlines.choices import State as DeadlineState
from core.forms.address import Address
from core.grants.access import grant_on
from core.permissions.answers import attempt, sent
from core.permissions.gate import open_to
from core.workcalendar.rules import shown
from disputes import access
from disputes.actions.end_invitation import end_invitation as do_end_invitation
from disputes.case_people import invitations_of, leader_cases_of, names_by_case, people_of
from disputes.choices import PARTIES, Promise
from disputes.forms.people import EndInvitationForm
from disputes.forms.step_table import BESIDE
from disputes.models import CaseDeadline, CaseGrant
from disputes.policies import TAKE_PART, may_see_people, may_write
from disputes.selectors import facts_of

PER_PAGE = 50
ACTS = (
    "invite-adviser",
    "ask-unit",
    "ask-recusal",
    "decide-recusal",
    "take-leader-case",
    "report-back",
    "end-leader-case",
    "card",
)


@open_to("disputes.mine")
@require_GET
def case_people(request: Any, pk: UUID) -> HttpResponse:
    """Handlers, invitations, recusals, the leader's own case with its reports; and what may be done about them."""
    actor = request.actor
    case = access.case_for(actor, pk)
    facts = facts_of(case)
    if not may_see_people(actor, case, facts):
        raise Http404
    offers = [
        (act.label, reverse("case_step", args=[pk, slug]), act.policy(actor, case, facts))
        for slug in ACTS
        if (act := BESIDE[slug]).is_offered(case, facts)
    ]
    context = {
        "case": case,
        "people": people_of(case, on=timezone.localdate()),
        "offers": offers,
        "may_end": may_write(actor, case, facts).ok,
    }
    return render(request, "disputes/case_people.html", context)


@open_to("disputes.mine")
@require_http_methods(["GET", "POST"])
def end_invitation(request: Any, pk: UUID, grant_pk: UUID) -> HttpResponse:
    """An invitation ends before its day."""
    actor = request.actor
    case = access.case_for(actor, pk)
    invitation = grant_on(case, grant_pk)
    if not isinstance(invitation, CaseGrant) or not may_see_people(actor, case, facts := facts_of(case)):
        raise Http404
    form = EndInvitationForm(sent(request))
    done = attempt(
        form,
        lambda given: do_end_invitation(
            invitation=invitation, reason=given["reason"], actor=actor, at=timezone.now()
        ),
    )
    if done:
        messages.success(request, _("已终止，%(name)s不再能看到本案。") % {"name": invitation.holder})
        return redirect("case_people", pk=pk)
    context = {
        "form": form,
        "case": case,
        "heading": _("终止参与：%(name)s") % {"name": invitation.holder},
        "submit": _("终止"),
        "danger": True,
        "back": reverse("case_people", args=[pk]),
        "intro": _("谁参与过、为什么参与，仍留在记录里。"),
        "verdict": may_write(actor, case, facts),
    }
    return render(request, "disputes/act.html", context, status=422 if form.is_bound else 200)


@open_to("disputes.personal_case")
@require_GET
def leader_cases(request: Any) -> HttpResponse:
    """我的包案: the cases somebody answers for in person, with the report that is due next."""
    actor, now = request.actor, timezone.now()
    asked = Address(request.GET)
    is_over = asked.one_of("show", ("over",)) == "over"
    page = Paginator(leader_cases_of(actor, is_over=is_over), PER_PAGE).get_page(request.GET.get("page"))
    led = {one.pk: one for one in page.object_list}
    promises = CaseDeadline.objects.filter(
        about__in=led, kind=Promise.GROUP_REPORT, state=DeadlineState.OPEN
    ).order_by("-due_at")
    due = {promise.about: promise for promise in promises}
    rows = [
        (one, shown(promise.due_at) if promise else "", promise.lamp(now) if promise else None)
        for one in page.object_list
        for promise in [due.get(one.pk)]
    ]
    context = {"page": page, "rows": rows, "is_over": is_over, "troubles": asked.troubles}
    return render(request, "disputes/leader_cases.html", context)


@open_to("disputes.invited")
@require_GET
def invited_cases(request: Any) -> HttpResponse:
    """我参与的纠纷: what was opened to somebody by name, and nothing else; an adviser sees masked names."""
    actor = request.actor
    page = Paginator(invitations_of(actor, on=timezone.localdate()), PER_PAGE).get_page(
        request.GET.get("page")
    )
    names = names_by_case([grant.content_object_id for grant in page.object_list])
    rows = []
    for grant in page.object_list:
        case = grant.content_object
        is_asked = grant.ability == TAKE_PART
        people = [name for side, name in names.get(case.pk, []) if side in PARTIES]
        listed = "、".join(people if is_asked else [mask_name(name) for name in people])
        rows.append((grant, case, listed, is_asked))
    return render(request, "disputes/invited_cases.html", {"page": page, "rows": rows})
