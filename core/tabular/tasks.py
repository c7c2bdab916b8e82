from datetime import timedelta
from typing import Final
from uuid import UUID

from celery import shared_task
from django.utils import timezone

from core.tabular.choices import JobState
from core.tabular.running import check_now, import_now
from core.tabular.selectors import unfinished
from core.tenancy.context import in_tenant
from core.tenancy.models import Tenant

LEFT_AFTER: Final = timedelta(minutes=2)

# No TenantTask: it would hold one transaction round the whole, and a failed import is written down after it was
# taken back.


@shared_task(name="tabular.check")
def check_upload(*, tenant: int, job_id: str) -> None:
    check_now(tenant=tenant, job_id=UUID(job_id))


@shared_task(name="tabular.import")
def import_upload(*, tenant: int, job_id: str) -> None:
    import_now(tenant=tenant, job_id=UUID(job_id))


@shared_task(name="tabular.resume")
def resume() -> None:
    """Begin again what a killed worker left: a run that still holds its row is passed over."""
    before = timezone.now() - LEFT_AFTER
    for code in Tenant.objects.filter(is_open=True).values_list("code", flat=True):
        with in_tenant(code):
            left = list(unfinished(before).values_list("pk", "state"))
        for pk, state in left:
            task = import_upload if state == JobState.CONFIRMED else check_upload
            task.delay(tenant=code, job_id=str(pk))
