"""Grids come in by a sheet, and the tree goes out as one."""

import datetime as dt
import io

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from python_calamine import CalamineWorkbook

from core.audit.models import Record
from core.permissions.verdict import Refused
from core.tabular.checking import RowsRefused, SheetRow
from core.tenancy.context import in_tenant
from grids.actions.open_grids import GridsRefused, NewGrid, open_grids
from grids.imports import check_grids, import_grids
from grids.models import Area
from tests.cast import KANGBAO, ZHANGBEI
from tests.grids.ground import Ground
from tests.grids.people import SHANGHAI, centre, worker
from tests.grids.test_pages import url
from tests.house import furnish

NOW = dt.datetime(2026, 11, 22, 9, tzinfo=SHANGHAI)


def row(number: int, village: str, name: str, code: str = "", kind: str = "RESIDENTIAL") -> SheetRow:
    values = {"village_code": village, "name": name, "code": code, "kind": kind, "household_count": 100}
    return SheetRow(number, values)


def test_a_sheet_opens_the_grids_of_many_villages_in_a_few_statements(ground: Ground) -> None:
    rows = [row(2, ground.village.code, "第三网格"), row(3, ground.village.code, "第四网格"),
            row(4, ground.far_village.code, "第二网格", kind="SCHOOL")]  # fmt: skip
    assert check_grids(rows, centre()) == []
    with CaptureQueriesContext(connection) as queries:
        assert import_grids(rows=rows, actor=centre(), at=NOW) == 3
    assert len(queries) <= 20
    made = list(Area.objects.filter(valid_from=NOW.date()).order_by("path"))
    assert [area.code for area in made] == ["130723100001003", "130723100001004", "130723101200002"]
    assert made[0].path == ground.village.path + "003"
    assert Record.objects.filter(code="grids.area_opened").count() == 3


def test_every_error_stands_at_its_row(ground: Ground) -> None:
    rows = [
        row(2, "130723999999", "第一网格"),
        row(3, ground.village.code, "第一网格"),
        row(4, ground.village.code, "第五网格", ground.grid.code),
        row(5, ground.village.code, "第六网格", "130723100002001"),
    ]
    found = [(error.number, error.key) for error in check_grids(rows, centre())]
    assert found == [(2, "village_code"), (3, "name"), (4, "code"), (5, "code")]
    with pytest.raises(RowsRefused):
        import_grids(rows=rows, actor=centre(), at=NOW)
    assert not Area.objects.filter(valid_from=NOW.date()).exists()


def test_only_the_actors_own_ground_takes_grids(ground: Ground) -> None:
    elsewhere = [NewGrid(ground.village.code, "第三网格", "RESIDENTIAL")]
    with pytest.raises(GridsRefused, match="您的范围内没有"):
        open_grids(grids=elsewhere, actor=centre(path=ground.other_town.path), at=NOW)
    with pytest.raises(Refused, match="不能调整区域"):
        open_grids(grids=elsewhere, actor=worker(ground.county.path), at=NOW)


def test_the_neighbour_opens_nothing_in_our_villages(counties: None) -> None:
    with in_tenant(KANGBAO):
        village = Ground().village.code
    with in_tenant(ZHANGBEI), pytest.raises(GridsRefused, match="您的范围内没有"):
        open_grids(grids=[NewGrid(village, "第三网格", "RESIDENTIAL")], actor=centre(ZHANGBEI), at=NOW)


def test_the_tree_goes_out_as_a_sheet(db: None) -> None:
    house = furnish()
    answer = house.browser("county_centre").post(url("area_sheet", house.ground.village))
    rows = CalamineWorkbook.from_filelike(io.BytesIO(answer.content)).get_sheet_by_index(0).to_python()
    names = [
        cell for line in rows for cell in line if cell in ("永兴社区", "第一网格", "第二微网格", "张纪村")
    ]
    assert {"永兴社区", "第一网格", "第二微网格"} == set(names)
    with in_tenant(KANGBAO):
        assert Record.objects.filter(code__startswith="tabular.").exists()
