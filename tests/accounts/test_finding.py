"""What is suggested while somebody types the name of an area."""

import pytest

from accounts.finding import area_options, find_area
from tests.grids.ground import Ground


@pytest.fixture
def ground(county: int) -> Ground:
    return Ground()


def test_below_a_village_that_was_found_come_its_grids(ground: Ground) -> None:
    paths = [ground.county.path]
    village, grid = ground.village.name, ground.grid.name
    shown = area_options(village[:2], paths)
    assert [label.rpartition(" › ")[2] for label in shown[:2]] == [village, grid]
    for label in shown:
        assert find_area(label, paths), "what was suggested can be taken"


def test_earlier_words_narrow_what_the_last_one_finds(ground: Ground) -> None:
    paths = [ground.county.path]
    grid, town = ground.grid.name, ground.town.name
    assert len(area_options(grid, paths)) > len(area_options(f"{town} {grid}", paths)) > 0
    assert all(town in label for label in area_options(f"{town[:2]} {grid}", paths))
    assert area_options(f"没有的镇 {grid}", paths) == []
    assert area_options("  ", paths) == []


def test_nothing_outside_the_ground_is_suggested(ground: Ground) -> None:
    assert area_options(ground.grid.name, [ground.other_town.path]) == [
        label
        for label in area_options(ground.grid.name, [ground.county.path])
        if ground.other_town.name in label
    ]
