"""A notice for people of the county: whoever of them has an account is told."""

from collections.abc import Iterable
from uuid import UUID

from accounts.models import Staff
from core.audit.models import Record
from core.notifications.models import Notice

LONGEST = 120


def tell_staff(staff_ids: Iterable[UUID | None], record: Record, title: str, url: str) -> Iterable[Notice]:
    """One notice for each, saying what was recorded.

    Args:
        staff_ids: None among them is nobody.
        title: cut to what a notice holds.
    """
    users = Staff.objects.filter(pk__in=list(staff_ids), user__isnull=False).values_list("user_id", flat=True)
    for user in users:
        yield Notice(recipient_id=user, title=title[:LONGEST], body=record.sentence, url=url)


def named(title: str, record: Record) -> str:
    """The title with what it is about."""
    return f"{title}：{record.subject_label}"
