"""The book of addresses for core.notifications: where a user of the open county is reached outside the house."""

from collections.abc import Collection
from uuid import UUID

from django.db.models import Q
from django.utils import timezone

from accounts.models import Staff
from core.notifications.choices import Channel


def book(user_ids: Collection[UUID], channel: str) -> dict[UUID, str]:
    """The own phone of each of these users, by SMS; who has none, or no longer works here, is left out.

    Of the other channels no address is known. Messages out of the house hold a number and a link only, so that
    sending one is no look at the phone.
    """
    if channel != Channel.SMS:
        return {}
    here = Q(left_on=None) | Q(left_on__gt=timezone.localdate())
    people = Staff.objects.filter(here, user_id__in=user_ids).only("user_id", "personal_phone")
    return {
        staff.user_id: staff.personal_phone.reveal()
        for staff in people
        if staff.user_id is not None and staff.personal_phone
    }
