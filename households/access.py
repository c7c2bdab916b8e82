"""The only way an edge gets a door or a row of one: for this actor, or 404."""

from uuid import UUID

from django.db.models import Q
from django.shortcuts import get_object_or_404
from django.utils import timezone

from accounts.models import Staff
from core.paths.ranges import within
from core.permissions.actor import Actor
from households.asking import requests_seen_by
from households.campaigns import campaigns_seen_by
from households.duty_rows import duties_seen_by, with_owners
from households.handovers import handovers_seen_by
from households.models import (
    OPEN,
    CallBack,
    Campaign,
    CampaignAnswer,
    DataRequest,
    Demand,
    Door,
    Duty,
    GridLead,
    Handover,
    Liaison,
    Member,
    UnitQuota,
    Visit,
    Volume,
)
from households.policies import ANSWER, PAIR, REGISTER
from households.selectors import colleagues_doors, doors_seen_by, volumes_seen_by
from households.visit_selectors import call_backs_seen_by, demands_seen_by, visits_seen_by, with_due


def door_for(actor: Actor, pk: UUID, *, lock: bool = False) -> Door:
    """A door in the actor's sight: of their ground, or one they are paired with.

    Args:
        lock: read for a verb that follows in the same transaction.
    """
    seen = doors_seen_by(actor, on=timezone.localdate()).filter(pk=pk)
    return get_object_or_404(seen.select_for_update(of=("self",)) if lock else seen)


def campaign_for(actor: Actor, pk: UUID) -> Campaign:
    """A campaign that reaches the actor's ground."""
    return get_object_or_404(campaigns_seen_by(actor).filter(pk=pk))


def answer_for(actor: Actor, pk: UUID) -> CampaignAnswer:
    """An answer of the ground for which the actor answers."""
    ground = within("path", *actor.paths_for(ANSWER))
    rows = CampaignAnswer.objects.filter(ground, pk=pk).select_related("campaign")
    return get_object_or_404(rows)


def kept_door_for(actor: Actor, pk: UUID) -> Door:
    """A door of the ground whose register the actor keeps: what the forms of the register are opened for."""
    return get_object_or_404(Door.objects.filter(within("path", *actor.paths_for(REGISTER)), pk=pk))


def member_for(door: Door, pk: UUID) -> Member:
    """Somebody who belongs to a door now."""
    return get_object_or_404(Member.objects.filter(door=door, to_on=None, pk=pk))


def request_for(actor: Actor, pk: UUID) -> DataRequest:
    """A resident's request of the ground that the actor answers for or keeps."""
    return get_object_or_404(requests_seen_by(actor).filter(pk=pk))


def twin_for(pk: UUID) -> Member:
    """An entry named in a pair; whose it is the verb judges."""
    return get_object_or_404(Member.objects.filter(pk=pk, to_on=None))


def duty_for(actor: Actor, pk: UUID, *, lock: bool = False) -> Duty:
    """A duty that the actor sees, with whose it is.

    Args:
        lock: read for a verb that follows in the same transaction.
    """
    seen = with_owners(duties_seen_by(actor).filter(pk=pk))
    return get_object_or_404(seen.select_for_update(of=("self",)) if lock else seen)


def pairable_door_for(actor: Actor, pk: UUID) -> Door:
    """An open door of the ground on which the actor pairs."""
    return get_object_or_404(Door.objects.filter(OPEN, within("path", *actor.paths_for(PAIR)), pk=pk))


def cadre_for(actor: Actor, pk: UUID) -> Staff:
    """Somebody who is paired today, or will be, with doors on the ground on which the actor pairs."""
    lasting = Q(to_on=None) | Q(to_on__gt=timezone.localdate())
    there = Liaison.objects.filter(lasting, within("path", *actor.paths_for(PAIR)), staff_id=pk)
    return get_object_or_404(Staff.objects.filter(pk=pk, pk__in=there.values("staff_id")))


def handover_for(actor: Actor, pk: UUID) -> Handover:
    """A hand-over of pairs on the actor's ground, or one they give or receive."""
    return get_object_or_404(handovers_seen_by(actor).filter(pk=pk))


def quota_for(pk: UUID) -> UnitQuota:
    """A quota of the county; who may touch it the verb judges."""
    return get_object_or_404(UnitQuota.objects.filter(pk=pk).select_related("unit"))


def lead_for(pk: UUID) -> GridLead:
    """A leader's grid; who may end it the verb judges."""
    return get_object_or_404(GridLead.objects.filter(pk=pk).select_related("staff"))


def door_to_record(actor: Actor, pk: UUID) -> Door:
    """A door of which the actor may write a visit: theirs to see, or paired with somebody of their unit."""
    today = timezone.localdate()
    seen = doors_seen_by(actor, on=today)
    return get_object_or_404(
        Door.objects.filter(Q(pk__in=seen.values("pk")) | Q(pk__in=colleagues_doors(actor, on=today)), pk=pk)
    )


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


def volume_for(actor: Actor, pk: UUID, *, lock: bool = False) -> Volume:
    """A volume of the ground on which the actor binds or receives, or 404."""
    seen = volumes_seen_by(actor).filter(pk=pk)
    return get_object_or_404(seen.select_for_update(of=("self",)) if lock else seen)
