"""The acts on the tree: what each changes, what follows, what it refuses."""

import datetime as dt
from typing import Any

import pytest

from accounts.models import Post, Staff
from core.audit.models import Record
from core.paths.rewrite import Followers
from core.permissions.verdict import Refused
from grids.actions.describe_area import describe_area
from grids.actions.merge_areas import merge_areas
from grids.actions.move_area import move_area
from grids.actions.open_area import open_area
from grids.actions.plan_change import preview_change
from grids.actions.recode_area import recode_area
from grids.actions.rename_area import rename_area
from grids.actions.retire_area import retire_area
from grids.actions.set_boundary import set_boundary
from grids.actions.split_area import Part, split_area
from grids.changes import ChangeRefused, stored_change
from grids.choices import ChangeState, GridKind, LinkKind
from grids.models import Area, AreaBoundary, AreaCode, AreaLink, FormerPath
from grids.selectors import area_names
from tests.grids.ground import Ground
from tests.grids.people import SHANGHAI, centre, worker

NOW = dt.datetime(2026, 11, 22, 9, tzinfo=SHANGHAI)
TODAY = dt.date(2026, 11, 22)
ACT: dict[str, Any] = {"actor": centre(), "at": NOW, "effective_on": TODAY}


def square(west: float, south: float, side: float = 0.1) -> dict[str, Any]:
    east, north = west + side, south + side
    ring = [[west, south], [east, south], [east, north], [west, north], [west, south]]
    return {"type": "Polygon", "coordinates": [ring]}


def again(area: Area) -> Area:
    return Area.objects.get(pk=area.pk)


def post_at(area: Area, *, to_on: dt.date | None = None) -> Post:
    staff = Staff.objects.create(name="赵玉兰")
    return Post.objects.create(
        staff=staff, role="GRID_WORKER", path=area.path, from_on=dt.date(2025, 1, 1), to_on=to_on
    )


def last_record() -> Record:
    return Record.objects.order_by("-id")[0]


def test_open_gives_the_next_place_and_the_next_code(ground: Ground) -> None:
    row = open_area(parent=ground.village, name="第三网格", grid_kind=GridKind.SCHOOL, **ACT)
    area = Area.objects.get(name="第三网格")
    assert (area.path, area.code, area.initials) == (ground.village.path + "003", "130723100001003", "dswg")
    assert row.state == ChangeState.APPLIED
    assert (last_record().code, last_record().path) == ("grids.area_opened", area.path)


@pytest.mark.parametrize(
    ("values", "field", "reason"),
    [
        ({"name": "第一网格", "grid_kind": "SCHOOL"}, "name", "已有"),
        ({"name": " ", "grid_kind": "SCHOOL"}, "name", "请填写"),
        ({"name": "第三网格", "grid_kind": ""}, "grid_kind", "请选择"),
        (
            {"name": "第三网格", "grid_kind": "SCHOOL", "code": "130723100001001"},
            "new_code",
            "已由第一网格使用",
        ),
        ({"name": "第三网格", "grid_kind": "SCHOOL", "code": "130723100002001"}, "new_code", "开头"),
        ({"name": "第三网格", "grid_kind": "SCHOOL", "code": "1307231000"}, "new_code", "15位"),
    ],
)
def test_open_refuses_beside_the_field(
    ground: Ground, values: dict[str, Any], field: str, reason: str
) -> None:
    with pytest.raises(ChangeRefused, match=reason) as refused:
        open_area(parent=ground.village, **values, **ACT)
    assert refused.value.field == field


def test_rename_keeps_the_place_and_tells_both_names(ground: Ground) -> None:
    rename_area(area=ground.grid, name="东片网格", reason="群众习惯", **ACT)
    assert again(ground.grid).name == "东片网格"
    assert again(ground.grid).path == ground.grid.path
    record = last_record()
    assert (record.before, record.after, record.reason) == (
        {"name": "第一网格"},
        {"name": "东片网格"},
        "群众习惯",
    )


def test_recode_of_a_village_carries_its_grids_and_keeps_the_old_codes(ground: Ground) -> None:
    recode_area(area=ground.village, code="130723100009", **ACT)
    assert again(ground.village).code == "130723100009"
    assert again(ground.grid).code == "130723100009001"
    assert again(ground.grid).path == ground.grid.path
    kept = AreaCode.objects.get(area=ground.second_grid)
    assert (kept.old_code, kept.new_code, kept.effective_on) == ("130723100001002", "130723100009002", TODAY)
    recode_area(area=ground.far_grid, code="130723101200009", **ACT)
    with pytest.raises(ChangeRefused, match="不得重复使用"):
        recode_area(area=ground.far_grid, code="130723101200001", **ACT)


