"""The ground of a demo county."""

import time

import pytest
from django.db import transaction
from django.db.models import Count, Sum

from core.tenancy.context import in_tenant
from core.tenancy.models import Tenant
from grids.choices import GridKind, Level
from grids.demo import load
from grids.models import Area, AreaBoundary
from grids.rules.geometry import contains
from tests.cast import ZHANGBEI


@pytest.fixture
def said(county: int) -> list[str]:
    lines: list[str] = []
    load(code=county, seed=1, say=lines.append)
    return lines


def test_kangbao_has_its_townships_villages_and_households(said: list[str]) -> None:
    by_level = dict(Area.objects.values_list("level").annotate(n=Count("pk")))
    assert by_level[Level.TOWNSHIP] == 17
    assert by_level[Level.VILLAGE] == 334
    assert by_level[Level.GRID] >= 334
    assert by_level[Level.MICRO_GRID] > 0
    assert said[0].startswith("17 townships, 334 villages")
    grids = Area.objects.filter(level=Level.GRID)
    residential = grids.filter(kind=GridKind.RESIDENTIAL)
    assert residential.aggregate(Sum("household_count")) == {"household_count__sum": 40_259}
    assert not residential.exclude(household_count__range=(80, 300)).exists()
    assert not Area.objects.filter(level=Level.VILLAGE).exclude(pk__in=residential.values("parent")).exists()
    assert set(grids.values_list("kind", flat=True)) == set(GridKind)
    assert not grids.filter(code="").exists()


def test_every_area_down_to_the_grid_has_a_boundary_inside_its_parents(said: list[str]) -> None:
    drawn = {b.area_id: b for b in AreaBoundary.objects.select_related("area")}
    assert set(drawn) == set(Area.objects.filter(level__lte=Level.GRID).values_list("pk", flat=True))
    for boundary in list(drawn.values())[:200]:
        if parent := drawn.get(boundary.area.parent_id):
            assert parent.west - 1e-5 <= boundary.west < boundary.east <= parent.east + 1e-5
    county = next(b for b in drawn.values() if b.area.level == Level.COUNTY)
    assert contains(county.geometry, longitude=114.61, latitude=41.85)


def test_the_same_seed_gives_the_same_ground_in_seconds(counties: None) -> None:
    Tenant.objects.create(code=130725, name="尚义县", full_name="河北省张家口市尚义县")
    runs = []
    for seed in (7, 7, 8):
        with in_tenant(130725):
            began = time.monotonic()
            load(code=130725, seed=seed, say=lambda line: None)
            assert time.monotonic() - began < 20
            areas = Area.objects.order_by("path").values_list("path", "code", "name", "household_count")
            boundaries = AreaBoundary.objects.values_list("west", "south", "area_km2")
            runs.append((list(areas), sorted(boundaries)))
            transaction.set_rollback(True)
    assert runs[0] == runs[1]
    assert runs[0] != runs[2]


def test_the_neighbour_gets_none_of_it(counties: None) -> None:
    with in_tenant(130723):
        load(code=130723, seed=1, say=lambda line: None)
    with in_tenant(ZHANGBEI):
        assert not Area.objects.exists()
        assert not AreaBoundary.objects.exists()
