"""The clockwork of the room: the hour's look at whether a month is over."""

import datetime as dt

from celery import shared_task
from django.utils import timezone

from core.permissions.actor import Actor
from core.tenancy.context import required_tenant
from core.tenancy.models import Tenant
from core.tenancy.tasks import TenantTask
from disputes.actions.open_monthly_reports import open_monthly_reports

FRESH_FOR = 3_500  # seconds: what nobody took is stale when the next hour asks


@shared_task(name="disputes.open_reports", ignore_result=True)
def open_reports(now: str | None = None) -> None:
    """Ask every open county to open the month that is over. Asked twice, nothing is opened twice.

    Args:
        now: the instant to open by (ISO 8601), instead of the clock.
    """
    for tenant in Tenant.objects.filter(is_open=True).order_by("code").values_list("code", flat=True):
        open_county_reports.apply_async(kwargs={"tenant": tenant, "now": now}, expires=FRESH_FOR)


@shared_task(base=TenantTask, name="disputes.open_county_reports", ignore_result=True)
def open_county_reports(now: str | None = None) -> None:
    """Open them in one county."""
    at = timezone.now() if now is None else dt.datetime.fromisoformat(now)
    open_monthly_reports(actor=Actor.system(required_tenant()), at=at)
