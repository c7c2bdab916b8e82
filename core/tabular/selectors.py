from datetime import datetime

from django.db.models import Q, QuerySet

from core.permissions.actor import Actor
from core.tabular.choices import JobState
from core.tabular.models import ImportJob, RememberedHeader


def jobs_of(actor: Actor) -> QuerySet[ImportJob]:
    """The person's own imports, newest first, without the files."""
    return (
        ImportJob.objects.filter(created_by_id=actor.user_id)
        .defer("content", "errors")
        .order_by("-created_at")
    )


def remembered_headers(kind: str) -> dict[str, str]:
    """Normalised heading → column key, as matched in this county before."""
    return dict(RememberedHeader.objects.filter(kind=kind).values_list("header", "key"))


def unfinished(before: datetime) -> QuerySet[ImportJob]:
    """Jobs that wait for a worker since before that moment."""
    waiting = Q(state=JobState.UPLOADED, created_at__lt=before) | Q(
        state=JobState.CONFIRMED, confirmed_at__lt=before
    )
    return ImportJob.objects.filter(waiting)
