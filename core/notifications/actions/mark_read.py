"""Read, and unread again. A person touches their own notices only."""

from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from django.db import transaction

from core.audit.actions.record import record
from core.notifications.log_codes import NOTICES_READ, NOTICES_UNREAD
from core.notifications.models import Notice
from core.permissions.actor import Actor


@transaction.atomic
def mark_read(*, actor: Actor, at: datetime, ids: Collection[UUID] | None = None) -> int:
    """Mark the actor's unread notices as read: those among `ids`, or all that came before `at`.

    Returns:
        How many changed.
    """
    unread = Notice.objects.filter(recipient_id=actor.user_id, read_at=None)
    mine = unread.filter(created_at__lte=at) if ids is None else unread.filter(id__in=ids)
    changed: int = mine.update(read_at=at)
    if changed:
        record(NOTICES_READ, actor=actor, at=at, after={"count": changed})
    return changed


@transaction.atomic
def mark_unread(*, actor: Actor, at: datetime, read_at: datetime) -> int:
    """Take back one `mark_read`: the notices that it marked carry its instant.

    Returns:
        How many changed.
    """
    mine = Notice.objects.filter(recipient_id=actor.user_id, read_at=read_at)
    changed: int = mine.update(read_at=None)
    if changed:
        record(NOTICES_UNREAD, actor=actor, at=at, after={"count": changed})
    return changed
