"""The relay's clockwork. A county's relay opens several transactions, so these are no TenantTasks."""

import logging
from datetime import timedelta

from celery import shared_task
from django.utils import timezone

from core.audit.actions.verify_chain import verify_chain
from core.audit.heads import heads_file, keep_head, read_heads
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


@shared_task(name="audit.verify_county", ignore_result=True)
def verify_county(*, tenant: int) -> None:
    """Walk one county's chain against the heads kept outside: the auditor's button."""
    path = heads_file(tenant)
    kept = read_heads(path, tenant) if path.exists() else ()
    for _fault in verify_chain(tenant, at=timezone.now(), kept=kept):
        pass  # the outcome is noted when the walk is over


@shared_task(name="audit.verify_counties", ignore_result=True)
def verify_counties() -> None:
    """The nightly walk along every chain."""
    for code in _counties():
        try:
            verify_county(tenant=code)
        except Exception:  # as above
            logger.exception("audit: the verification of %s failed", code)


def _counties() -> list[int]:
    return list(Tenant.objects.order_by("code").values_list("code", flat=True))
