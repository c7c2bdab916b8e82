from uuid import UUID

from django.http import Http404

from core.permissions.actor import Actor
from core.tabular.models import ImportJob
from core.tabular.registry import ImportKind, find_kind


def kind_for(actor: Actor, key: str) -> ImportKind:
    """A kind of import this person may use, or 404."""
    kind = find_kind(key)
    if kind is None or not actor.has(kind.ability):
        raise Http404
    return kind


def job_for(actor: Actor, pk: UUID, *, lock: bool = False) -> tuple[ImportJob, ImportKind]:
    """A job of one's own, or 404: what stands in somebody else's file is theirs."""
    jobs = ImportJob.objects.select_for_update() if lock else ImportJob.objects
    job = jobs.filter(pk=pk, created_by_id=actor.user_id).defer("content").first()
    if job is None:
        raise Http404
    return job, kind_for(actor, job.kind)
