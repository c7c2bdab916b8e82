"""Path arithmetic."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.paths.ranges import ALPHABET, ancestors_of, child_path, depth_of, parent_of, subtree

POSITIONS = st.integers(1, len(ALPHABET) ** 3 - 1)


@given(st.lists(POSITIONS, min_size=1, max_size=5))
def test_a_path_knows_its_parents_and_its_depth(positions: list[int]) -> None:
    path, trail = "130723", ["130723"]
    for position in positions:
        path = child_path(path, position)
        trail.append(path)
    assert ancestors_of(path) == trail
    assert parent_of(path) == trail[-2]
    assert depth_of(path) == len(positions) + 1


@given(POSITIONS, POSITIONS)
def test_siblings_keep_the_order_in_which_they_were_opened(one: int, other: int) -> None:
    assert (one < other) == (child_path("130723", one) < child_path("130723", other))


@given(POSITIONS, POSITIONS)
def test_the_neighbour_is_never_in_a_subtree(one: int, other: int) -> None:
    low, high = subtree(child_path("130723", one))
    assert low <= child_path(low, other) < high
    neighbour = child_path("130722", one)
    assert not low <= neighbour < high
    if one != other:
        assert not low <= child_path(child_path("130723", other), one) < high


def test_a_full_or_too_deep_level_is_refused() -> None:
    with pytest.raises(ValueError, match="no room"):
        child_path("130723", len(ALPHABET) ** 3)
    with pytest.raises(ValueError, match="leaf"):
        child_path("130723" + "001" * 5, 1)
