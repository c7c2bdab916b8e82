"""The only way an edge gets a door or a row of one: for this actor, or 404."""

from uuid import UUID

from django.db.models import Q
from django.http import Http404
from django.shortcuts import get_object_or_404
from django.utils import timezone

from core.paths.ranges import within
from core.permissions.actor import Actor
from households.campaigns import campaigns_seen_by
from households.models import CallBack, Campaign, CampaignAnswer, Demand, Door, Visit
from households.policies import ANSWER
from households.selectors import colleagues_doors, doors_seen_by
from households.visit_selectors import call_backs_seen_by, demands_seen_by, visits_seen_by, with_due


def door_for(actor: Actor, pk: UUID, *, lock: bool = False) -> Door:
    """A door in the actor's sight: of their ground, or one they are paired with.

    Args:
        lock: read for a verb that follows in the same transaction.
    """
    seen = doors_seen_by(actor, on=timezone.localdate()).filter(pk=pk)
    found: Door | None = (seen.select_for_update(of=("self",)) if lock else seen).first()
    if found is None:
        raise Http404
    return found


def campaign_for(actor: Actor, pk: UUID) -> Campaign:
    """A campaign that reaches the actor's ground."""
    found: Campaign | None = campaigns_seen_by(actor).filter(pk=pk).first()
    if found is None:
        raise Http404
    return found


def answer_for(actor: Actor, pk: UUID) -> CampaignAnswer:
    """An answer of the ground for which the actor answers."""
    ground = within("path", *actor.paths_for(ANSWER))
    rows = CampaignAnswer.objects.filter(ground, pk=pk).select_related("campaign")
    found: CampaignAnswer | None = rows.first()
    if found is None:
        raise Http404
    return found


def door_to_record(actor: Actor, pk: UUID) -> Door:
    """A door of which the actor may write a visit: theirs to see, or paired with somebody of their unit."""
    today = timezone.localdate()
    seen = doors_seen_by(actor, on=today)
    found: Door | None = Door.objects.filter(
        Q(pk__in=seen.values("pk")) | Q(pk__in=colleagues_doors(actor, on=today)), pk=pk
    ).first()
    if found is None:
        raise Http404
    return found


def visit_for(actor: Actor, pk: UUID) -> Visit:
    """A visit in the actor's sight."""
    return get_object_or_404(
        visits_seen_by(actor, on=timezone.localdate()).select_related("door", "staff", "typed_by"), pk=pk
    )


def call_back_for(actor: Actor, pk: UUID) -> CallBack:
    """A call-back of a visit that the actor looks after."""
    return get_object_or_404(call_backs_seen_by(actor, on=timezone.localdate()), pk=pk)


def demand_for(actor: Actor, pk: UUID) -> Demand:
    """A demand in the actor's sight, with its term."""
    seen = with_due(demands_seen_by(actor, on=timezone.localdate()))
    found: Demand = get_object_or_404(
        seen.select_related("door", "visit__staff", "visit__door", "unit", "staff", "answered_by"), pk=pk
    )
    return found
