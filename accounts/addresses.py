"""The book of addresses for core.notifications: where a user of the open county is reached outside the house."""

from collections.abc import Collection
from types import MappingProxyType
from typing import Final
from uuid import UUID

from django.db.models import Q
from django.utils import timezone

from accounts.models import Staff
from core.notifications.choices import Channel

FIELDS: Final = MappingProxyType(
    {
        Channel.SMS.value: "personal_phone",
        Channel.EMAIL.value: "email",
        Channel.WECOM.value: "wecom_id",
        Channel.DINGTALK.value: "dingtalk_id",
    }
)


def book(user_ids: Collection[UUID], channel: str) -> dict[UUID, str]:
    """Where a channel reaches each of these users; who gave no address, or no longer works here, is left out.

    Messages out of the house hold a number and a link only, so that sending one is no look at the address.
    """
    if (field := FIELDS.get(channel)) is None:
        return {}
    here = Q(left_on=None) | Q(left_on__gt=timezone.localdate())
    people = Staff.objects.filter(here, user_id__in=user_ids).only("user_id", field)
    return {
        staff.user_id: getattr(staff, field).reveal()
        for staff in people
        if staff.user_id is not None and getattr(staff, field)
    }
