"""Notices from records: the relay's business, so what it does is told by the records themselves."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from uuid import UUID

from core.audit.models import Record
from core.notifications.channels.choosing import channels_here
from core.notifications.models import Delivery, Notice, Preference
from core.notifications.rules import key_of


def grow_notices(occasion: str, told: Sequence[tuple[Record, Sequence[Notice]]]) -> int:
    """Put notices into inboxes and queue the word about them, for many records at once. Doing it twice changes nothing.

    Args:
        occasion: name of the declaration, part of the notices' key.
        told: records with the notices that grow from each.

    Returns:
        How many notices there are for these records.
    """
    notices: dict[str, Notice] = {}
    for record, grown in told:
        for notice in grown:
            notice.record_id, notice.code, notice.created_at = record.id, record.code, record.at
            notice.key = key_of(record.id, occasion, notice.recipient_id)
            notices.setdefault(notice.key, notice)
    return put_in_inboxes(notices.values())


def put_in_inboxes(notices: Iterable[Notice], *, digest: bool = False) -> int:
    """Store notices that carry a key, and queue their deliveries as each recipient prefers.

    Args:
        digest: these are the digests themselves, so they also go to those who want nothing else.
    """
    by_key = {notice.key: notice for notice in notices}
    if not by_key:
        return 0
    Notice.objects.bulk_create(by_key.values(), ignore_conflicts=True)
    stored = Notice.objects.filter(key__in=by_key).values_list("id", "recipient_id", "created_at")
    _queue(list(stored), digest=digest)
    return len(by_key)


def _queue(stored: Sequence[tuple[UUID, UUID, datetime]], *, digest: bool) -> None:
    people = {recipient for _id, recipient, _at in stored}
    preferred = {row.user_id: row for row in Preference.objects.filter(user_id__in=people)}
    here = channels_here()
    deliveries = []
    for notice_id, recipient, at in stored:
        wish = preferred.get(recipient)
        if wish is not None and wish.digest_hour is not None and not digest:
            continue
        for channel in here:
            if wish is None or channel in wish.channels:
                deliveries.append(Delivery(notice_id=notice_id, channel=channel, next_try_at=at))
    Delivery.objects.bulk_create(deliveries, ignore_conflicts=True)
