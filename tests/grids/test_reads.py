"""What is read of the tree, by whom, and with how many queries."""

from typing import Any

import pytest
from django.db import connection
from django.http import Http404
from django.test.utils import CaptureQueriesContext

from core.tenancy.context import in_tenant
from grids.access import area_for, areas_for
from grids.actions.set_boundary import set_boundary
from grids.branches import children_of, tops_of
from grids.choices import Level
from grids.models import Area
from grids.selectors import (
    ancestors,
    areas_at,
    areas_below,
    areas_seen_by,
    boundaries_around,
    figures_of,
    find_areas,
    supervision_phone_at,
)
from tests.cast import KANGBAO, ZHANGBEI
from tests.grids.ground import Ground, below
from tests.grids.people import centre, worker
from tests.grids.test_acts import ACT, square


def names(areas: Any) -> list[str]:
    return [area.name for area in areas]


def test_a_child_is_counted_with_all_below_it(ground: Ground) -> None:
    Area.objects.filter(pk=ground.second_grid.pk).update(valid_to="2026-01-01")
    with CaptureQueriesContext(
        connection,
    ) as queries:
        rows = [(area.name, area.below_count, area.grid_count) for area in children_of(ground.county)]
    assert rows == [("康保镇", 5, 1), ("张纪镇", 2, 1)]
    assert len(queries) == 1
    assert [(a.name, a.below_count) for a in children_of(ground.grid)] == [
        ("第一微网格", 0),
        ("第二微网格", 0),
    ]


def test_figures_are_one_query(ground: Ground) -> None:
    below(ground.village, "学校网格", kind="SCHOOL")
    with CaptureQueriesContext(connection) as queries:
        figures = figures_of(ground.town)
    assert figures.by_level == {Level.VILLAGE: 2, Level.GRID: 3, Level.MICRO_GRID: 2}
    assert (figures.special, figures.households) == (1, 210)
    assert len(queries) == 1


def test_the_tree_begins_where_the_posts_are(ground: Ground) -> None:
    assert names(tops_of(worker(ground.village.path))) == ["永兴社区"]
    assert names(tops_of(centre())) == ["康保县"]
    assert names(areas_seen_by(worker(ground.grid.path))) == ["第一网格", "第一微网格", "第二微网格"]
    assert names(areas_below(ground.grid)) == ["第一网格", "第一微网格", "第二微网格"]
    assert names(ancestors(ground.grid)) == ["康保县", "康保镇", "永兴社区"]


def test_not_yours_and_not_there_are_the_same(ground: Ground) -> None:
    actor = worker(ground.village.path)
    assert area_for(actor, ground.grid.pk) == ground.grid
    for pk in (ground.far_grid.pk, ground.town.pk, actor.posts[0].id):
        with pytest.raises(Http404):
            area_for(actor, pk)
    with pytest.raises(Http404):
        areas_for(actor, [ground.grid.pk, ground.far_grid.pk])


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("永兴", ["永兴社区"]),
        ("kb", ["康保县", "康保镇"]),
        ("130723100001", ["永兴社区", "第一网格", "第二网格"]),
        ("第一网格", ["第一网格", "第一网格"]),
        ("  ", []),
        ("%", []),
    ],
)
def test_search_by_name_initials_and_code(ground: Ground, words: str, found: list[str]) -> None:
    for area in Area.objects.all():
        from core.rules.initials import initials_of

        Area.objects.filter(pk=area.pk).update(initials=initials_of(area.name))
    assert names(find_areas(centre(), words)) == found
    assert names(find_areas(worker(ground.other_town.path), "永兴")) == []


def test_a_point_finds_the_smallest_area_first(ground: Ground) -> None:
    set_boundary(area=ground.town, geometry=square(114.0, 41.0, 1.0), **ACT)
    set_boundary(area=ground.village, geometry=square(114.0, 41.0, 0.5), **ACT)
    triangle = {"type": "Polygon", "coordinates": [[[114, 41], [114.2, 41], [114, 41.2], [114, 41]]]}
    set_boundary(area=ground.grid, geometry=triangle, **ACT)
    with CaptureQueriesContext(connection) as queries:
        found = areas_at(centre(), longitude=114.05, latitude=41.05)
    assert names(found) == ["第一网格", "永兴社区", "康保镇"]
    assert len(queries) == 1
    assert names(areas_at(centre(), longitude=114.19, latitude=41.19)) == ["永兴社区", "康保镇"]
    assert names(areas_at(worker(ground.village.path), longitude=114.05, latitude=41.05)) == [
        "第一网格",
        "永兴社区",
    ]
    assert areas_at(worker(ground.other_town.path), longitude=114.05, latitude=41.05) == []
    assert names(b.area for b in boundaries_around(ground.village)) == ["永兴社区", "第一网格"]


def test_the_phone_of_the_nearest_area_holds(ground: Ground) -> None:
    Area.objects.filter(pk=ground.county.pk).update(supervision_phone="0313-1000001")
    assert supervision_phone_at(ground.grid.path) == "0313-1000001"
    Area.objects.filter(pk=ground.town.pk).update(supervision_phone="0313-1000002")
    assert supervision_phone_at(ground.grid.path) == "0313-1000002"
    assert supervision_phone_at(ground.far_grid.path) == "0313-1000001"


def test_the_neighbours_actor_finds_nothing_of_ours(counties: None) -> None:
    with in_tenant(KANGBAO):
        ours = Ground().grid
    with in_tenant(ZHANGBEI):
        for actor in (centre(ZHANGBEI), worker(ours.path, ZHANGBEI)):
            assert not areas_seen_by(actor).exists()
            assert find_areas(actor, "网格") == []
            assert areas_at(actor, longitude=114.05, latitude=41.05) == []
            with pytest.raises(Http404):
                area_for(actor, ours.pk)
