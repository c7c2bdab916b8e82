"""The wall: nothing is read, written or pointed at across counties, by the ORM or by raw SQL."""

import datetime as dt
from typing import Any

import pytest
from django.core.checks import run_checks
from django.db import IntegrityError, ProgrammingError, connection, connections, transaction
from django.db.models import Count, Exists, OuterRef

from accounts.models import Post, Staff
from core.tenancy.catalog import gaps_in_the_wall
from core.tenancy.context import TenantMismatch, TenantRequired, in_tenant, without_tenant
from core.tenancy.models import Tenant, tenant_models
from tests.cast import KANGBAO, ZHANGBEI

TODAY = dt.date(2026, 11, 20)


def hire(tenant: int, name: str) -> Staff:
    with in_tenant(tenant):
        return Staff.objects.create(name=name)


@pytest.mark.django_db
def test_every_tenant_table_stands_behind_the_wall() -> None:
    assert len(tenant_models()) >= 3
    with connection.cursor() as cursor:
        assert gaps_in_the_wall(cursor) == []


@pytest.mark.django_db
def test_every_table_with_a_tenant_column_is_a_tenant_model() -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT table_name FROM information_schema.columns WHERE column_name = 'tenant_id' AND table_schema = 'public'"
        )
        assert {name for (name,) in cursor.fetchall()} == {model._meta.db_table for model in tenant_models()}


@pytest.mark.django_db
def test_the_application_role_can_not_step_over_the_wall() -> None:
    assert run_checks(tags=["database"], databases=["default"]) == []
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_user")
        assert cursor.fetchone() == ("app",)


def test_a_query_without_an_open_county_raises_when_it_executes(counties: None) -> None:
    lazy = Staff.objects.all()
    assert "accounts_staff" in str(lazy.query)
    with pytest.raises(TenantRequired):
        list(lazy)
    with pytest.raises(TenantRequired):
        Staff.objects.count()
    with pytest.raises(TenantRequired):
        Staff.objects.filter(name="王秀英").update(name="王秀兰")
    with pytest.raises(TenantRequired):
        Staff.objects.all().delete()
    with pytest.raises(TenantRequired):
        Staff(tenant_id=KANGBAO, name="王秀英").save()
    with pytest.raises(TenantRequired):
        list(Tenant.objects.filter(Exists(Staff.objects.filter(tenant_id=OuterRef("code")))))


def test_a_queryset_made_inside_and_read_outside_raises(counties: None) -> None:
    hire(KANGBAO, "王秀英")
    with in_tenant(KANGBAO):
        leaked = Staff.objects.filter(name="王秀英")
        assert len(list(leaked.all())) == 1
    with pytest.raises(TenantRequired):
        list(leaked)


def test_raw_sql_without_an_open_county_sees_nothing(counties: None) -> None:
    hire(KANGBAO, "王秀英")
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM accounts_staff")
        assert cursor.fetchone() == (0,)


def test_the_neighbour_reads_and_changes_nothing(counties: None) -> None:
    ours = hire(KANGBAO, "王秀英")
    with in_tenant(ZHANGBEI):
        assert Staff.objects.count() == 0
        assert not Staff.objects.filter(pk=ours.pk).exists()
        assert Staff.objects.filter(pk=ours.pk).update(name="改名") == 0
        with connection.cursor() as cursor:
            cursor.execute("SELECT count(*) FROM accounts_staff")
            assert cursor.fetchone() == (0,)
            cursor.execute("UPDATE accounts_staff SET name = '改名'")
            assert cursor.rowcount == 0
            cursor.execute("DELETE FROM accounts_staff")
            assert cursor.rowcount == 0
    with in_tenant(KANGBAO):
        assert Staff.objects.get(pk=ours.pk).name == "王秀英"


def test_a_row_can_not_be_written_into_another_county(counties: None) -> None:
    with in_tenant(ZHANGBEI):
        with pytest.raises(ProgrammingError, match="row-level security"), transaction.atomic():
            Staff.objects.create(tenant_id=KANGBAO, name="王秀英")
        with (
            pytest.raises(ProgrammingError, match="row-level security"),
            transaction.atomic(),
            connection.cursor() as cursor,
        ):
            cursor.execute(
                "INSERT INTO accounts_staff (tenant_id, id, name) VALUES (%s, gen_random_uuid(), '王秀英')",
                [KANGBAO],
            )


@pytest.mark.django_db(transaction=True)
def test_a_row_can_not_point_into_another_county(counties: None) -> None:
    ours = hire(KANGBAO, "王秀英")
    with pytest.raises(IntegrityError), in_tenant(ZHANGBEI):
        Post.objects.create(staff_id=ours.pk, role="GRID_WORKER", from_on=TODAY)


def test_a_county_is_not_opened_inside_another(counties: None) -> None:
    with in_tenant(KANGBAO), pytest.raises(TenantMismatch), in_tenant(ZHANGBEI):
        pass


def test_the_same_county_may_be_opened_twice_and_stays_open(counties: None) -> None:
    with in_tenant(KANGBAO):
        with in_tenant(KANGBAO):
            Staff.objects.create(name="王秀英")
        assert Staff.objects.count() == 1


def test_an_error_inside_closes_the_county(counties: None) -> None:
    with pytest.raises(ZeroDivisionError), in_tenant(KANGBAO):
        1 / 0  # noqa: B018  # the point is that it raises
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_setting('app.tenant', true)")
        assert cursor.fetchone()[0] in (None, "")
    with in_tenant(ZHANGBEI):
        assert Staff.objects.count() == 0


@pytest.mark.django_db(transaction=True)
def test_a_callback_after_commit_has_no_county(counties: None) -> None:
    seen: list[Any] = []

    def after() -> None:
        try:
            seen.append(Staff.objects.count())
        except TenantRequired:
            seen.append("refused")

    with in_tenant(KANGBAO):
        transaction.on_commit(after)
    assert seen == ["refused"]


@pytest.mark.django_db(transaction=True, databases=["default", "system"])
def test_only_the_system_role_counts_across_counties_and_says_why(counties: None) -> None:
    hire(KANGBAO, "王秀英")
    hire(ZHANGBEI, "李桂英")
    with pytest.raises(TenantRequired):
        Staff.objects.using("system").count()
    with without_tenant(reason="a platform figure in a test"):
        assert Staff.objects.using("system").count() == 2
        with pytest.raises(TenantRequired):
            Staff.objects.count()
    with pytest.raises(ProgrammingError), connections["system"].cursor() as cursor:
        cursor.execute("DELETE FROM accounts_staff")


def test_joins_and_counts_stay_in_the_county(counties: None) -> None:
    worker = hire(KANGBAO, "王秀英")
    with in_tenant(KANGBAO):
        Post.objects.create(staff=worker, role="GRID_WORKER", from_on=TODAY)
        counted = Staff.objects.annotate(held=Count("posts")).get()
        assert counted.held == 1
        assert not Staff.objects.exclude(posts__role="GRID_WORKER").exists()
        assert Post.objects.select_related("staff").get().staff.name == "王秀英"
        assert '"tenant_id" = ("accounts_post"."tenant_id")' in str(
            Staff.objects.filter(posts__role="X").query
        )