def test_move_takes_the_subtree_and_the_open_rows_along(ground: Ground) -> None:
    held, left = post_at(ground.micro), post_at(ground.micro, to_on=dt.date(2026, 1, 1))
    change = stored_change("MOVE", {"area_id": ground.village.pk, "parent_id": ground.other_town.pk})
    foreseen = preview_change(change=change, effective_on=TODAY, actor=centre(), at=NOW).foresight
    assert Followers("岗位", 1, 1) in foreseen.followers
    assert "官方编码130723100001不变" in foreseen.warnings[0]
    assert again(ground.village).path == ground.village.path

    move_area(area=ground.village, parent=ground.other_town, **ACT)
    moved = again(ground.village)
    assert (moved.parent_id, moved.path) == (ground.other_town.pk, ground.other_town.path + "002")
    assert again(ground.micro).path == moved.path + ground.micro.path[len(ground.village.path) :]
    assert Post.objects.get(pk=held.pk).path == again(ground.micro).path
    assert Post.objects.get(pk=left.pk).path == ground.micro.path
    assert FormerPath.objects.get(area=moved).path == ground.village.path
    assert area_names([ground.micro.path]) == {ground.micro.path: "第一微网格"}


def test_a_grid_that_moves_to_another_village_gets_that_villages_code_and_a_free_name(ground: Ground) -> None:
    move_area(area=ground.grid, parent=ground.far_village, **ACT)
    moved = again(ground.grid)
    assert (moved.code, moved.name) == ("130723101200002", "永兴社区第一网格")
    assert AreaCode.objects.get(area=moved).old_code == "130723100001001"
    with pytest.raises(ChangeRefused, match="曾经使用过"):
        open_area(
            parent=ground.village, name="新网格", grid_kind="RESIDENTIAL", code="130723100001001", **ACT
        )


def test_a_place_is_never_given_twice(ground: Ground) -> None:
    move_area(area=ground.second_grid, parent=ground.far_village, **ACT)
    open_area(parent=ground.village, name="新网格", grid_kind="RESIDENTIAL", **ACT)
    fresh = Area.objects.get(name="新网格")
    assert (fresh.path, fresh.code) == (ground.village.path + "003", "130723100001003")


@pytest.mark.parametrize(
    ("mover", "target", "reason"),
    [
        ("grid", "other_town", "不是这一级"),
        ("grid", "village", "已在"),
        ("town", "county", "没有可以划入"),
        ("micro", "far_village", "不是这一级"),
    ],
)
def test_move_keeps_the_level(ground: Ground, mover: str, target: str, reason: str) -> None:
    with pytest.raises(Refused, match=reason):
        move_area(area=getattr(ground, mover), parent=getattr(ground, target), **ACT)


def test_split_opens_parts_beside_and_takes_the_named_children(ground: Ground) -> None:
    held, own = post_at(ground.second_micro), post_at(ground.grid)
    split_area(area=ground.grid, parts=[Part("第三网格", [ground.second_micro.pk], 50)], **ACT)
    part = Area.objects.get(name="第三网格")
    assert (part.parent_id, part.kind, part.code) == (
        ground.village.pk,
        GridKind.RESIDENTIAL,
        "130723100001003",
    )
    assert part.household_count == 50
    assert again(ground.grid).household_count == 70
    assert again(ground.second_micro).parent_id == part.pk
    assert again(ground.micro).parent_id == ground.grid.pk
    assert Post.objects.get(pk=held.pk).path == again(ground.second_micro).path
    assert Post.objects.get(pk=own.pk).path == ground.grid.path
    link = AreaLink.objects.get()
    assert (link.from_area_id, link.to_area_id, link.kind) == (ground.grid.pk, part.pk, LinkKind.SPLIT)


@pytest.mark.parametrize(
    ("parts", "reason"),
    [
        ([], "1至20"),
        ([Part("第二网格")], "已有"),
        ([Part("甲"), Part("甲")], "不能同名"),
        ([Part("甲", household_count=500)], "超过"),
    ],
)
def test_split_refuses(ground: Ground, parts: list[Part], reason: str) -> None:
    with pytest.raises(ChangeRefused, match=reason):
        split_area(area=ground.grid, parts=parts, **ACT)
    with pytest.raises(ChangeRefused, match="已不在"):
        split_area(area=ground.grid, parts=[Part("甲", [ground.far_grid.pk])], **ACT)


def test_merge_ends_the_sources_and_brings_everything_over(ground: Ground) -> None:
    held, own = post_at(ground.far_grid), post_at(ground.far_village)
    set_boundary(area=ground.far_village, geometry=square(114.0, 41.0), **ACT)
    set_boundary(area=ground.village, geometry=square(114.1, 41.0), **ACT)
    merge_areas(sources=[ground.far_village], into=ground.village, **ACT)
    ended = again(ground.far_village)
    assert ended.valid_to == TODAY
    assert again(ground.far_grid).parent_id == ground.village.pk
    assert again(ground.far_grid).name == "张纪村第一网格"
    assert again(ground.far_grid).code == "130723100001003"
    assert Post.objects.get(pk=held.pk).path == again(ground.far_grid).path
    assert Post.objects.get(pk=own.pk).path == ground.village.path
    assert AreaLink.objects.get(kind=LinkKind.MERGE).to_area_id == ground.village.pk
    joined = AreaBoundary.objects.get(area=ground.village, valid_to=None)
    assert (round(joined.west, 3), round(joined.east, 3)) == (114.0, 114.2)
    assert not AreaBoundary.objects.filter(area=ground.far_village, valid_to=None).exists()


