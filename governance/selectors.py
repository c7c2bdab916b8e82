"""Named reads for the pages that belong to no single room."""

import datetime as dt
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import Count, Q
from django.utils import timezone

from accounts.models import Post
from core.notifications.models import Notice
from core.notifications.selectors import inbox
from core.paths.ranges import within
from core.permissions.actor import Actor
from core.workcalendar.rules import SHANGHAI
from disputes.choices import Scope, TimeGroup
from disputes.counting import FIGURES, HEADLINES, figures_by, summed
from disputes.queue import Asked, Horizon, counts_by_group, page_of
from disputes.queue_rows import QueueRow, kind_labels, queue_rows
from grids.choices import GridKind, Level
from grids.selectors import areas_seen_by
from households.listing import Asked as DoorsAsked
from households.listing import AsRead, as_read, doors_asked, in_order, with_company

ON_THE_DESK = 20
FOUND = 30
ON_TOP = (TimeGroup.OVERDUE, TimeGroup.TODAY, TimeGroup.WEEK)


@dataclass(frozen=True, slots=True)
class Ground:
    """What lies within a person's posts: areas in force, by level."""

    townships: int
    villages: int
    grids: int
    special_grids: int


def ground_of(actor: Actor) -> Ground | None:
    """The figures of the person's own ground; None for who sees none. One query."""
    if not actor.paths_for("grids.view"):
        return None
    special = Q(level=Level.GRID) & ~Q(kind=GridKind.RESIDENTIAL)
    counted = (
        areas_seen_by(actor)
        .order_by()
        .aggregate(
            townships=Count("id", filter=Q(level=Level.TOWNSHIP)),
            villages=Count("id", filter=Q(level=Level.VILLAGE)),
            grids=Count("id", filter=Q(level=Level.GRID)),
            special_grids=Count("id", filter=special),
        )
    )
    return Ground(**counted)


def news_for(user_id: UUID | None) -> list[Notice]:
    """The newest unread notices, as many as the desk shows."""
    return list(inbox(user_id, unread_only=True)[:ON_THE_DESK]) if user_id else []


def cases_in_hand(actor: Actor, *, at: dt.datetime) -> list[tuple[TimeGroup, str, int]]:
    """The parts of the queue with their slugs and numbers, for who works in it; one query."""
    if not actor.has("disputes.work"):
        return []
    horizon = Horizon.at(at)
    counts = counts_by_group(Asked(), actor=actor, horizon=horizon)
    return [
        (group, group.name.lower(), counts.get(group, 0))
        for group in TimeGroup
        if group in ON_TOP or counts.get(group)
    ]


def figures_of_year(actor: Actor, *, at: dt.datetime) -> list[tuple[str, str, int]]:
    """This year's headline figures of disputes as slug, name and number, for who answers for them and does not work
    in the queue; one query."""
    if not actor.has("disputes.figures") or actor.has("disputes.work"):
        return []
    since = dt.datetime(timezone.localtime(at).year, 1, 1, tzinfo=SHANGHAI)
    total = summed(figures_by("whole", actor.paths_for("disputes.figures")[:1], since, at, {}))
    return [(slug, FIGURES[slug][0], total[slug]) for slug in HEADLINES]


def cases_found(actor: Actor, words: str, *, at: dt.datetime) -> list[QueueRow]:
    """Disputes in the actor's sight by number, code, title, place, a party's name or initials, a phone's last four."""
    if not words.strip() or not actor.has("disputes.mine"):
        return []
    horizon, asked = Horizon.at(at), Asked(words=words, scope=Scope.ALL)
    found = page_of(asked, actor=actor, horizon=horizon, start=0, most=FOUND)
    return queue_rows(found, actor=actor, horizon=horizon, kinds=kind_labels()) if found else []


def doors_found(actor: Actor, words: str, *, on: dt.date) -> list[tuple[Any, AsRead]]:
    """Households and market entities of the actor's ground by name, initials, phone, last four digits, address."""
    if not words.strip() or not actor.has("households.view"):
        return []
    found = list(in_order(doors_asked(actor, DoorsAsked(words=words)), "")[:FOUND])
    return [(door, as_read(door, actor)) for door in with_company(found, on=on)] if found else []


def people_found(actor: Actor, words: str, *, on: dt.date) -> list[Post]:
    """Posts held on the day `on` whose holder fits by name, or by the initials' beginning; within the actor's reach."""
    paths = actor.paths_for("accounts.view")
    text = words.strip()
    if not text or not paths:
        return []
    hit = Q(staff__name__contains=text)
    if text.isascii():
        hit |= Q(staff__initials__istartswith=text)
    held = Q(from_on__lte=on) & (Q(to_on=None) | Q(to_on__gt=on))
    reach = within("path", *paths) | within("unit__path", *paths)
    found = Post.objects.filter(hit, held, reach).select_related("staff", "unit")
    return list(found.order_by("staff__initials", "staff__name", "from_on")[:FOUND])
