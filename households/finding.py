"""Finding doors by what somebody types, and keeping the words by which they are found.

The rarest word drives: a county of a million residents has three hundred thousand doors in a “社区” and a few hundred in
the whole name behind it. How rare each word is gets asked first, up to a bound; then the rarest one's doors are probed
for the others by key. Only where every word is frequent are the doors walked in their order, each probed for its words.
"""

import re
from collections.abc import Iterable, Sequence
from typing import Final

from django.db import connection
from django.db.models import Exists, OuterRef, QuerySet

from core.rules.phones import PHONE
from core.rules.tokens import tokens_asked
from core.tenancy.context import required_tenant
from households.entering import tokens_for
from households.models import Door, DoorToken, Member

LAST_FOUR: Final = re.compile(r"\d{4}")
WHOLE_PHONE: Final = re.compile(PHONE)
ID_NUMBER: Final = re.compile(r"[1-9]\d{16}[0-9Xx]")
FEW: Final = 2_000
"""A word that stands at so many doors or more is no help in finding one."""

# One probe of the index a word, each ended at the bound.
_RARITY: Final = """
SELECT word, (
    SELECT count(*) FROM (
        SELECT 1 FROM households_doortoken WHERE tenant_id = %s AND token = word COLLATE "C" LIMIT %s
    ) AS bounded
)
FROM unnest(%s::text[]) AS word
"""


def found_by(doors: QuerySet[Door], words: str) -> QuerySet[Door]:
    """Doors in which every part of `words` stands: names, initials, address, number, credit code; a whole phone or ID
    number, or a phone's last four."""
    tokens: set[str] = set()
    for part in words.split():
        if WHOLE_PHONE.fullmatch(part):
            of_doors = Door.objects.filter(phone_index=part).values("pk")
            of_members = Member.objects.filter(phone_index=part, to_on=None).values("door_id")
            doors = doors.filter(pk__in=of_doors.union(of_members, all=True))
        elif ID_NUMBER.fullmatch(part):
            bearing = Member.objects.filter(id_number_index=part, to_on=None)
            doors = doors.filter(pk__in=bearing.values("door_id"))
        elif LAST_FOUR.fullmatch(part):
            of_doors = Door.objects.filter(phone_last4=part).values("pk")
            of_members = Member.objects.filter(phone_last4=part, to_on=None).values("door_id")
            named = DoorToken.objects.filter(token=part).values("door_id")[:FEW]
            doors = doors.filter(pk__in=of_doors.union(of_members, named, all=True))
        else:
            tokens |= tokens_asked(part)
    return _bearing(doors, sorted(tokens)) if tokens else doors


def index_door(door: Door, members: Iterable[Member]) -> None:
    """Write the words of a door anew."""
    DoorToken.objects.filter(door=door).delete()
    DoorToken.objects.bulk_create(
        [DoorToken(door=door, token=word) for word in sorted(tokens_for(door, members))]
    )


def _bearing(doors: QuerySet[Door], tokens: Sequence[str]) -> QuerySet[Door]:
    """Doors that bear every one of these words."""
    rarity = _rarity_of(tokens)
    rarest, *others = sorted(tokens, key=lambda token: (rarity[token], token))
    if rarity[rarest] >= FEW:
        for token in tokens:
            doors = doors.filter(Exists(_at(token, "pk")))
        return doors
    driving = DoorToken.objects.filter(token=rarest)
    for token in others:
        driving = driving.filter(Exists(_at(token, "door_id")))
    # The slice is a fence: the planner can't begin elsewhere, and knows that few come out.
    return doors.filter(pk__in=driving.values("door_id")[:FEW])


def _at(token: str, door: str) -> QuerySet[DoorToken]:
    return DoorToken.objects.filter(tenant_id=OuterRef("tenant_id"), door_id=OuterRef(door), token=token)


def _rarity_of(tokens: Sequence[str]) -> dict[str, int]:
    with connection.cursor() as cursor:
        cursor.execute(_RARITY, [required_tenant(), FEW, list(tokens)])
        return dict(cursor.fetchall())
