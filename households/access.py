"""The only way an edge gets a door or a row of one: for this actor, or 404."""

from uuid import UUID

from django.http import Http404
from django.utils import timezone

from core.permissions.actor import Actor
from households.duty_rows import duties_seen_by, with_owners
from households.models import Door, Duty
from households.selectors import doors_seen_by


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


def duty_for(actor: Actor, pk: UUID, *, lock: bool = False) -> Duty:
    """A duty that the actor sees, with whose it is.

    Args:
        lock: read for a verb that follows in the same transaction.
    """
    seen = with_owners(duties_seen_by(actor).filter(pk=pk))
    found: Duty | None = (seen.select_for_update(of=("self",)) if lock else seen).first()
    if found is None:
        raise Http404
    return found
