"""The clockwork of the room: the hour's look at whether a month has begun, and at what its duties have to follow; and what
a worker does because a page would wait too long.
"""

import datetime as dt
import logging
from uuid import UUID

from celery import shared_task
from django.utils import timezone

from accounts.models import Unit
from core.permissions.acting import actor_from_text
from core.permissions.actor import Actor
from core.permissions.verdict import Refused
from core.tenancy.context import in_tenant, required_tenant
from core.tenancy.models import Tenant
from core.tenancy.tasks import TenantTask
from grids.models import Area
from households.actions.align_duties import align_duties
from households.actions.file_volume import file_volume
from households.actions.open_month import open_month
from households.choices import VolumeKind
from households.making import fail, tell

logger = logging.getLogger(__name__)

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


# No TenantTask: what failed is said after everything else was taken back.


@shared_task(name="households.bind_volume", ignore_result=True, acks_late=False)
def bind_volume(
    *, tenant: int, key: str, kind: str, area: str, month: str, unit: str, actor: str, at: str
) -> None:
    """File a volume that takes long. A worker that is killed leaves nothing; nobody begins it again by itself."""
    pk = UUID(key)
    try:
        with in_tenant(tenant):
            file_volume(
                kind=VolumeKind(kind),
                place=Area.objects.get(pk=area),
                month=dt.date.fromisoformat(month),
                unit=Unit.objects.get(pk=unit) if unit else None,
                key=pk,
                told=lambda done, total: tell(tenant, pk, done, total),
                actor=actor_from_text(actor),
                at=dt.datetime.fromisoformat(at),
            )
    except Refused as refused:
        fail(tenant, pk, str(refused))
    except Exception:
        logger.exception("volume %s of county %s was not bound", key, tenant)
        fail(tenant, pk, "装订失败，没有报送，也没有占用编号；请重试，仍不行请联系系统管理员。")
