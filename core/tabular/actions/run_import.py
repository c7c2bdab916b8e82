from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from core.audit.actions.record import record
from core.permissions.acting import actor_from_text
from core.permissions.verdict import Refused
from core.tabular import log_codes
from core.tabular.actions.check_import import KEPT_ERRORS, dry_run, errors_as_text
from core.tabular.checking import RowsRefused
from core.tabular.choices import JobState
from core.tabular.models import ImportJob
from core.tabular.progress import CountedRows, report
from core.tabular.registry import find_kind
from core.tabular.unpacking import UploadRefused


@transaction.atomic
def run_import(*, job_id: UUID, at: datetime) -> ImportJob | None:
    """Import a confirmed file: check it against today's rows once more, call the verb, record. All or nothing.

    Whoever is killed in here leaves the job confirmed and nothing imported; the next run starts from the beginning.

    Returns:
        The job, or None where another run holds it or nothing is left to do.

    Raises:
        RowsRefused: rows that were right when they were checked are wrong now, or the verb refused them.
        Whatever the verb raises. The caller marks the job as failed, in a transaction of its own.
    """
    job: ImportJob | None = (
        ImportJob.objects.select_for_update(skip_locked=True)
        .filter(pk=job_id, state=JobState.CONFIRMED)
        .first()
    )
    if job is None:
        return None
    kind = find_kind(job.kind)
    if kind is None:
        raise LookupError(f"nothing is registered as {job.kind}")
    actor = actor_from_text(job.actor.reveal())
    try:
        _grid, checked, survey = dry_run(job=job, kind=kind, actor=actor, at=at)
    except UploadRefused as refused:
        raise RowsRefused([]) from refused
    if checked.errors:
        raise RowsRefused(checked.errors)
    kind.verb(rows=CountedRows(survey.made, job.pk, "write"), actor=actor, at=at)
    report(job.pk, "write", len(survey.made), len(survey.made))
    job.state, job.finished_at, job.imported_rows, job.failure = JobState.DONE, at, len(checked.rows), ""
    job.save(update_fields=["state", "finished_at", "imported_rows", "failure"])
    record(
        log_codes.SHEET_IMPORTED,
        actor=actor,
        post=actor.post_for(kind.ability),
        at=at,
        subject=job,
        after={"title": str(kind.title), "rows": len(checked.rows), "sha256": job.sha256},
    )
    return job


@transaction.atomic
def mark_failed(*, job_id: UUID, error: BaseException, at: datetime) -> None:
    """Say on the job why nothing was imported. Refused rows go back to the page with their errors."""
    if isinstance(error, RowsRefused) and error.errors:
        ImportJob.objects.filter(pk=job_id, state=JobState.CONFIRMED).update(
            state=JobState.CHECKED, error_count=len(error.errors), finished_at=None
        )
        job = ImportJob.objects.defer("content").get(pk=job_id)
        job.errors = errors_as_text(error.errors[:KEPT_ERRORS])
        job.save(update_fields=["errors"])
        return
    sentence = str(error)[:500] if isinstance(error, Refused) else _("系统出错，一行也没有导入")
    ImportJob.objects.filter(pk=job_id, state=JobState.CONFIRMED).update(
        state=JobState.FAILED, finished_at=at, failure=sentence
    )
