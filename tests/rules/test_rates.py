from decimal import ROUND_DOWN, ROUND_HALF_UP, ROUND_UP, Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.rules.rates import EMPTY, Rate, rate_text

COUNTS = st.integers(0, 10_000_000)


def test_the_published_figure_is_reproduced() -> None:
    assert rate_text(929, 972) == "95.5%"
    assert rate_text(929, 972, mode=ROUND_HALF_UP) == "95.6%"


@pytest.mark.parametrize(("part", "text"), [(261, "95.9%"), (263, "96.6%")])
def test_the_survey_of_272_answers_is_reproduced(part: int, text: str) -> None:
    assert rate_text(part, 272) == text


def test_nothing_of_nothing_is_neither_none_nor_all() -> None:
    assert rate_text(0, 0) == EMPTY
    assert Rate(0, 0).percent() is None
    assert rate_text(0, 5) == "0.0%"
    assert rate_text(5, 5) == "100.0%"


@given(COUNTS, COUNTS)
def test_less_than_all_never_reads_as_all(part: int, whole: int) -> None:
    if part < whole:
        percent = Rate(part, whole).percent()
        assert percent is not None
        assert percent < 100


@given(COUNTS, st.integers(1, 10_000_000), st.integers(0, 4))
def test_truncating_stays_within_one_step_below(part: int, whole: int, places: int) -> None:
    percent = Rate(part, whole).percent(places=places, mode=ROUND_DOWN)
    assert percent is not None
    step = Decimal(1).scaleb(-places)
    assert percent * whole <= part * 100 < (percent + step) * whole


@given(COUNTS, st.integers(1, 10_000_000))
def test_rounding_up_never_loses_a_share(part: int, whole: int) -> None:
    percent = Rate(part, whole).percent(mode=ROUND_UP)
    assert percent is not None
    assert percent * whole >= part * 100


def test_counts_are_not_negative() -> None:
    with pytest.raises(ValueError, match="not negative"):
        Rate(-1, 5)
