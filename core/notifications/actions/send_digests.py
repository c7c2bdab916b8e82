"""One message a day for those who asked for it."""

from datetime import datetime

from django.db import transaction
from django.db.models import Count
from django.utils import timezone
from django.utils.translation import gettext as _

from core.notifications.actions.grow_notices import put_in_inboxes
from core.notifications.models import Notice, Preference
from core.notifications.rules import digest_since, key_of

DIGEST = "notifications.digest"


@transaction.atomic
def send_digests(*, at: datetime) -> int:
    """Put a digest into the inbox of each person whose hour has struck today and who has something unread.

    Set-based, and once a day whatever number of clocks tick: the digest's key is the person and the day.

    Returns:
        How many digests stand for today at this hour.
    """
    local = timezone.localtime(at)
    people = Preference.objects.filter(digest_hour__lte=local.hour).values("user_id")
    waiting = (
        Notice.objects.filter(recipient_id__in=people, read_at=None, created_at__gt=digest_since(at))
        .exclude(code=DIGEST)
        .values("recipient_id")
        .annotate(unread=Count("id"))
        .order_by("recipient_id")
    )
    digests = [
        Notice(
            recipient_id=row["recipient_id"],
            code=DIGEST,
            title=_("近一日有 {count} 条未读通知").format(count=row["unread"]),
            created_at=at,
            key=key_of(DIGEST, row["recipient_id"], local.date()),
        )
        for row in waiting
    ]
    return put_in_inboxes(digests, digest=True)
