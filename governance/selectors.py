"""Named reads for the pages that belong to no single room."""

from dataclasses import dataclass
from uuid import UUID

from django.db.models import Count, Q

from core.notifications.models import Notice
from core.notifications.selectors import inbox
from core.permissions.actor import Actor
from grids.choices import GridKind, Level
from grids.selectors import areas_seen_by

ON_THE_DESK = 20


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
