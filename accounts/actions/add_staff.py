"""Entering a person, with a login that waits for activation."""

import datetime as dt

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from accounts import log_codes as codes
from accounts.models import CountyLogin, Membership, Staff, Unit, User
from accounts.policies import may_add_staff
from accounts.rules import username_stem
from core.audit.actions.record import record
from core.permissions.actor import Actor
from core.permissions.verdict import Refused, require
from core.rules.initials import initials_of


class UsernameTaken(Refused):
    """The login name belongs to somebody already."""


@transaction.atomic
def add_staff(
    *,
    name: str,
    unit: Unit | None,
    from_on: dt.date,
    actor: Actor,
    at: dt.datetime,
    username: str = "",
    duty_phone: str = "",
    personal_phone: str = "",
    is_head: bool = False,
) -> Staff:
    """Enter a person into the open county.

    Args:
        unit: the unit they join on `from_on`; None for people whose place is only an area.
        username: the login they get; "" for one made from the name.

    Raises:
        UsernameTaken, Refused: why not.
    """
    post = require(may_add_staff(actor, path=unit.path if unit else _widest(actor)))
    user = _new_user(username.strip().lower(), name)
    CountyLogin.objects.create(user=user, county_id=actor.tenant)
    staff = Staff.objects.create(
        user=user,
        name=name,
        initials=initials_of(name)[:20],
        duty_phone=duty_phone,
        personal_phone=personal_phone,
    )
    if unit is not None:
        Membership.objects.create(staff=staff, unit=unit, is_head=is_head, from_on=from_on)
    record(
        codes.STAFF_ADDED,
        actor=actor,
        post=post,
        at=at,
        subject=staff,
        path=unit.path if unit else None,
        after={
            "name": name,
            "username": user.username,
            "duty_phone": duty_phone,
            "personal_phone": personal_phone,
            "unit": unit.name if unit else "",
        },
    )
    return staff


def _widest(actor: Actor) -> str:
    return next(iter(actor.paths_for("accounts.add_staff")), str(actor.tenant))


def _new_user(username: str, name: str) -> User:
    wanted = [username] if username else _names_for(name)
    for candidate in wanted:
        if User.objects.filter(username=candidate).exists():
            continue
        user = User(username=candidate)
        user.set_unusable_password()
        try:
            with transaction.atomic():  # somebody may take the name at this very moment
                user.save(force_insert=True)
        except IntegrityError:
            continue
        return user
    raise UsernameTaken(_("账号%(username)s已被使用，请换一个。") % {"username": username or wanted[0]})


def _names_for(name: str) -> list[str]:
    stem = username_stem(name)
    taken = set(User.objects.filter(username__startswith=stem).values_list("username", flat=True))
    free = (f"{stem}{number or ''}" for number in range(len(taken) + 3))
    return [candidate for candidate in free if candidate not in taken][:3]
