"""Statements kept as text: the rows are today's and the open county's, whoever made the text first."""

from typing import Any
from uuid import UUID

import pytest
from django.db.models import CharField, F, QuerySet, UUIDField, Value
from django.db.models.functions import Concat, Length

from accounts.models import Staff, User
from core.tenancy.context import TenantRequired, in_tenant
from core.tenancy.prepared import Given, Prepared
from tests.cast import KANGBAO, ZHANGBEI


def named(prefix: str) -> QuerySet[Any]:
    """Everybody whose name begins so and is longer than one character of `least`, with their login."""
    rows = Staff.objects.filter(name__startswith=prefix, name__gte=Given("least", CharField()))
    return rows.select_related("user").annotate(size=Length("name")).order_by("name")


@pytest.mark.django_db
def test_a_text_made_in_one_county_shows_the_other_county_nothing(counties: None) -> None:
    ask = Prepared(named)
    for county, names in ((KANGBAO, ("王一", "王二")), (ZHANGBEI, ("王三",))):
        with in_tenant(county):
            for name in names:
                Staff.objects.create(name=name)
    for _again in range(2):
        with in_tenant(KANGBAO):
            assert [one.name for one in ask("王", least="")] == ["王一", "王二"]
        with in_tenant(ZHANGBEI):
            assert [one.name for one in ask("王", least="")] == ["王三"]


def test_rows_are_read_anew_with_the_values_of_each_asking(county: int) -> None:
    ask = Prepared(named)
    assert ask("王", least="") == []
    user = User.objects.create(username="wang")
    Staff.objects.create(name="王一", user=user)
    Staff.objects.create(name="王二二")
    Staff.objects.create(name="李一")
    assert [one.name for one in ask("王", least="王二")] == ["王二二"]
    one, two = ask("王", least="")
    assert (one.size, two.size, two.user) == (2, 3, None)
    assert one.user.username == "wang"  # of the same statement, as select_related says
    assert [one.name for one in ask("李", least="")] == ["李一"]  # another text


def test_plain_values_and_unions_come_as_the_queryset_says(county: int) -> None:
    def rows() -> QuerySet[Any, Any]:
        one = Staff.objects.filter(pk=Given("pk", UUIDField())).order_by()
        said = Concat(F("name"), Value("！"))
        return one.values_list("pk", "name").union(one.values_list("pk", said), all=True)

    ask = Prepared(rows)
    staff = [Staff.objects.create(name=name) for name in ("王一", "王二")]
    for who in staff:
        found: list[tuple[UUID, str]] = ask(pk=who.pk)
        assert sorted(found) == [(who.pk, who.name), (who.pk, f"{who.name}！")]


def test_texts_beyond_the_most_are_worked_out_again(county: int) -> None:
    made: list[str] = []

    def build(prefix: str) -> QuerySet[Any]:
        made.append(prefix)
        return named(prefix)

    ask = Prepared(build, most=1)
    for prefix in ("王", "王", "李", "王"):
        ask(prefix, least="")
    assert made == ["王", "李", "王"]


@pytest.mark.django_db
def test_nothing_is_asked_outside_a_county(counties: None) -> None:
    ask = Prepared(named)
    with in_tenant(KANGBAO):
        ask("王", least="")
    with pytest.raises(TenantRequired):
        ask("王", least="")
