import datetime as dt

from django.db import transaction

from accounts import log_codes as codes
from accounts.models import Post
from accounts.policies import may_relieve
from accounts.seats import leave_seat
from core.audit.actions.record import record
from core.permissions.actor import Actor
from core.permissions.verdict import require


@transaction.atomic
def relieve(*, post: Post, to_on: dt.date, actor: Actor, at: dt.datetime, reason: str = "") -> Post | None:
    """End a post as of `to_on`, the first day it is no longer held. Deputies end with it.

    Returns:
        The post as it ends; None where it would not have begun by then: the appointment is taken back.

    Raises:
        WrongDay, Refused: why not.
    """
    acting = require(may_relieve(actor, post))
    before = {"staff": post.staff.name, "from_on": post.from_on, "to_on": post.to_on}
    ended = leave_seat(post, to_on=to_on)
    record(
        codes.POST_RELIEVED if ended else codes.POST_WITHDRAWN,
        actor=actor,
        post=acting,
        at=at,
        subject=post,
        path=post.place_path,
        before=before,
        after={"to_on": to_on} if ended else {},
        reason=reason,
    )
    return ended
