"""Pairs by sheet: errors by cell, all or nothing, the same file twice changes nothing."""

from typing import Any

import pytest

from accounts.models import Membership
from core.tabular.checking import RowsRefused, SheetRow
from households.liaison_sheet import PAIRS, check_pairs, import_pairs
from households.models import Door, Liaison
from households.selectors import uncovered
from tests.accounts.people import person, post_of, user_of
from tests.households.stage import NOON, SINCE, TODAY, Stage

pytestmark = pytest.mark.django_db


def row(line: int = 2, /, **values: Any) -> SheetRow:
    blank = dict.fromkeys(column.key for column in PAIRS.columns)
    return SheetRow(line, blank | {"from_on": TODAY} | values)


def wrong(stage: Stage, *rows: SheetRow, who: str = "clerk") -> list[tuple[int, str]]:
    return [(one.number, one.key) for one in check_pairs(rows, stage.actors[who])]


def by_name(stage: Stage, door: Door) -> dict[str, str]:
    return {"name": door.name, "address": door.address, "place": stage.ground.grid.code}


def test_doors_by_number_or_by_name_address_and_grid(stage: Stage) -> None:
    first, second = stage.door("王长顺", number="A-1"), stage.door("李四平", address="永兴二排9号")
    account = user_of(stage.staff["cadre"]).username
    rows = [
        row(2, number="A-1", username=account.upper(), unit="司法局"),
        row(3, **by_name(stage, second), cadre=stage.staff["office_cadre"].name, from_on=SINCE),
    ]
    assert wrong(stage, *rows) == []
    import_pairs(rows=rows, actor=stage.actors["clerk"], at=NOON)
    pairs = {pair.door_id: (pair.staff, pair.from_on, pair.how) for pair in Liaison.objects.all()}
    assert pairs == {
        first.pk: (stage.staff["cadre"], TODAY, "SHEET"),
        second.pk: (stage.staff["office_cadre"], SINCE, "SHEET"),
    }
    assert not uncovered(on=TODAY).exists()


def test_the_same_file_again_changes_nothing(stage: Stage) -> None:
    stage.door("王长顺", number="A-1")
    rows = [row(number="A-1", cadre=stage.staff["cadre"].name)]
    for _each in range(2):
        assert wrong(stage, *rows) == []
        import_pairs(rows=rows, actor=stage.actors["clerk"], at=NOON)
    assert Liaison.objects.count() == 1


def test_each_wrong_cell_is_named_and_nothing_comes_in(stage: Stage) -> None:
    door = stage.door("王长顺", number="A-1")
    stage.door("王长顺", number="A-2", address="同址")
    stage.door("王长顺", number="A-3", address="同址")
    stage.door("张远", number="F-1", path=stage.ground.far_grid.path)
    taken = stage.door("赵六", number="A-6")
    stage.paired(taken, "office_cadre", from_on=TODAY)
    for _each in range(2):
        namesake = person("同名人")
        Membership.objects.create(staff=namesake, unit=stage.bureau, from_on=SINCE)
        post_of(namesake, "LIAISON_CADRE", None, stage.bureau, seat_number=namesake.pk.int % 400 + 9)
    clerk = stage.staff["clerk"]
    Membership.objects.create(staff=clerk, unit=stage.office, from_on=SINCE)
    cadre = stage.staff["cadre"].name
    known = by_name(stage, door)
    rows = [
        row(2, number="没有", cadre=cadre),
        row(3, number="F-1", cadre=cadre),
        row(4, number="A-1", name="别人", cadre=cadre),
        row(5, name="王长顺", place="第一网格", cadre=cadre),
        row(6, **(known | {"place": "没有的网格"}), cadre=cadre),
        row(7, **(known | {"address": "别处"}), cadre=cadre),
        row(8, **(known | {"address": "同址"}), cadre=cadre),
        row(9, number="A-1"),
        row(10, number="A-1", cadre="没有的人"),
        row(11, number="A-1", cadre="同名人"),
        row(12, number="A-1", username="nobody"),
        row(13, number="A-1", username=user_of(stage.staff["cadre"]).username, cadre="别人"),
        row(14, number="A-1", cadre=cadre, unit="别的单位"),
        row(15, number="A-1", cadre=clerk.name),
        row(16, number="A-1", cadre=cadre, from_on=SINCE.replace(year=2020)),
        row(17, number="A-6", cadre=cadre),
        row(18, number="A-1", cadre=cadre),
        row(19, **known, cadre=cadre),
    ]
    assert wrong(stage, *rows) == [
        (2, "number"),
        (3, "number"),
        (4, "name"),
        (5, "address"),
        (6, "place"),
        (7, "address"),
        (8, "address"),
        (9, "cadre"),
        (10, "cadre"),
        (11, "cadre"),
        (12, "username"),
        (13, "cadre"),
        (14, "unit"),
        (15, "cadre"),
        (16, "from_on"),
        (17, "from_on"),
        (19, "number"),
    ]
    with pytest.raises(RowsRefused):
        import_pairs(rows=rows, actor=stage.actors["clerk"], at=NOON)
    assert Liaison.objects.count() == 1


def test_the_clerk_of_another_township_knows_none_of_the_doors(stage: Stage) -> None:
    door = stage.door("王长顺", number="A-1")
    rows = [row(2, number="A-1", cadre=stage.staff["cadre"].name)]
    rows += [row(3, **by_name(stage, door), cadre=stage.staff["cadre"].name)]
    assert wrong(stage, *rows, who="far_clerk") == [(2, "number"), (3, "place")]
