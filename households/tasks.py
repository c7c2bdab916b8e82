"""The clockwork of the room: the hour's look at whether a month has begun, and at what its duties have to follow."""

import datetime as dt

from celery import shared_task
from django.utils import timezone

from core.permissions.actor import Actor
from core.tenancy.context import required_tenant
from core.tenancy.models import Tenant
from core.tenancy.tasks import TenantTask
from households.actions.align_duties import align_duties
from households.actions.open_month import open_month

FRESH_FOR = 3_500  # seconds: what nobody took is stale when the next hour asks


@shared_task(name="households.open_month", ignore_result=True)
def open_months(now: str | None = None) -> None:
    """Ask every open county to open the month that has begun. Asked twice, nothing is opened twice.

    Args:
        now: the instant to open by (ISO 8601), instead of the clock.
    """
    for tenant in Tenant.objects.filter(is_open=True).order_by("code").values_list("code", flat=True):
        open_county_month.apply_async(kwargs={"tenant": tenant, "now": now}, expires=FRESH_FOR)


@shared_task(base=TenantTask, name="households.open_county_month", ignore_result=True)
def open_county_month(now: str | None = None) -> None:
    """Open it in one county, and let the duties that are open follow their pairs."""
    at = timezone.now() if now is None else dt.datetime.fromisoformat(now)
    actor = Actor.system(required_tenant())
    open_month(actor=actor, at=at)
    align_duties(actor=actor, at=at)
