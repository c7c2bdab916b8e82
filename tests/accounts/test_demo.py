"""The demo county has somebody in every post, and only the listed ones can come in."""

import time
from typing import Any

import pytest

from accounts import demo
from accounts.choices import OFFICERS, Role
from accounts.demo_names import People
from accounts.models import Post, Staff, Unit, User
from core.tenancy.context import in_tenant
from grids import demo as ground
from grids.models import Area
from tests.accounts.people import KANGBAO, ZHANGBEI


def quiet(line: str) -> None:
    pass


@pytest.fixture
def accounts(counties: None) -> list[dict[str, str]]:
    with in_tenant(KANGBAO):
        ground.load(code=KANGBAO, seed=1, say=quiet)
        began = time.monotonic()
        made = demo.load(code=KANGBAO, seed=1, say=quiet)
        assert time.monotonic() - began < 60, "bulk inserts, not one by one"
    return made


def test_everybody_is_there_and_only_the_listed_come_in(accounts: list[dict[str, str]]) -> None:
    with in_tenant(KANGBAO):
        assert {account["role"] for account in accounts} == set(Role)
        assert Staff.objects.count() > 2000
        assert User.objects.exclude(password__startswith="!").count() == len(accounts)
        assert {a["role"] for a in accounts if "totp_secret" in a} == set(OFFICERS)
        held = set(Post.objects.filter(role=Role.GRID_WORKER).values_list("path", flat=True))
        assert held == set(Area.objects.filter(level=4).values_list("path", flat=True))
        assert Unit.objects.filter(kind="DEPARTMENT").count() >= 40
        worker = next(account for account in accounts if account["role"] == Role.GRID_WORKER)
        assert User.objects.get(username=worker["username"]).check_password(worker["password"])
        assert not Staff.objects.exclude(duty_phone="").exclude(duty_phone__startswith="0313-0").exists()
    with in_tenant(ZHANGBEI):
        assert Staff.objects.count() == 0, "the neighbour sees nobody"


def test_the_same_seed_makes_the_same_people() -> None:
    import random

    def names(seed: str) -> list[Any]:
        people = People(random.Random(seed), KANGBAO)
        return [(people.name(), people.mobile()) for _number in range(50)]

    assert names("a") == names("a") != names("b")
