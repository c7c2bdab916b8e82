"""The three officers are appointed and relieved by two."""

import datetime as dt

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from accounts import log_codes as codes
from accounts.choices import OFFICERS, ProposalKind, Role
from accounts.models import Post, Proposal, Staff
from accounts.policies import may_hold, may_propose_officer, may_settle_proposal
from accounts.seats import leave_seat, take_seat
from core.audit.actions.record import record
from core.permissions.actor import Actor
from core.permissions.verdict import Refused, require


@transaction.atomic
def propose_officer(
    *,
    kind: str,
    staff: Staff,
    role: str,
    on: dt.date,
    reason: str,
    actor: Actor,
    at: dt.datetime,
    post: Post | None = None,
) -> Proposal:
    """Propose to appoint `staff` as an officer on the day `on`, or to relieve them of `post`."""
    acting = require(may_propose_officer(actor))
    if role not in OFFICERS:
        raise Refused(_("此岗位不属三员，直接任免即可。"))
    if kind == ProposalKind.RELIEVE and (post is None or post.staff_id != staff.pk or post.role != role):
        raise Refused(_("请选择要免去的岗位。"))
    if kind == ProposalKind.APPOINT:
        held = Post.objects.filter(staff=staff, to_on=None).values_list("role", flat=True)
        require(may_hold(role=role, others=list(held)))
    try:
        with transaction.atomic():
            proposal = Proposal.objects.create(
                kind=kind,
                staff=staff,
                role=role,
                post=post,
                on=on,
                reason=reason,
                proposed_by_id=actor.person,
                proposed_as=acting.role if acting else Role.SYSTEM_ADMINISTRATOR,
                proposed_at=at,
            )
    except IntegrityError as error:
        raise Refused(_("对此人此岗位已有一项待复核的提议。")) from error
    record(
        codes.OFFICER_PROPOSED,
        actor=actor,
        post=acting,
        at=at,
        subject=staff,
        after=_facts(proposal, staff),
        reason=reason,
    )
    return proposal


@transaction.atomic
def settle_proposal(
    *, proposal: Proposal, confirmed: bool, today: dt.date, actor: Actor, at: dt.datetime
) -> Proposal:
    """Confirm a proposal, which then takes effect on its day, or turn it down. Never by the proposer."""
    proposal = (
        Proposal.objects.select_for_update(of=("self",), no_key=True)
        .select_related("staff", "post", "proposed_by")
        .get(pk=proposal.pk)
    )
    acting = require(may_settle_proposal(actor, proposal))
    on = max(proposal.on, today)
    if confirmed and proposal.kind == ProposalKind.APPOINT:
        proposal.post = take_seat(
            staff=proposal.staff,
            role=proposal.role,
            path=str(actor.tenant),
            unit=None,
            seat_number=None,
            from_on=on,
            today=today,
        )
    elif confirmed and proposal.post is not None:
        leave_seat(proposal.post, to_on=on)
    proposal.confirmed, proposal.settled_by_id, proposal.settled_at = confirmed, actor.person_id, at
    proposal.save(update_fields=["confirmed", "settled_by", "settled_at", "post"])
    record(
        codes.OFFICER_CONFIRMED if confirmed else codes.OFFICER_TURNED_DOWN,
        actor=actor,
        post=acting,
        at=at,
        subject=proposal.staff,
        after=_facts(proposal, proposal.staff) | {"proposed_by": proposal.proposed_by.name, "on": on},
    )
    return proposal


def _facts(proposal: Proposal, staff: Staff) -> dict[str, object]:
    return {
        "kind": str(proposal.get_kind_display()),
        "staff": staff.name,
        "role": str(proposal.get_role_display()),
        "on": proposal.on,
    }
