"""Named reads of notices, all in the open county and of one person."""

from uuid import UUID

from django.db.models import QuerySet, UUIDField

from core.audit.keyset import Cursor
from core.audit.keyset import before as before_row
from core.notifications.models import Notice, Preference
from core.tenancy.prepared import Given, Prepared

COUNTED = 100  # more than the top bar can show


def unread_count(user_id: UUID) -> int:
    """How many notices the person hasn't read, up to 100: one indexed query whatever lies in the inbox."""
    return len(_UNREAD(user=user_id))


_UNREAD = Prepared(
    lambda: Notice.objects.filter(recipient_id=Given("user", UUIDField()), read_at=None).values_list("pk")[
        :COUNTED
    ]
)


def inbox(user_id: UUID, *, unread_only: bool, before: Cursor | None = None) -> QuerySet[Notice]:
    """A person's notices, newest first.

    Args:
        before: keyset of the last row of the page above: (created_at, id).
    """
    notices = Notice.objects.filter(recipient_id=user_id).order_by("-created_at", "-id")
    if unread_only:
        notices = notices.filter(read_at=None)
    if before:
        notices = notices.filter(before_row("created_at", before))
    return notices


def preference_of(user_id: UUID) -> Preference | None:
    """How the person wants to be told; None for the platform's way."""
    return Preference.objects.filter(user_id=user_id).first()
