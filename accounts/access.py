"""The only way an edge gets a person, a post or a unit: for this actor, or 404."""

import datetime as dt
from typing import TypeVar
from uuid import UUID

from django.db.models import QuerySet
from django.http import Http404

from accounts.models import Deputy, Post, Proposal, Slip, Staff, Unit
from accounts.selectors import heads_unit_of, posts_seen_by, staff_seen_by, units_seen_by
from core.permissions.actor import Actor
from core.tenancy.models import TenantModel

M = TypeVar("M", bound=TenantModel)


def staff_for(actor: Actor, pk: UUID) -> Staff:
    """A person within the actor's reach."""
    return _one(staff_seen_by(actor).select_related("user"), pk)


def post_for(actor: Actor, pk: UUID) -> Post:
    """A post within the actor's reach, or one they hold."""
    own = Post.objects.filter(pk=pk, staff_id=actor.person).select_related("staff", "unit").first()
    return own or _one(posts_seen_by(actor), pk)


def unit_for(actor: Actor, pk: UUID) -> Unit:
    return _one(units_seen_by(actor), pk)


def deputy_for(actor: Actor, pk: UUID) -> Deputy:
    deputy = Deputy.objects.filter(pk=pk).select_related("post__staff", "post__unit", "staff").first()
    if deputy is None:
        raise Http404
    post_for(actor, deputy.post_id)
    return deputy


def slip_for(actor: Actor, pk: UUID) -> Slip:
    """A slip that the actor issued, or any where the actor countersigns."""
    slips = Slip.objects.select_related("staff", "issued_by")
    return _one(
        slips if actor.has("accounts.countersign") else slips.filter(issued_by_id=actor.person_id), pk
    )


def proposal_for(actor: Actor, pk: UUID) -> Proposal:
    if not actor.has("accounts.officers"):
        raise Http404
    return _one(Proposal.objects.select_related("staff", "proposed_by", "post"), pk)


def _one(rows: QuerySet[M], pk: UUID) -> M:
    found = rows.filter(pk=pk).first()
    if found is None:
        raise Http404
    return found


def staff_or_member_for(actor: Actor, pk: UUID, *, on: dt.date) -> Staff:
    """A person within the actor's reach, or of the unit that the actor heads."""
    if heads_unit_of(actor.person, pk, on=on):
        return Staff.objects.select_related("user").get(pk=pk)
    return staff_for(actor, pk)
