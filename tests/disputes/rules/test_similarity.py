import datetime as dt
from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from disputes.rules.similarity import DEFAULT, LIKELY, Person, Sketch, is_same, likeness, shared_parties

PEOPLE = st.builds(
    Person,
    st.sampled_from(("王树林", "卢玉梅", "赵存义")),
    st.sampled_from(("", "东井", "西井")),
    st.sampled_from(("", "k1", "k2")),
)
SKETCHES = st.builds(
    Sketch,
    st.lists(PEOPLE, max_size=4).map(tuple),
    st.sampled_from(("", "g1", "g2")),
    st.sampled_from(("01", "02")),
    st.dates(dt.date(2026, 1, 1), dt.date(2026, 12, 31)),
    st.sampled_from(("", "北巷", "村口")),
)

WANG, LU = Person("王树林", "东井", "k1"), Person("卢玉梅", "东井", "k2")
CASE = Sketch((WANG, LU), "g1", "02", dt.date(2026, 11, 15), "北巷")


def test_the_same_dispute_told_twice_scores_full() -> None:
    found = likeness(CASE, CASE)
    assert found.score == 100
    assert found.reasons == (
        "当事人相同：卢玉梅、王树林",
        "地点相同：北巷",
        "纠纷类型相同",
        "登记相隔0天",
    )
    assert DEFAULT.most() == 100


@given(SKETCHES, SKETCHES)
def test_it_is_the_same_both_ways_round(one: Sketch, other: Sketch) -> None:
    assert likeness(one, other).score == likeness(other, one).score


@given(SKETCHES, SKETCHES)
def test_a_score_is_between_nothing_and_a_hundred_and_has_reasons(one: Sketch, other: Sketch) -> None:
    found = likeness(one, other)
    assert 0 <= found.score <= 100
    assert bool(found.score) == bool(found.reasons)


@given(SKETCHES, SKETCHES)
def test_without_a_common_party_nothing_else_counts(one: Sketch, other: Sketch) -> None:
    if not any(is_same(a, b) for a in one.parties for b in other.parties):
        assert likeness(one, other).score == 0


@given(SKETCHES, SKETCHES)
def test_nobody_is_counted_for_two(one: Sketch, other: Sketch) -> None:
    assert len(shared_parties(one.parties, other.parties)) <= min(len(one.parties), len(other.parties))


@given(st.integers(0, 300), st.integers(0, 300))
def test_the_farther_apart_the_less_alike(near: int, far: int) -> None:
    near, far = sorted((near, far))
    closer, further = (
        likeness(CASE, replace(CASE, on=CASE.on + dt.timedelta(days=days))).score for days in (near, far)
    )
    assert closer >= further


def test_beyond_the_window_they_are_two() -> None:
    assert likeness(CASE, replace(CASE, on=CASE.on + dt.timedelta(days=91))).score == 0
    assert likeness(CASE, replace(CASE, on=CASE.on + dt.timedelta(days=91)), within_days=120).score > 0


def test_one_common_party_alone_is_no_likely_duplicate() -> None:
    other = Sketch((WANG, Person("高占奎", "西井", "k9")), "g7", "04", CASE.on)
    found = likeness(CASE, other)
    assert 0 < found.score < LIKELY
    assert not found.is_likely


def test_the_same_two_parties_at_another_place_are_likely() -> None:
    assert likeness(CASE, replace(CASE, grid="g9", place="村口", kind="03")).is_likely


def test_two_numbers_decide_and_a_namesake_is_somebody_else() -> None:
    assert not is_same(WANG, Person("王树林", "东井", "k7"))
    assert is_same(WANG, Person("王书林", "西井", "k1"))


def test_without_a_number_name_and_village_decide_together() -> None:
    assert is_same(WANG, Person("王树林", "东井"))
    assert is_same(WANG, Person("王 树林", "东井"))
    assert not is_same(WANG, Person("王树林", "西井"))
    assert not is_same(Person("王树林"), Person("王树林")), "a name alone says nothing"
