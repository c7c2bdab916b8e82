"""A change of the calendar is counted and made by a worker; what goes wrong is written on it."""

from __future__ import annotations

import logging
from datetime import datetime
from uuid import UUID

from django.utils import timezone

from core.permissions.verdict import Refused
from core.tenancy.context import in_tenant
from core.workcalendar.actions.count_change import count_change
from core.workcalendar.actions.make_change import make_change, mark_failed

logger = logging.getLogger(__name__)


def count_now(*, tenant: int, change_id: UUID, at: datetime | None = None) -> None:
    """Count a change that waits for it."""
    at = at or timezone.now()
    try:
        with in_tenant(tenant):
            count_change(change_id=change_id, at=at)
    except Exception as error:
        _fail(tenant, change_id, error, at)


def make_now(*, tenant: int, change_id: UUID, at: datetime | None = None) -> None:
    """Make a confirmed change; a failure is written on it after everything else was taken back."""
    at = at or timezone.now()
    try:
        with in_tenant(tenant):
            make_change(change_id=change_id, at=at)
    except Exception as error:
        _fail(tenant, change_id, error, at)


def _fail(tenant: int, change_id: UUID, error: Exception, at: datetime) -> None:
    if not isinstance(error, Refused):
        logger.exception("change %s of the calendar of county %s failed", change_id, tenant)
    with in_tenant(tenant):
        mark_failed(change_id=change_id, error=error, at=at)
