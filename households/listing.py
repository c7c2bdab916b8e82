"""The list of doors: what is asked of it, in which order, and what stands beside each door of a page.

It costs the same number of queries whatever the county holds. A list is counted up to a bound and paged up to there:
nobody turns a hundred pages, and counting a county for each of them would cost more than reading it.
"""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

from django.db.models import Count, OuterRef, Q, QuerySet, Subquery

from accounts.places import place_names
from core.crypto.masks import mask_address, mask_name
from core.paths.ranges import within
from core.permissions.actor import Actor
from households.choices import Relation, VisitState
from households.finding import found_by
from households.models import OPEN, Door, Member, Visit
from households.opening import young
from households.policies import VIEW, may_read_names
from households.selectors import pairs_on

MOST: Final = 5_000
MOST_FOUND: Final = 1_000
"""So far a list is counted, and one that was searched for: who finds a thousand doors asks again, more closely."""
STREET: Final = ("path", "walk_order", "id")


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What a list is asked for; empty values ask for nothing."""

    words: str = ""
    path: str = ""
    kind: str = ""
    presence: str = ""
    with_closed: bool = False
    order: str = ""


def doors_asked(actor: Actor, asked: Asked) -> QuerySet[Door]:
    """Doors of the actor's ground that fit, unordered."""
    doors = Door.objects.filter(within("path", *actor.paths_for(VIEW)))
    if asked.path:
        doors = doors.filter(within("path", asked.path))
    if not asked.with_closed:
        doors = doors.filter(OPEN)
    if asked.kind:
        doors = doors.filter(kind=asked.kind)
    if asked.presence:
        doors = doors.filter(presence=asked.presence)
    return found_by(doors, asked.words) if asked.words.strip() else doors


def in_order(doors: QuerySet[Door], order: str) -> QuerySet[Door]:
    """As asked; by the street where nothing is."""
    return doors.order_by(order, "id") if order else doors.order_by(*STREET)


def bound_of(asked: Asked) -> int:
    """Up to where the list is counted and paged."""
    return MOST_FOUND if asked.words.strip() else MOST


def counted(doors: QuerySet[Door], most: int) -> int:
    """How many, up to the bound; one more than it means more."""
    return int(doors.order_by()[: most + 1].count())


def with_company(doors: Sequence[Door], *, on: dt.date) -> list[Any]:
    """The doors, each with `.place`, `.people`, `.pair` and `.visited_at`, and whether a minor heads it; four queries."""
    rows: list[Any] = list(doors)
    ids = [door.pk for door in rows]
    heads = Q(relation=Relation.HEAD) & young(on)
    people = {
        one["door_id"]: one
        for one in Member.objects.filter(door_id__in=ids, to_on=None)
        .order_by()
        .values("door_id")
        .annotate(n=Count("pk"), young_heads=Count("pk", filter=heads))
    }
    pairs = {
        pair.door_id: pair for pair in pairs_on(on).filter(door_id__in=ids).select_related("staff", "unit")
    }
    visited = dict(
        Door.objects.filter(pk__in=ids)
        .annotate(last=Subquery(_last_visit().values("visited_at")[:1]))
        .values_list("pk", "last")
    )
    places = place_names({door.path for door in rows})
    for door in rows:
        counts = people.get(door.pk)
        door.place = places.get(door.path, "")
        door.people = counts["n"] if counts else None
        door.is_a_minors = bool(counts and counts["young_heads"])
        door.pair = pairs.get(door.pk)
        door.visited_at = visited.get(door.pk)
    return rows


@dataclass(frozen=True, slots=True)
class AsRead:
    """A door of a list as somebody may read it; the phone masked for all, a minor's not at all."""

    name: str
    address: str
    phone: str


def as_read(door: Any, actor: Actor) -> AsRead:
    """Of a door that `with_company` has completed."""
    is_paired = door.pair is not None and door.pair.staff_id == actor.person_id
    phone = "" if door.is_a_minors else str(door.phone)
    if may_read_names(actor, door.path, is_paired=is_paired):
        return AsRead(door.name, door.address, phone)
    return AsRead(mask_name(door.name), mask_address(door.address), phone)


def _last_visit() -> QuerySet[Visit]:
    kept = Visit.objects.filter(
        tenant_id=OuterRef("tenant_id"), door_id=OuterRef("pk"), state=VisitState.KEPT, found_nobody=False
    )
    return kept.order_by("-visited_at")
