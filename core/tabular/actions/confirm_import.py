from datetime import datetime

from django.db import IntegrityError, transaction

from core.audit.actions.record import record
from core.permissions.acting import actor_as_text
from core.permissions.actor import Actor
from core.permissions.verdict import require
from core.tabular import log_codes, policies
from core.tabular.choices import JobState
from core.tabular.models import ImportJob
from core.tabular.registry import ImportKind


@transaction.atomic
def confirm_import(*, job: ImportJob, kind: ImportKind, actor: Actor, at: datetime) -> bool:
    """Say yes to a checked file. A second yes, or the same file confirmed elsewhere, changes nothing.

    Returns:
        Whether this yes was the first; whoever gets True starts the run.

    Raises:
        Refused: errors are left, or no right.
    """
    if job.state in (JobState.CONFIRMED, JobState.DONE):
        return False
    post = require(policies.may_confirm(actor, kind, job))
    try:
        with transaction.atomic():
            said = ImportJob.objects.filter(pk=job.pk, state=JobState.CHECKED, error_count=0).update(
                state=JobState.CONFIRMED, confirmed_at=at
            )
    except IntegrityError:  # tabular_file_imported_once
        return False
    if not said:
        return False
    job.state, job.confirmed_at, job.actor = JobState.CONFIRMED, at, actor_as_text(actor)
    job.save(update_fields=["actor"])
    record(
        log_codes.SHEET_CONFIRMED,
        actor=actor,
        post=post,
        at=at,
        subject=job,
        after={"title": str(kind.title), "rows": job.total_rows, "sha256": job.sha256},
    )
    return True
