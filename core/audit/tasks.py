"""The relay's clockwork. A county's relay opens several transactions, so these are no TenantTasks."""

import logging
from datetime import timedelta

from celery import shared_task
from django.utils import timezone

from core.audit.heads import keep_head
from core.audit.relay import relay
from core.tenancy.models import Tenant

logger = logging.getLogger(__name__)


@shared_task(name="audit.relay_county", ignore_result=True)
def relay_county(*, tenant: int) -> None:
    """Seal and react for one county: the nudge after a commit."""
    relay(tenant, at=timezone.now())


@shared_task(name="audit.relay_counties", ignore_result=True)
def relay_counties() -> None:
    """Seal and react for every county in turn: the beat, which finds what a nudge missed."""
    for code in _counties():
        try:
            relay(code, at=timezone.now())
        except Exception:  # one county's trouble must not stop the next
            logger.exception("audit: the relay of %s failed", code)


@shared_task(name="audit.keep_heads", ignore_result=True)
def keep_heads() -> None:
    """Append every county's head to its file outside the database."""
    for code in _counties():
        keep_head(code, at=timezone.now(), every=timedelta(0))


def _counties() -> list[int]:
    return list(Tenant.objects.order_by("code").values_list("code", flat=True))
