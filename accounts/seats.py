"""Bricks of the verbs on posts: taking a seat and leaving it, one holder after the other."""

import datetime as dt

from django.db import connection
from django.utils.translation import gettext as _

from accounts.models import Deputy, Post, Staff, Unit
from accounts.policies import may_hold
from accounts.rules import DAYS_AHEAD, overlaps, seats_for
from core.permissions.verdict import Refused, require
from core.tenancy.context import required_tenant


class SeatTaken(Refused):
    """Somebody holds the seat on that day."""


class WrongDay(Refused):
    """The day doesn't fit what is already there."""


def lock_place(role: str, path: str | None, unit: Unit | None) -> None:
    """Let one transaction at a time appoint to this role at this place. Constraints would refuse the second one as
    well; waiting for each other lets it say why."""
    key = f"{role}|{path or ''}|{unit.pk if unit else ''}"
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, %s))", [key, required_tenant()])


def last_holders(role: str, path: str | None, unit: Unit | None) -> dict[int, Post]:
    """The last row of each seat of `role` at the place, by seat number."""
    rows = Post.objects.filter(role=role, path=path, unit=unit).select_related("staff").order_by("from_on")
    return {post.seat_number: post for post in rows}


def take_seat(
    *,
    staff: Staff,
    role: str,
    path: str | None,
    unit: Unit | None,
    seat_number: int | None,
    from_on: dt.date,
    today: dt.date,
) -> Post:
    """Let `staff` hold `role` at the place from `from_on` on.

    Args:
        seat_number: which seat; None for the first that is free on that day.

    Raises:
        WrongDay, SeatTaken, Refused: why not.
    """
    if from_on > today + dt.timedelta(days=DAYS_AHEAD):
        raise WrongDay(_("任职日不能晚于一年之后。"))
    staff = Staff.objects.select_for_update(no_key=True).get(pk=staff.pk)
    if staff.left_on is not None:
        raise Refused(_("%(name)s已离岗，不能任职。") % {"name": staff.name})
    _check_other_posts(staff, role, path, unit, from_on)
    lock_place(role, path, unit)
    last = last_holders(role, path, unit)
    number = seat_number or _free_number(role, last, from_on)
    before = last.get(number)
    if before is not None and (before.to_on is None or before.to_on > from_on):
        raise SeatTaken(_taken(before))
    post = Post(staff=staff, role=role, path=path, unit=unit, seat_number=number, from_on=from_on)
    if before is not None:
        post.seat, post.previous_to_on = before.seat, before.to_on
    post.save(force_insert=True)
    return post


def leave_seat(post: Post, *, to_on: dt.date) -> Post | None:
    """End `post` on `to_on`, the first day it is no longer held, and whatever hangs on it.

    Returns:
        The ended post; None where it would never have begun and is taken back instead.

    Raises:
        WrongDay: it ends no later already.
    """
    post = (
        Post.objects.select_for_update(of=("self",), no_key=True)
        .select_related("staff", "unit")
        .get(pk=post.pk)
    )
    if post.to_on is not None and post.to_on <= to_on:
        raise WrongDay(_("该岗位已自%(day)s起免职。") % {"day": post.to_on})
    behind = Post.objects.filter(seat=post.seat, previous_to_on=post.to_on) if post.to_on else None
    if to_on <= post.from_on:
        Deputy.objects.filter(post=post).delete()
        if behind is not None:
            behind.update(previous_to_on=post.previous_to_on)
        Post.objects.filter(pk=post.pk).delete()
        return None
    Deputy.objects.filter(post=post, from_on__gte=to_on).delete()
    Deputy.objects.filter(post=post, to_on=None).update(to_on=to_on)
    Deputy.objects.filter(post=post, to_on__gt=to_on).update(to_on=to_on)
    if behind is not None:
        behind.update(previous_to_on=to_on)
    post.to_on = to_on
    post.save(update_fields=["to_on"])
    return post


def _check_other_posts(
    staff: Staff, role: str, path: str | None, unit: Unit | None, from_on: dt.date
) -> None:
    others = [
        post for post in Post.objects.filter(staff=staff) if overlaps(from_on, None, post.from_on, post.to_on)
    ]
    for post in others:
        if (post.role, post.path, post.unit_id) == (role, path, unit.pk if unit else None):
            raise SeatTaken(_("%(name)s已在该岗位任职。") % {"name": staff.name})
    require(may_hold(role=role, others=[post.role for post in others]))


def _free_number(role: str, last: dict[int, Post], from_on: dt.date) -> int:
    for number in range(1, seats_for(role) + 1):
        before = last.get(number)
        if before is None or (before.to_on is not None and before.to_on <= from_on):
            return number
    raise SeatTaken(_taken(last[max(last)]))


def _taken(post: Post) -> str:
    if post.to_on is None:
        return _("该岗位现由%(name)s担任，请先免职或办理交接。") % {"name": post.staff.name}
    return _("该岗位由%(name)s任至%(day)s，任职日不能早于此日。") % {
        "name": post.staff.name,
        "day": post.to_on,
    }
