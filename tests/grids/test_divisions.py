"""The official list of divisions, and what an import makes of it."""

import datetime as dt
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from core.permissions.actor import Actor
from core.permissions.verdict import Refused
from core.tenancy.context import in_tenant
from grids.actions.import_divisions import Imported, UnknownParent, import_divisions
from grids.divisions import Division, DivisionsNotFound, divisions_of
from grids.models import Area
from grids.rules.names import short_name
from tests.cast import KANGBAO, ZHANGBEI

DAY = dt.date(2026, 11, 22)
LIST = [
    Division("130723000000", "康保县"),
    Division("130723100000", "康保镇"),
    Division("130723100001", "永兴社区居民委员会"),
    Division("130723100201", "一号村村民委员会"),
]


def bring(divisions: list[Division]) -> Imported:
    return import_divisions(divisions=divisions, on=DAY, actor=Actor.system(KANGBAO), at=timezone.now())


@pytest.mark.parametrize(
    ("county", "townships", "villages"), [(130723, 17, 334), (130722, 18, 402), (130725, 14, 182)]
)
def test_the_shipped_lists_are_whole(county: int, townships: int, villages: int) -> None:
    codes = [division.code for division in divisions_of(str(county))]
    assert len(set(codes)) == len(codes) == 1 + townships + villages
    assert sum(1 for code in codes if code.endswith("000")) == 1 + townships


def test_an_import_builds_the_tree_and_a_second_one_does_nothing(county: int) -> None:
    assert len(bring(LIST).opened) == 4
    village = Area.objects.get(code="130723100201")
    assert (village.name, village.initials, village.path, village.valid_from) == (
        "一号村",
        "yhc",
        "130723001002",
        DAY,
    )
    again = bring(LIST)
    assert (again.opened, again.renamed, again.missing) == ([], [], [])


def test_next_years_list_opens_renames_and_points_at_what_is_gone(county: int) -> None:
    bring(LIST)
    later = [
        *LIST[:2],
        Division("130723100001", "永和社区居民委员会"),
        Division("130723100202", "二号村村民委员会"),
    ]
    done = bring(later)
    assert [area.path for area in done.opened] == ["130723001003"]
    assert [area.name for area in done.renamed] == ["永和社区"]
    assert [area.code for area in done.missing] == ["130723100201"]
    assert Area.objects.get(code="130723100201").is_in_force


def test_a_division_without_a_parent_is_refused(county: int) -> None:
    with pytest.raises(UnknownParent, match="130723999000"):
        bring([*LIST, Division("130723999001", "孤村村民委员会")])


def test_the_command_reads_the_package(counties: None, tmp_path: Path) -> None:
    (tmp_path / "areas.csv").write_text('code,name\n130723,"康保县"\n130722,"张北县"\n', encoding="utf-8")
    (tmp_path / "streets.csv").write_text('code,name\n130723100,"康保镇"\n', encoding="utf-8")
    (tmp_path / "villages.csv").write_text('code,name\n130723100001,"永兴社区居民委员会"\n', encoding="utf-8")
    out = StringIO()
    call_command("import_divisions", county="130723", package=tmp_path, stdout=out)
    assert "3 divisions, 3 opened" in out.getvalue()
    with in_tenant(ZHANGBEI):
        assert not Area.objects.exists()
    with pytest.raises(CommandError, match="is it the package"):
        call_command("import_divisions", county="130723", package=tmp_path / "no")
    with pytest.raises(CommandError, match="not opened here"):
        call_command("import_divisions", county="110101")
    with pytest.raises(DivisionsNotFound, match="the product ships 130722, 130723, 130725"):
        divisions_of("110101")


def test_nobody_imports_without_the_whole_county(county: int) -> None:
    nobody = Actor(tenant=KANGBAO, user_id=None, person_id=None, name="无岗位")
    assert nobody.is_system  # a person always has a user
    from uuid import uuid4

    with pytest.raises(Refused, match="只有县级岗位"):
        import_divisions(
            divisions=LIST,
            on=DAY,
            actor=Actor(tenant=KANGBAO, user_id=uuid4(), person_id=None, name="无岗位"),
            at=timezone.now(),
        )


@pytest.mark.parametrize(
    ("official", "short"),
    [
        ("永兴社区居民委员会", "永兴社区"),
        ("三号村村民委员会", "三号村"),
        ("大营村民委员会", "大营村"),
        ("康保牧场一分场生活区", "康保牧场一分场生活区"),
    ],
)
def test_names_in_daily_use(official: str, short: str) -> None:
    assert short_name(official) == short
