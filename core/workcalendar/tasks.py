from __future__ import annotations

from datetime import timedelta
from typing import Final
from uuid import UUID

from celery import shared_task
from django.utils import timezone

from core.tenancy.context import in_tenant
from core.tenancy.models import Tenant
from core.workcalendar.choices import ChangeState
from core.workcalendar.running import count_now, make_now
from core.workcalendar.selectors import unfinished_changes

LEFT_AFTER: Final = timedelta(minutes=2)

# No TenantTask: it would hold one transaction round the whole, and a failure is written down after it was taken back.


@shared_task(name="workcalendar.count")
def count(*, tenant: int, change_id: str) -> None:
    count_now(tenant=tenant, change_id=UUID(change_id))


@shared_task(name="workcalendar.make")
def make(*, tenant: int, change_id: str) -> None:
    make_now(tenant=tenant, change_id=UUID(change_id))


@shared_task(name="workcalendar.resume")
def resume() -> None:
    """Begin again what a killed worker left: a run that still holds its row is passed over."""
    before = timezone.now() - LEFT_AFTER
    for code in Tenant.objects.filter(is_open=True).values_list("code", flat=True):
        with in_tenant(code):
            left = list(unfinished_changes(before).values_list("id", "state"))
        for change_id, state in left:
            task = make if state == ChangeState.CONFIRMED else count
            task.delay(tenant=code, change_id=str(change_id))
