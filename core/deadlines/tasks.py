"""The minute's tick and the sweep of one county. Neither remembers anything: the promises stand in the database."""

from __future__ import annotations

from datetime import datetime

from celery import shared_task
from django.conf import settings
from django.utils import timezone

from core.deadlines.actions.sweep import sweep
from core.deadlines.selectors import deadline_models
from core.tenancy.models import Tenant

FRESH_FOR = 55  # seconds: a tick that nobody took is stale when the next one comes


@shared_task(name="deadlines.tick")
def tick(now: str | None = None) -> None:
    """Ask for a sweep of every open county. Two ticks at once do no harm.

    Args:
        now: the instant to sweep by (ISO 8601), instead of the clock.
    """
    for tenant in Tenant.objects.filter(is_open=True).order_by("code").values_list("code", flat=True):
        sweep_county.apply_async(kwargs={"tenant": tenant, "now": now}, expires=FRESH_FOR)


@shared_task(name="deadlines.sweep_county")
def sweep_county(tenant: int, now: str | None = None) -> None:
    """Take one bounded turn in one county; with more to do, queue up again behind the others."""
    at = timezone.now() if now is None else datetime.fromisoformat(now)
    size = settings.SWEEP_BATCH
    turns = [sweep(tenant=tenant, model=model, now=at, limit=size, batch=size) for model in deadline_models()]
    if any(turn.total >= size for turn in turns):
        sweep_county.apply_async(kwargs={"tenant": tenant, "now": now}, expires=FRESH_FOR)
