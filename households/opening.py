"""What of a door's people may be shown: a minor's birth, number and phone never stand in lists or on sheets."""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from uuid import UUID

from django.db.models import Q

from core.rules.identity import ADULT_FROM, is_minor
from households.choices import Relation
from households.models import Member


@dataclass(frozen=True, slots=True)
class Opened:
    """Plain values, for one answer.

    Attributes:
        phone: the door's own.
        people: member id → "phone" and "id_number", those that there are; who is not in it was not opened.
    """

    phone: str = ""
    people: Mapping[UUID, Mapping[str, str]] = field(default_factory=dict)


def is_young(member: Member, on: dt.date) -> bool:
    """Under eighteen on that day, as far as the birth is known."""
    return member.born_on is not None and member.born_on <= on and is_minor(member.born_on, on)


def young(on: dt.date, field: str = "born_on") -> Q:
    """The same as a condition on rows."""
    try:
        since = on.replace(year=on.year - ADULT_FROM)
    except ValueError:  # 29 February
        since = on.replace(year=on.year - ADULT_FROM, day=28)
    return Q(**{f"{field}__gt": since})


def is_a_minors_door(people: Sequence[Member], on: dt.date) -> bool:
    """Whether a minor heads it, whose phone the door's is."""
    return any(one.relation == Relation.HEAD and is_young(one, on) for one in people)
