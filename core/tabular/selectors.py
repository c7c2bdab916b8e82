from datetime import datetime

from django.db.models import Count, Q, QuerySet, Sum

from core.paths.ranges import within
from core.permissions.actor import Actor
from core.tabular.choices import JobState
from core.tabular.models import ExportRequest, ImportJob, RememberedHeader


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


def requests_of(actor: Actor) -> QuerySet[ExportRequest]:
    """Sheets in full this person asked for, newest first."""
    return ExportRequest.objects.filter(asked_by_id=actor.user_id).order_by("-asked_at", "-id")


def requests_to_take(actor: Actor, *, at: datetime) -> QuerySet[ExportRequest]:
    """Approved for this person, not taken yet and still in time."""
    return requests_of(actor).filter(is_approved=True, taken_at=None, expires_at__gte=at)


def requests_within(actor: Actor) -> QuerySet[ExportRequest]:
    """Requests about areas in which this person approves, latest first."""
    rows = ExportRequest.objects.filter(within("path", *actor.paths_for("tabular.approve_export")))
    return rows.order_by("-asked_at", "-id")


def requests_to_settle(actor: Actor) -> QuerySet[ExportRequest]:
    """What waits for this approver, the oldest first: never their own."""
    return (
        requests_within(actor)
        .filter(settled_at=None)
        .exclude(asked_by_id=actor.user_id)
        .order_by("asked_at", "id")
    )


def taken_since(actor: Actor, moment: datetime) -> dict[str, int]:
    """How many sheets and rows left in full within an approver's reach since then."""
    found = requests_within(actor).filter(taken_at__gte=moment).order_by()
    counted = found.aggregate(sheets=Count("pk"), rows=Sum("rows_taken"))
    return {"sheets": counted["sheets"], "rows": counted["rows"] or 0}
