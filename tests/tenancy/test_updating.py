"""Many rows by one UPDATE, each with its own values."""

import datetime as dt
from decimal import Decimal
from uuid import uuid4

import pytest
from django.db import connection

from accounts.models import Staff
from core.tenancy.context import TenantRequired, in_tenant
from core.tenancy.updating import update_each
from disputes.choices import Grade
from disputes.models import AllowanceRate, MonthlyStatement
from tests.cast import KANGBAO, ZHANGBEI
from tests.probe.models import ProbeCase, ProbeDeadline, ProbeStep

DAY = dt.date(2026, 1, 1)
AT = dt.datetime(2026, 11, 20, 4, 0, tzinfo=dt.UTC)


@pytest.mark.django_db
def test_each_row_gets_its_own_and_the_neighbour_keeps_theirs(counties: None) -> None:
    with in_tenant(ZHANGBEI):
        theirs = ProbeCase.objects.create(title="邻县")
    with in_tenant(KANGBAO):
        one, two, three = (ProbeCase.objects.create(title=f"其{n}") for n in "一二三")
        done = update_each(
            ProbeCase,
            [one.pk, two.pk, theirs.pk],
            {"title": ["甲's", "乙", "丙"], "is_poisoned": [True, False, True]},
        )
        assert done == 2
        assert dict(ProbeCase.objects.values_list("id", "title")) == {
            one.pk: "甲's",
            two.pk: "乙",
            three.pk: "其三",
        }
        assert set(ProbeCase.objects.filter(is_poisoned=True)) == {one}
    with in_tenant(ZHANGBEI):
        assert ProbeCase.objects.get().title == "邻县"


def test_amounts_days_paths_and_json_arrive_as_they_were(county: int) -> None:
    rate = AllowanceRate.objects.create(grade=Grade.MAJOR, amount=1, valid_from=DAY)
    update_each(
        AllowanceRate, [rate.pk], {"amount": [Decimal("300.25")], "valid_to": [DAY + dt.timedelta(days=9)]}
    )
    rate.refresh_from_db()
    assert (rate.amount, rate.valid_to) == (Decimal("300.25"), dt.date(2026, 1, 10))
    table = MonthlyStatement.objects.create(
        year=2026, month=1, path="130723", as_of=dt.datetime(2026, 2, 1, tzinfo=dt.UTC)
    )
    update_each(MonthlyStatement, [table.pk], {"path": ["130723100"], "corrections": [[{"n": 1}]]})
    table.refresh_from_db()
    assert (table.path, table.corrections) == ("130723100", [{"n": 1}])


def test_what_a_field_seals_is_sealed_on_the_way(county: int) -> None:
    who = Staff.objects.create(name="张三")
    assert update_each(Staff, [who.pk], {"personal_phone": ["13800005678"]}) == 1
    with connection.cursor() as cursor:
        cursor.execute("SELECT personal_phone FROM accounts_staff WHERE id = %s", [who.pk])
        assert "13800005678" not in cursor.fetchone()[0]
    who.refresh_from_db()
    assert who.personal_phone.reveal() == "13800005678"


def test_sequences_of_different_lengths_are_refused_and_none_is_nothing(county: int) -> None:
    with pytest.raises(ValueError, match="shorter"):
        update_each(ProbeCase, [uuid4(), uuid4()], {"title": ["甲"]})
    assert update_each(ProbeDeadline, [], {"state": []}) == 0


@pytest.mark.django_db
def test_no_county_no_rows(counties: None) -> None:
    with pytest.raises(TenantRequired):
        update_each(ProbeCase, [uuid4()], {"title": ["甲"]})


@pytest.mark.django_db
def test_any_of_finds_what_in_finds_and_nothing_of_the_neighbour(counties: None) -> None:
    with in_tenant(ZHANGBEI):
        theirs = ProbeCase.objects.create(title="邻县")
    with in_tenant(KANGBAO):
        one, two, _other = (ProbeCase.objects.create(title=f"其{n}") for n in "一二三")
        ids = [one.pk, two.pk, theirs.pk, uuid4()]
        assert set(ProbeCase.objects.filter(pk__any_of=ids)) == {one, two}
        assert ProbeCase.objects.exclude(pk__any_of=ids).count() == 1
        assert not ProbeCase.objects.filter(pk__any_of=[]).exists()
        step = ProbeStep.objects.create(case=one, what="ESCALATED", at=AT)
        assert set(ProbeStep.objects.filter(case_id__any_of=ids)) == {step}
