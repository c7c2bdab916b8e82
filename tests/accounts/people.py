"""People for tests: somebody who holds a post, as an actor and as a browser."""

import datetime as dt
from typing import Any

from django.test import Client
from django.utils import timezone

from accounts.models import CountyLogin, Post, Staff, Unit, User
from accounts.passwords import set_password
from accounts.selectors import actor_for
from accounts.sessions import COUNTY, FACTOR
from core.permissions.actor import Actor
from core.rules.initials import initials_of
from core.tenancy.context import in_tenant, required_tenant
from tests.cast import KANGBAO, ZHANGBEI

TODAY = dt.date(2026, 11, 20)
NOON = dt.datetime(2026, 11, 20, 4, 0, tzinfo=dt.UTC)  # 12:00 in Shanghai
LONG_AGO = dt.date(2025, 1, 1)
COUNTY_PATH, TOWN, OTHER_TOWN = "130723", "130723001", "130723002"
VILLAGE, GRID = "130723001001", "130723001001001"
PASSWORD = "Kang-Bao-2026"


def person(name: str = "王秀英", username: str = "", **fields: Any) -> Staff:
    """A staff row with a user, in the open county."""
    tenant = required_tenant()
    number = User.objects.count()
    user = User.objects.create(username=username or f"user{tenant}{number}")
    CountyLogin.objects.create(user=user, county_id=tenant)
    return Staff.objects.create(user=user, name=name, initials=initials_of(name), **fields)


def post_of(
    staff: Staff, role: str, path: str | None = None, unit: Unit | None = None, **fields: Any
) -> Post:
    return Post.objects.create(
        staff=staff, role=role, path=path, unit=unit, **{"from_on": LONG_AGO, **fields}
    )


def holder(
    role: str, path: str | None = COUNTY_PATH, name: str = "王秀英", unit: Unit | None = None
) -> Staff:
    """A person with one post."""
    staff = person(name)
    post_of(staff, role, path, unit)
    return staff


def user_of(staff: Staff) -> User:
    return User.objects.get(pk=str(staff.user_id))


def acting(staff: Staff, on: dt.date = TODAY) -> Actor:
    actor = actor_for(user_of(staff), tenant=staff.tenant_id, on=on)
    assert actor is not None
    return actor


def actor(role: str, path: str | None = COUNTY_PATH, name: str = "王秀英", unit: Unit | None = None) -> Actor:
    """The actor of a new person with one post."""
    return acting(holder(role, path, name, unit))


def unit(name: str = "县司法局", path: str = COUNTY_PATH, kind: str = "DEPARTMENT", short: str = "") -> Unit:
    return Unit.objects.create(
        name=name, abbreviation=short or name, kind=kind, path=path, valid_from=LONG_AGO
    )


def give_password(staff: Staff, password: str = PASSWORD) -> Staff:
    set_password(user_of(staff), password, at=timezone.now())
    return staff


def browser_of(staff: Staff) -> Client:
    """A browser in which the person is signed in already, with their second factor."""
    client = Client(raise_request_exception=False)
    client.force_login(user_of(staff))
    session = client.session
    session[COUNTY], session[FACTOR] = staff.tenant_id, True
    session.save()
    return client


def neighbour(role: str = "COUNTY_CENTRE") -> Staff:
    """Somebody of 张北县 with the same role there; call it where no other county is open."""
    with in_tenant(ZHANGBEI):
        return holder(role, str(ZHANGBEI), "邻县人")


__all__ = ["KANGBAO", "ZHANGBEI"]
