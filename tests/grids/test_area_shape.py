"""The database itself keeps the shape of the tree."""

from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction

from core.paths.ranges import child_path
from core.tenancy.context import in_tenant
from grids.choices import GridKind, Level
from grids.models import Area
from tests.cast import ZHANGBEI
from tests.grids.ground import OPENED, Ground, below, root


def check_deferred() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("SET CONSTRAINTS ALL DEFERRED")


def misplace(parent: Area, path: str) -> None:
    Area.objects.create(
        parent=parent,
        path=path,
        level=Level.GRID,
        kind=GridKind.RESIDENTIAL,
        name="镇直网格",
        valid_from=OPENED,
    )
    check_deferred()


def test_a_grid_hangs_from_a_village_and_never_from_a_township(ground: Ground) -> None:
    town = ground.town
    with pytest.raises(IntegrityError, match="level_is_the_depth"), transaction.atomic():
        misplace(town, child_path(town.path, 90))
    with pytest.raises(IntegrityError, match="under_its_parent"), transaction.atomic():
        misplace(town, child_path(ground.village.path, 90))


@pytest.mark.parametrize(
    ("level", "values", "constraint"),
    [
        (Level.GRID, {"kind": ""}, "kind_of_grids"),
        (Level.GRID, {"code": "130723100001"}, "code_has_12_or_15"),
        (Level.GRID, {"code": "130723100001001"}, "code_once"),
        (Level.GRID, {"household_target_min": 300, "household_target_max": 100}, "household_target"),
        (Level.VILLAGE, {"kind": GridKind.SCHOOL}, "kind_of_grids"),
        (Level.VILLAGE, {"code": "13072310000A"}, "code_has_12_or_15"),
        (Level.VILLAGE, {"valid_to": "2019-01-01"}, "ends_after_it_begins"),
    ],
)
def test_what_an_area_may_not_be(ground: Ground, level: int, values: dict[str, Any], constraint: str) -> None:
    parent = {Level.GRID: ground.village, Level.VILLAGE: ground.town}[Level(level)]
    with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
        below(parent, "不该有的", **values)


def test_a_path_lies_in_its_own_county(county: int) -> None:
    with pytest.raises(IntegrityError, match="path_in_its_county"), transaction.atomic():
        Area.objects.create(path=str(ZHANGBEI), level=Level.COUNTY, name="张北县", valid_from=OPENED)


def test_a_code_of_a_retired_area_is_free_in_the_database(ground: Ground) -> None:
    Area.objects.filter(pk=ground.second_grid.pk).update(valid_to="2026-01-01")
    assert below(ground.village, "第三网格", ground.second_grid.code).code == "130723100001002"


def test_the_neighbour_has_the_same_names_and_sees_none_of_ours(counties: None) -> None:
    with in_tenant(130723):
        Ground()
    with in_tenant(ZHANGBEI):
        assert not Area.objects.exists()
        assert root("张北县").path == "130722"
        assert Area.objects.count() == 1
