"""Which channels this house has: what settings.NOTIFICATION_CHANNELS configures, else the embedded one."""

from collections.abc import Callable, Iterable
from typing import Any, Final
from uuid import UUID

from django.conf import settings
from django.utils.module_loading import import_string

from core.notifications.channels.base import Adapter
from core.notifications.channels.email import Email
from core.notifications.channels.outbox import Outbox
from core.notifications.channels.robots import DingTalk, WeCom
from core.notifications.channels.sms import SmsGateway
from core.notifications.choices import Channel

_ADAPTERS: Final[dict[str, Callable[..., Adapter]]] = {
    Channel.SMS: SmsGateway,
    Channel.WECOM: WeCom,
    Channel.DINGTALK: DingTalk,
    Channel.EMAIL: Email,
    Channel.LOG: Outbox,
}


def channels_here() -> list[str]:
    """Configured channels; the embedded log where there is none."""
    configured: dict[str, Any] = settings.NOTIFICATION_CHANNELS
    return [channel for channel in Channel.values if channel in configured] or [Channel.LOG]


def adapter_for(channel: str) -> Adapter:
    """The adapter of a channel, as configured."""
    return _ADAPTERS[channel](**settings.NOTIFICATION_CHANNELS.get(channel, {}))


def addresses_of(user_ids: Iterable[UUID], channel: str) -> dict[UUID, str]:
    """Where each user is reached through `channel`, from the book that settings.NOTIFICATION_ADDRESSES names.

    The book is a function (user_ids, channel) → {user_id: address}; people stand in a higher storey.
    """
    if not settings.NOTIFICATION_ADDRESSES:
        return {}
    book: Callable[[list[UUID], str], dict[UUID, str]] = import_string(settings.NOTIFICATION_ADDRESSES)
    return book(list(user_ids), channel)


def unreached(user_id: UUID) -> set[str]:
    """Channels of this house that know no address of a user."""
    asked = [channel for channel in channels_here() if adapter_for(channel).needs_address]
    return {channel for channel in asked if user_id not in addresses_of([user_id], channel)}
