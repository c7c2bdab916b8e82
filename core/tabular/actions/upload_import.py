import hashlib
from datetime import datetime
from typing import cast

from django.db import transaction

from core.audit.actions.record import record
from core.permissions.acting import actor_as_text
from core.permissions.actor import Actor
from core.permissions.verdict import require
from core.tabular import log_codes, policies
from core.tabular.choices import JobState
from core.tabular.models import ImportJob
from core.tabular.registry import ImportKind
from core.tabular.unpacking import kind_of


@transaction.atomic
def upload_import(
    *, kind: ImportKind, filename: str, content: bytes, actor: Actor, at: datetime
) -> ImportJob:
    """Keep an upload. The same file again is the same job: imported it is not imported twice, open it is opened.

    Raises:
        Refused: no right to import this.
        UploadRefused: the file isn't taken, with the reason.
    """
    post = require(policies.may_import(actor, kind))
    kind_of(content)
    sha256 = hashlib.sha256(content).hexdigest()
    same = ImportJob.objects.filter(kind=kind.key, sha256=sha256).defer("content")
    for job in (
        same.filter(state__in=[JobState.CONFIRMED, JobState.DONE]).first(),
        same.filter(created_by_id=actor.user_id, state=JobState.UPLOADED).first(),
    ):
        if job is not None:
            return cast(ImportJob, job)
    made: ImportJob = ImportJob.objects.create(
        kind=kind.key,
        filename=filename[-200:],
        content=content,
        sha256=sha256,
        size=len(content),
        created_at=at,
        created_by=actor.name,
        created_by_id=actor.user_id,
        actor=actor_as_text(actor),
    )
    record(
        log_codes.SHEET_UPLOADED,
        actor=actor,
        post=post,
        at=at,
        subject=made,
        after={"title": str(kind.title), "sha256": sha256},
    )
    return made
