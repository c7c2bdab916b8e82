import datetime as dt

from django.db import transaction
from django.utils.translation import gettext as _

from accounts import log_codes as codes
from accounts.choices import Role
from accounts.models import Post, Staff, Unit
from accounts.policies import may_appoint
from accounts.rules import BY_UNIT, stands_at
from accounts.seats import take_seat
from core.audit.actions.record import record
from core.paths.ranges import depth_of
from core.permissions.actor import Actor
from core.permissions.verdict import Refused, require


class WrongPlace(Refused):
    """The role isn't held at such a place."""


@transaction.atomic
def appoint(
    *,
    staff: Staff,
    role: str,
    from_on: dt.date,
    today: dt.date,
    actor: Actor,
    at: dt.datetime,
    path: str | None = None,
    unit: Unit | None = None,
    seat_number: int | None = None,
    reason: str = "",
) -> Post:
    """Let a person hold a post from `from_on` on (a future day is kept until then).

    Args:
        path: the area; None for roles that stand in a unit.
        unit: the unit; None for roles that stand at an area.
        seat_number: which seat of several; None for the first free one.

    Raises:
        WrongPlace, SeatTaken, WrongDay, Refused: why not.
    """
    if role in BY_UNIT:
        if unit is None:
            raise WrongPlace(_("%(role)s须指定单位。") % {"role": Role(role).label})
        path = None
    elif path is None or not stands_at(role, depth_of(path)):
        raise WrongPlace(_("%(role)s不在这一级设岗。") % {"role": Role(role).label})
    else:
        unit = None
    place = path or (unit.path if unit else str(actor.tenant))
    acting = require(may_appoint(actor, role=role, path=place))
    post = take_seat(
        staff=staff,
        role=role,
        path=path,
        unit=unit,
        seat_number=seat_number,
        from_on=from_on,
        today=today,
    )
    record(
        codes.POST_APPOINTED,
        actor=actor,
        post=acting,
        at=at,
        subject=post,
        path=place,
        after={
            "staff": staff.name,
            "unit": unit.name if unit else "",
            "seat_number": post.seat_number,
            "from_on": from_on,
        },
        reason=reason,
    )
    return post
