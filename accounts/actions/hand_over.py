"""Handing posts to a successor, with everything that hangs on them."""

import datetime as dt
from collections.abc import Sequence

from django.db import transaction
from django.utils.translation import gettext as _

from accounts import log_codes as codes
from accounts.handing_over import Load, counted, move_loads
from accounts.models import Post, Staff
from accounts.policies import may_relieve
from accounts.seats import leave_seat, take_seat
from core.audit.actions.record import record
from core.permissions.actor import Actor
from core.permissions.verdict import Refused, require


def preview_hand_over(*, posts: Sequence[Post]) -> list[Load]:
    """What moves with the posts, as counted by each room above."""
    return [load for post in posts for load in counted(post)]


@transaction.atomic
def hand_over(
    *,
    posts: Sequence[Post],
    successor: Staff,
    on: dt.date,
    today: dt.date,
    actor: Actor,
    at: dt.datetime,
    reason: str = "",
) -> list[Post]:
    """Let `successor` take each of `posts` over on the day `on`, seat by seat; all of them or none.

    Returns:
        The successor's posts, in the order of `posts`.

    Raises:
        WrongDay, SeatTaken, Refused: why not.
    """
    if not posts:
        raise Refused(_("请选择要交接的岗位。"))
    taken = []
    for post in posts:
        acting = require(may_relieve(actor, post))
        if post.staff_id == successor.pk:
            raise Refused(_("接任人不能是本人。"))
        ended = leave_seat(post, to_on=on)
        new = take_seat(
            staff=successor,
            role=post.role,
            path=post.path,
            unit=post.unit,
            seat_number=post.seat_number,
            from_on=on,
            today=today,
        )
        moved = move_loads(ended or post, new, on=on, actor=actor, at=at)
        record(
            codes.POST_HANDED_OVER,
            actor=actor,
            post=acting,
            at=at,
            subject=new,
            path=post.place_path,
            before={"staff": post.staff.name, "from_on": post.from_on},
            after={"staff": successor.name, "from_on": on, "moved": moved},
            reason=reason,
        )
        taken.append(new)
    return taken
