"""The desk shows what waits: changes that come or failed, imports that want a yes; never the neighbour's."""

import datetime as dt
from typing import Any

import pytest
from django.db import transaction
from django.test import Client
from django.utils import timezone

from core.tenancy.context import in_tenant
from grids.choices import ChangeKind, ChangeState
from grids.models import PlannedChange
from tests.cast import KANGBAO
from tests.house import House


@pytest.fixture
def plans(house: House) -> Any:
    """A rename in three days, one far off, and one that failed yesterday."""
    today = timezone.localdate()
    with transaction.atomic():
        with in_tenant(KANGBAO):
            for summary, days, state in (
                ("三日后更名", 3, ChangeState.PLANNED),
                ("明年更名", 300, ChangeState.PLANNED),
                ("昨日更名", -1, ChangeState.FAILED),
            ):
                PlannedChange.objects.create(
                    kind=ChangeKind.RENAME,
                    area=house.ground.village,
                    payload={},
                    summary=summary,
                    effective_on=today + dt.timedelta(days=days),
                    state=state,
                    planned_at=timezone.now(),
                    settled_at=timezone.now() if state == ChangeState.FAILED else None,
                    planned_by_name="王秀英",
                )
        yield
        transaction.set_rollback(True)


@pytest.mark.usefixtures("plans")
def test_what_failed_stands_before_what_comes_and_the_far_future_waits(browsers: dict[str, Client]) -> None:
    page = browsers["county_centre"].get("/").content.decode()
    assert page.index("昨日更名") < page.index("三日后更名")
    assert "未能生效" in page
    assert "明年更名" not in page


@pytest.mark.usefixtures("plans")
@pytest.mark.parametrize("who", ["grid_worker", "far_clerk", "auditor", "neighbour"])
def test_whom_it_does_not_concern_sees_nothing_of_it(browsers: dict[str, Client], who: str) -> None:
    assert "三日后更名" not in browsers[who].get("/").content.decode()


def test_what_needs_second_eyes_waits_for_those_and_not_for_who_proposed_it(
    browsers: dict[str, Client], house: House
) -> None:
    assert "三员任免" in browsers["security_officer"].get("/").content.decode().split("<main", 1)[1]
    proposer = browsers["system_administrator"].get("/").content.decode().split("<main", 1)[1]
    assert "待复核" not in proposer
    assert "待复核" not in browsers["neighbour"].get("/").content.decode()
