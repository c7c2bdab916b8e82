"""The doors to rows of this room: for this actor, or 404."""

from uuid import UUID

from django.shortcuts import get_object_or_404

from core.permissions.actor import Actor
from core.workcalendar.models import CalendarChange, LocalDay, OfficeHoursFrom


def local_day_for(actor: Actor, pk: UUID) -> LocalDay:
    """One of the county's own days."""
    return get_object_or_404(LocalDay, tenant_id=actor.tenant, id=pk)


def office_hours_for(actor: Actor, pk: UUID) -> OfficeHoursFrom:
    """Office hours of the county's own."""
    return get_object_or_404(OfficeHoursFrom, tenant_id=actor.tenant, id=pk)


def change_for(actor: Actor, pk: UUID) -> CalendarChange:
    """A change of the county's calendar, whoever asked for it: the county's administrators see the same."""
    return get_object_or_404(CalendarChange, tenant_id=actor.tenant, id=pk)
