from uuid import UUID

from django.http import Http404

from core.permissions.actor import Actor
from core.tabular.exporting import ExportKind, find_export
from core.tabular.models import ExportRequest, ImportJob
from core.tabular.registry import ImportKind, find_kind
from core.tabular.selectors import requests_within


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


def export_for(actor: Actor, key: str) -> ExportKind:
    """A sheet this person may take out, or 404."""
    kind = find_export(key)
    if kind is None or not kind.is_open_to(actor):
        raise Http404
    return kind


def own_request_for(actor: Actor, pk: UUID, *, lock: bool = False) -> tuple[ExportRequest, ExportKind]:
    """A request of one's own whose sheet still exists, or 404."""
    rows = ExportRequest.objects.filter(pk=pk, asked_by_id=actor.user_id)
    found = (rows.select_for_update() if lock else rows).first()
    kind = find_export(found.kind) if found else None
    if found is None or kind is None:
        raise Http404
    return found, kind


def request_to_settle_for(actor: Actor, pk: UUID, *, lock: bool = False) -> ExportRequest:
    """A request within the reach of this approver, or 404."""
    rows = requests_within(actor).filter(pk=pk)
    found = (rows.select_for_update() if lock else rows).first()
    if found is None:
        raise Http404
    return found
