"""Bulk appointment by sheet: every error by cell, and all rows or none."""

from typing import Any

import pytest

from accounts.imports import check_posts, import_posts
from accounts.models import Post, Staff
from core.tabular.checking import RowsRefused, SheetRow
from core.tenancy.context import in_tenant
from tests.accounts.people import NOON, TODAY, acting, actor, holder, neighbour, person, post_of, unit
from tests.cast import KANGBAO
from tests.grids.ground import Ground


@pytest.fixture
def ground(county: int) -> Any:
    return Ground()


def row(number: int = 2, **values: Any) -> SheetRow:
    blank = {"name": "李新", "username": "", "role": "GRID_WORKER", "place": "", "unit": "", "duty_phone": ""}
    return SheetRow(number, {**blank, "from_on": TODAY, **values})


def wrong(by: Any, one: SheetRow) -> list[str]:
    return [error.key for error in check_posts([one], by)]


def test_who_is_new_is_entered_and_everybody_is_appointed(ground: Any) -> None:
    home, known = unit("康保镇综治中心", ground.town.path, "CENTRE"), person("王旧", username="wangjiu")
    by = actor("COUNTY_CENTRE")
    rows = [
        row(2, name="李新", unit=home.name, place=ground.grid.code or ground.grid.name),
        row(3, name="王旧", username="wangjiu", role="VILLAGE_SECRETARY", place=ground.village.name),
    ]
    assert list(check_posts(rows, by)) == []
    import_posts(rows=rows, actor=by, at=NOON)
    assert Post.objects.get(staff__name="李新").path == ground.grid.path
    assert Post.objects.get(staff=known).path == ground.village.path


def test_each_wrong_cell_is_named(ground: Any) -> None:
    by = acting(holder("TOWNSHIP_CLERK", ground.town.path))
    home = unit("康保镇综治中心", ground.town.path, "CENTRE")
    twins = [person("王同"), person("王同")]
    for seat, twin in enumerate(twins, start=1):
        post_of(twin, "VOLUNTEER", ground.grid.path, seat_number=seat)
    grid = ground.grid.code or ground.grid.name
    assert wrong(by, row(place="没有的村", unit=home.name)) == ["place"]
    assert wrong(by, row(place=grid, unit="没有的单位")) == ["unit"]
    assert wrong(by, row(place=grid)) == ["unit"], "a new person needs a unit"
    assert wrong(by, row(place=ground.town.name, unit=home.name)) == ["place"], "no grid workers in a town"
    assert wrong(by, row(role="LIAISON_CADRE")) == ["unit"]
    assert wrong(by, row(name="王同", place=grid)) == ["username"], "two bear the name"
    assert wrong(by, row(role="TOWNSHIP_MEDIATOR", place=ground.town.name, unit=home.name)) == ["role"]


def test_one_refused_row_stops_them_all(ground: Any) -> None:
    home, by = unit("康保镇综治中心", ground.town.path, "CENTRE"), actor("COUNTY_CENTRE")
    rows = [
        row(number, name=name, unit=home.name, role="VILLAGE_SECRETARY", place=ground.village.name)
        for number, name in [(2, "甲一"), (3, "乙二")]
    ]
    with pytest.raises(RowsRefused) as refused:
        import_posts(rows=rows, actor=by, at=NOON)
    assert [error.number for error in refused.value.errors] == [3]


def test_the_neighbour_finds_neither_place_nor_person(counties: None) -> None:
    them = neighbour()
    with in_tenant(KANGBAO):
        village = Ground().village.name
        person("王旧", username="wangjiu")
    with in_tenant(them.tenant_id):
        by = acting(them)
        assert wrong(by, row(place=village)) == ["place"]
        assert not Staff.objects.filter(name="王旧").exists()
