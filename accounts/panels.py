"""What accounts shows on the pages of the room below: who serves an area, and whose name stands on its board."""

from collections.abc import Sequence
from typing import Any

from django.utils import timezone

from accounts.choices import Role
from accounts.selectors import holders_at
from core.permissions.actor import Actor
from grids.models import Area
from grids.panels import BoardPerson

# Heads first; the officers and the liaison cadres are nobody's business on a board.
ON_BOARDS = (
    Role.VILLAGE_SECRETARY,
    Role.GRID_HEAD,
    Role.GRID_WORKER,
    Role.VILLAGE_MEDIATOR,
    Role.POLITICAL_LEGAL_MEMBER,
    Role.TOWNSHIP_CLERK,
    Role.TOWNSHIP_MEDIATOR,
)


def people_at(area: Area, actor: Actor) -> dict[str, Any] | None:
    """Who holds which post at exactly this area today; None for who may not see people here."""
    if actor.post_for("accounts.view", area.path) is None:
        return None
    posts = list(holders_at([area.path], on=timezone.localdate()))
    return {
        "posts": posts,
        "may_appoint": actor.post_for("accounts.appoint", area.path) is not None,
        "area": area,
    }


def people_on_boards(areas: Sequence[Area]) -> dict[str, list[BoardPerson]]:
    """People of each area by path with their duty phone, heads first; one query for all areas and one for deputies."""
    rank = {role: number for number, role in enumerate(ON_BOARDS)}
    posts = holders_at((area.path for area in areas), on=timezone.localdate(), roles=ON_BOARDS)
    people: dict[str, list[BoardPerson]] = {}
    for post in sorted(posts, key=lambda post: (rank[Role(post.role)], post.seat_number)):
        holder = BoardPerson(str(post.get_role_display()), post.staff.name, post.staff.duty_phone)
        people.setdefault(post.path or "", []).append(holder)
    return people
