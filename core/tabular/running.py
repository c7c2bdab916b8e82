"""Where a check or an import runs: small files at once, in the request; large ones in a worker."""

import logging
from datetime import datetime
from typing import Final
from uuid import UUID

from django.utils import timezone

from core.permissions.acting import actor_from_text
from core.permissions.verdict import Refused
from core.tabular.actions.check_import import check_import
from core.tabular.actions.run_import import mark_failed, run_import
from core.tabular.checking import RowsRefused
from core.tabular.choices import JobState
from core.tabular.models import ImportJob
from core.tabular.registry import find_kind
from core.tenancy.context import in_tenant

logger = logging.getLogger(__name__)

INLINE_ROWS: Final = 500
INLINE_BYTES: Final = 60_000
"""A workbook of 500 ordinary rows has about 40 KB; the rows themselves are counted only once it is read."""


def is_small(job: ImportJob) -> bool:
    """Whether the request can wait for it."""
    return job.total_rows < INLINE_ROWS if job.total_rows else job.size < INLINE_BYTES


def check_now(*, tenant: int, job_id: UUID) -> None:
    """Run the dry run of a job that waits for it."""
    with in_tenant(tenant):
        job = (
            ImportJob.objects.select_for_update(skip_locked=True)
            .filter(pk=job_id, state=JobState.UPLOADED)
            .first()
        )
        kind = find_kind(job.kind) if job is not None else None
        if job is not None and kind is not None:
            actor = actor_from_text(job.actor.reveal())
            check_import(job=job, kind=kind, actor=actor, at=timezone.now())


def import_now(*, tenant: int, job_id: UUID, at: datetime | None = None) -> None:
    """Run a confirmed import; a failure is written on the job after everything else was taken back."""
    at = at or timezone.now()
    try:
        with in_tenant(tenant):
            run_import(job_id=job_id, at=at)
    except Exception as error:
        if not isinstance(error, (Refused, RowsRefused)):
            logger.exception("import %s of county %s failed", job_id, tenant)
        with in_tenant(tenant):
            mark_failed(job_id=job_id, error=error, at=at)
