"""Finding doors by what somebody types, and keeping the words by which they are found."""

import re
from collections.abc import Iterable
from typing import Final

from django.db.models import Q, QuerySet

from core.rules.tokens import tokens_asked
from households.entering import tokens_for
from households.models import Door, DoorToken, Member

LAST_FOUR: Final = re.compile(r"\d{4}")
PHONE: Final = re.compile(r"1[3-9]\d{9}|0\d{2,3}-?\d{7,8}")


def found_by(doors: QuerySet[Door], words: str) -> QuerySet[Door]:
    """Doors in which every part of `words` stands: names, initials, address, number; a whole phone or its last four."""
    for part in words.split():
        if PHONE.fullmatch(part):
            of_members = Member.objects.filter(phone_index=part, to_on=None).values("door_id")
            doors = doors.filter(Q(phone_index=part) | Q(pk__in=of_members))
        elif LAST_FOUR.fullmatch(part):
            of_members = Member.objects.filter(phone_last4=part, to_on=None).values("door_id")
            named = DoorToken.objects.filter(token=part).values("door_id")
            doors = doors.filter(Q(phone_last4=part) | Q(pk__in=of_members) | Q(pk__in=named))
        else:
            for token in sorted(tokens_asked(part)):
                doors = doors.filter(pk__in=DoorToken.objects.filter(token=token).values("door_id"))
    return doors


def index_door(door: Door, members: Iterable[Member]) -> None:
    """Write the words of a door anew."""
    DoorToken.objects.filter(door=door).delete()
    DoorToken.objects.bulk_create(
        [DoorToken(door=door, token=word) for word in sorted(tokens_for(door, members))]
    )