def test_two_holders_of_one_post_are_settled_before_the_merger(ground: Ground) -> None:
    held = post_at(ground.grid)
    post_at(ground.second_grid)
    with pytest.raises(ChangeRefused, match="“岗位”合并后会重复"):
        merge_areas(sources=[ground.grid], into=ground.second_grid, **ACT)
    assert Post.objects.get(pk=held.pk).path == ground.grid.path
    Post.objects.filter(pk=held.pk).update(to_on=TODAY)
    merge_areas(sources=[ground.grid], into=ground.second_grid, **ACT)


def test_merge_stays_on_one_level(ground: Ground) -> None:
    with pytest.raises(ChangeRefused, match="不是同一级"):
        merge_areas(sources=[ground.grid], into=ground.village, **ACT)
    with pytest.raises(ChangeRefused, match="自身"):
        merge_areas(sources=[ground.grid], into=ground.grid, **ACT)


def test_only_an_empty_area_is_retired(ground: Ground) -> None:
    with pytest.raises(ChangeRefused, match="下级还有2个"):
        retire_area(area=ground.grid, **ACT)
    post = post_at(ground.second_grid)
    with pytest.raises(ChangeRefused, match="岗位1"):
        retire_area(area=ground.second_grid, **ACT)
    Post.objects.filter(pk=post.pk).update(to_on=TODAY)
    retire_area(area=ground.second_grid, **ACT)
    assert again(ground.second_grid).valid_to == TODAY
    with pytest.raises(Refused, match="已停用"):
        rename_area(area=ground.second_grid, name="别名", **ACT)


def test_household_targets_warn_and_never_refuse(ground: Ground) -> None:
    describe_area(area=ground.county, facts={"household_target_min": 80, "household_target_max": 300}, **ACT)
    change = stored_change("DESCRIBE", {"area_id": ground.grid.pk, "facts": {"household_count": 350}})
    foreseen = preview_change(change=change, effective_on=TODAY, actor=centre(), at=NOW)
    assert foreseen.foresight.warnings == ("第一网格有350户，超过目标上限300户",)
    describe_area(area=ground.grid, facts={"household_count": 350}, **ACT)
    assert again(ground.grid).household_count == 350


@pytest.mark.parametrize(
    ("geometry", "reason"),
    [
        ({"type": "Point", "coordinates": [114, 41]}, "多边形"),
        (square(14.0, 41.0), "不在中国"),
        (
            {"type": "Polygon", "coordinates": [[[114, 41], [115, 42], [115, 41], [114, 42], [114, 41]]]},
            "自相交",
        ),
        ({"type": "Polygon", "coordinates": [[[114, 41]]]}, "无法读取"),
        ({"type": "Polygon", "coordinates": "x"}, "无法读取"),
        ("x", "多边形"),
        (square(114.0, 41.0, 1e-9), "太小"),
    ],
)
def test_a_boundary_is_a_sound_polygon(ground: Ground, geometry: Any, reason: str) -> None:
    with pytest.raises(ChangeRefused, match=reason) as refused:
        set_boundary(area=ground.grid, geometry=geometry, **ACT)
    assert refused.value.field == "boundary"


def test_a_new_boundary_ends_the_old_one_and_warns_of_neighbours(ground: Ground) -> None:
    set_boundary(area=ground.second_grid, geometry=square(114.05, 41.0), **ACT)
    set_boundary(area=ground.grid, geometry=square(114.0, 41.0), **ACT)
    change = stored_change("SET_BOUNDARY", {"area_id": ground.grid.pk, "geometry": square(114.0, 41.0)})
    foreseen = preview_change(change=change, effective_on=TODAY, actor=centre(), at=NOW)
    assert foreseen.foresight.warnings == ("与第二网格重叠50%",)
    set_boundary(area=ground.grid, geometry=square(113.9, 41.0), **ACT)
    assert AreaBoundary.objects.filter(area=ground.grid).count() == 2
    assert AreaBoundary.objects.get(area=ground.grid, valid_to=None).west == 113.9
    size = AreaBoundary.objects.get(area=ground.grid, valid_to=None).area_km2
    assert 92 < size < 94  # 11.1 km by 8.4 km


def test_who_only_looks_changes_nothing(ground: Ground) -> None:
    looker, elsewhere = worker(ground.county.path), centre(path=ground.other_town.path)
    for actor in (looker, elsewhere):
        with pytest.raises(Refused, match="您的岗位"):
            rename_area(area=ground.grid, name="别名", effective_on=TODAY, actor=actor, at=NOW)
    with pytest.raises(ChangeRefused, match="永兴社区：您的岗位"):
        move_area(area=ground.far_grid, parent=ground.village, effective_on=TODAY, actor=elsewhere, at=NOW)
    assert again(ground.grid).name == "第一网格"
