"""The demo county is the published one: its households, market entities and cadres, everybody paired, every month kept."""

import datetime as dt

import pytest
from django.db.models import Count, F

import accounts.demo
import grids.demo
from accounts.choices import Role
from accounts.models import Post
from core.rules.identity import read_credit_code
from core.tenancy.context import in_tenant
from core.tenancy.models import Tenant
from core.workcalendar.rules import SHANGHAI
from households import demo
from households.choices import DoorKind, DutyState, Owed, Presence, Relation
from households.demo_months import look_back
from households.models import Door, DoorToken, Duty, DutyMonth, Liaison, Member, Visit
from households.selectors import uncovered
from tests.cast import KANGBAO, ZHANGBEI

NOW = dt.datetime(2026, 11, 25, 10, 0, tzinfo=SHANGHAI)
TODAY = NOW.date()
SHANGYI = 130725


def quiet(line: str) -> None:
    pass


def lived(code: int, name: str) -> None:
    Tenant.objects.get_or_create(code=code, defaults={"name": name, "full_name": name})
    with in_tenant(code):
        for load in (grids.demo.load, accounts.demo.load):
            load(code=code, seed=1, say=quiet)
        demo.load(code=code, seed=1, say=quiet, now=NOW)


@pytest.mark.django_db
def test_the_county_of_p1_has_its_published_numbers_and_nobody_is_uncovered(counties: None) -> None:
    lived(KANGBAO, "康保县")
    with in_tenant(KANGBAO):
        assert Door.objects.filter(kind=DoorKind.HOUSEHOLD).count() == 40_259
        assert Door.objects.filter(kind=DoorKind.ENTITY).count() == 2_102
        cadres = Post.objects.filter(role=Role.LIAISON_CADRE, to_on=None)
        assert cadres.count() == 7_180
        assert not cadres.filter(unit=None).exists()
        assert not uncovered(on=TODAY).exists()
        assert not uncovered(on=dt.date(2024, 6, 15)).exists()
        assert Liaison.objects.filter(to_on=None).values("staff").distinct().count() > 6_700
        _is_sound()
    with in_tenant(ZHANGBEI):
        assert not Door.objects.exists(), "the neighbour sees nobody"


def _is_sound() -> None:
    two_at_once = Liaison.objects.filter(to_on=None).values("door").annotate(n=Count("pk")).filter(n__gt=1)
    assert not two_at_once.exists()
    duties = Duty.objects.filter(month=dt.date(2026, 10, 1))
    assert duties.filter(state=DutyState.OPEN).count() == 0
    done = duties.filter(state=DutyState.DONE)
    assert 0.96 < done.count() / duties.count() < 0.99
    assert not done.exclude(visit__door=F("liaison__door")).exists()
    assert not done.filter(owed=Owed.VISIT).exclude(visit__way="IN_PERSON").exists()
    away = Door.objects.filter(presence=Presence.AWAY)
    assert not Duty.objects.filter(liaison__door__in=away, owed=Owed.VISIT).exists()
    assert Duty.objects.filter(month=dt.date(2026, 11, 1), state=DutyState.OPEN).exists()
    assert not Visit.objects.filter(visited_at__gt=NOW).exists()
    assert not Member.objects.filter(relation=Relation.HEAD, phone_index="").exists()
    assert not any(not read_credit_code(code).is_sound for code in _codes())
    assert DoorToken.objects.filter(door__in=away).exists()


def _codes() -> list[str]:
    return list(Door.objects.filter(kind=DoorKind.ENTITY).values_list("credit_code", flat=True)[:50])


@pytest.mark.django_db
def test_the_earlier_months_come_in_one_by_one_and_none_twice() -> None:
    lived(SHANGYI, "尚义县")

    def written() -> int:
        return Duty.objects.count()

    with in_tenant(SHANGYI):
        assert DutyMonth.objects.count() == demo.AT_ONCE

        def back() -> dt.date | None:
            return look_back(code=SHANGYI, seed=1, now=NOW)

        before = written()
        assert back() == dt.date(2026, 8, 1)
        assert written() > before
        found = []
        while month := back():
            found.append(month)
        assert DutyMonth.objects.count() == demo.MONTHS
        assert found[-1] == dt.date(2023, 12, 1)
        total = written()
        assert back() is None
        assert written() == total
        assert not Duty.objects.filter(state=DutyState.OPEN, month__lt=dt.date(2026, 11, 1)).exists()
