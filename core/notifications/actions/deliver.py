"""The word goes out: claimed by one worker, sent outside any transaction, its outcome written once."""

import logging
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

from django.conf import settings
from django.db.models import F
from django.urls import reverse

from core.audit.rules import retry_after
from core.notifications.channels.base import DeliveryFailed, Message
from core.notifications.channels.choosing import adapter_for, addresses_of
from core.notifications.choices import State
from core.notifications.models import Delivery
from core.notifications.rules import GIVE_UP_AFTER, outside_text
from core.tenancy.context import in_tenant

logger = logging.getLogger(__name__)

CLAIMED_AT_ONCE: Final = 20


def deliver_due(tenant: int, *, at: datetime, rounds: int = 20) -> int:
    """Send what is due in a county.

    A delivery is pushed ahead before it is sent, so that a second worker passes it by. A worker that dies between
    sending and writing it down leaves one that is sent again after the lease, under the same message id.

    Returns:
        How many deliveries came to an end.
    """
    ended = 0
    for _round in range(rounds):
        claimed = _claim(tenant, at)
        if not claimed:
            break
        for delivery, address in claimed:
            ended += _send(tenant, delivery, address, at)
    return ended


def lease() -> timedelta:
    """How long a claimed delivery is out of reach: longer than twenty messages at their time limit each."""
    return timedelta(seconds=settings.DELIVERY_LEASE)


def _claim(tenant: int, at: datetime) -> list[tuple[Delivery, str]]:
    with in_tenant(tenant):
        due = Delivery.objects.filter(state=State.WAITING, next_try_at__lte=at).order_by("next_try_at", "id")
        mine = list(
            due.select_related("notice").select_for_update(skip_locked=True, of=("self",))[:CLAIMED_AT_ONCE]
        )
        Delivery.objects.filter(id__in=[delivery.id for delivery in mine]).update(
            attempts=F("attempts") + 1, next_try_at=at + lease()
        )
        addresses = _addresses(mine)
    return [
        (delivery, addresses.get((delivery.notice.recipient_id, delivery.channel), "")) for delivery in mine
    ]


def _addresses(deliveries: Sequence[Delivery]) -> dict[tuple[UUID, str], str]:
    found: dict[tuple[UUID, str], str] = {}
    for channel in {delivery.channel for delivery in deliveries}:
        people = [delivery.notice.recipient_id for delivery in deliveries if delivery.channel == channel]
        found |= {(user, channel): address for user, address in addresses_of(people, channel).items()}
    return found


def _send(tenant: int, delivery: Delivery, address: str, at: datetime) -> bool:
    try:
        adapter = adapter_for(delivery.channel)
        if adapter.needs_address and not address:
            return _end(tenant, delivery, State.SKIPPED, at)
        link = settings.PUBLIC_URL + reverse("notice", args=[delivery.notice_id])
        receipt = adapter.send(Message(str(delivery.id), address, outside_text(delivery.notice_id, link)))
    except DeliveryFailed as failure:
        return _failed(tenant, delivery, str(failure), at)
    except Exception as error:  # an adapter's fault must not stop the street
        logger.exception("notifications: %s failed for delivery %s", delivery.channel, delivery.id)
        return _failed(tenant, delivery, type(error).__name__, at)
    return _end(tenant, delivery, State.SENT, at, receipt=receipt)


def _failed(tenant: int, delivery: Delivery, reason: str, at: datetime) -> bool:
    attempts = delivery.attempts + 1
    if attempts >= GIVE_UP_AFTER:
        logger.error("notifications: gave up delivery %s by %s: %s", delivery.id, delivery.channel, reason)
        return _end(tenant, delivery, State.GIVEN_UP, at, last_error=reason[:300])
    with in_tenant(tenant):
        Delivery.objects.filter(id=delivery.id, state=State.WAITING).update(
            next_try_at=at + retry_after(attempts), last_error=reason[:300]
        )
    return False


def _end(tenant: int, delivery: Delivery, state: str, at: datetime, **changes: str) -> bool:
    with in_tenant(tenant):
        ended = Delivery.objects.filter(id=delivery.id, state=State.WAITING).update(
            state=state, at=at, **changes
        )
    return ended == 1
