"""The clockwork of what leaves the house. Sending opens transactions of its own, so these are no TenantTasks."""

import logging

from celery import shared_task
from django.utils import timezone

from core.notifications.actions.deliver import deliver_due
from core.notifications.actions.send_digests import send_digests
from core.tenancy.context import in_tenant
from core.tenancy.models import Tenant

logger = logging.getLogger(__name__)


@shared_task(name="notifications.deliver", ignore_result=True)
def deliver() -> None:
    """Send what is due, county by county."""
    for code in Tenant.objects.order_by("code").values_list("code", flat=True):
        try:
            deliver_due(code, at=timezone.now())
        except Exception:  # one county's trouble must not stop the next
            logger.exception("notifications: sending for %s failed", code)


@shared_task(name="notifications.digests", ignore_result=True)
def digests() -> None:
    """Make the digests whose hour has struck."""
    for code in Tenant.objects.order_by("code").values_list("code", flat=True):
        try:
            with in_tenant(code):
                send_digests(at=timezone.now())
        except Exception:  # as above
            logger.exception("notifications: digests of %s failed", code)
