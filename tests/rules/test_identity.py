import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.rules.identity import (
    CODE_SIGNS,
    UNVERIFIED,
    age_on,
    credit_check_sign,
    id_check_digit,
    is_minor,
    read_credit_code,
    read_id_number,
)

DAYS = st.dates(dt.date(1900, 1, 1), dt.date(2026, 12, 31))
SEQUENCE = st.integers(0, 999)


def number_of(born_on: dt.date, sequence: int, place: str = "130723") -> str:
    first = f"{place}{born_on:%Y%m%d}{sequence:03d}"
    return first + id_check_digit(first)


@given(DAYS, SEQUENCE)
def test_a_sound_number_tells_birthday_and_sex(born_on: dt.date, sequence: int) -> None:
    read = read_id_number(number_of(born_on, sequence))
    assert read.is_sound
    assert read.born_on == born_on
    assert read.sex == ("男" if sequence % 2 else "女")


@given(DAYS, SEQUENCE, st.integers(0, 16), st.integers(1, 9))
def test_one_wrong_digit_is_noticed_and_kept_as_it_is(
    born_on: dt.date, sequence: int, at: int, shift: int
) -> None:
    sound = number_of(born_on, sequence)
    wrong = sound[:at] + str((int(sound[at]) + shift) % 10) + sound[at + 1 :]
    read = read_id_number(wrong)
    assert (read.text, read.note, read.born_on, read.sex) == (wrong, UNVERIFIED, None, None)


@given(DAYS, SEQUENCE, st.integers(0, 15))
def test_two_neighbouring_digits_swapped_are_noticed(born_on: dt.date, sequence: int, at: int) -> None:
    sound = number_of(born_on, sequence)
    swapped = sound[:at] + sound[at + 1] + sound[at] + sound[at + 2 :]
    assert swapped == sound or not read_id_number(swapped).is_sound


@given(st.text(max_size=30))
def test_whatever_is_typed_is_kept_and_never_refused(typed: str) -> None:
    read = read_id_number(typed)
    assert read.note in ("", UNVERIFIED)


def test_the_example_of_the_standard_is_sound() -> None:
    assert read_id_number("11010519491231002X").is_sound
    assert read_id_number("440524188001010014").is_sound


@pytest.mark.parametrize(
    "typed", ["11010519491231002x", " 110105 19491231 002X ", "１１０１０５１９４９１２３１００２Ｘ"]
)
def test_a_number_is_stored_one_way(typed: str) -> None:
    assert read_id_number(typed).text == "11010519491231002X"


def test_a_birthday_that_never_was_is_not_believed() -> None:
    first = "13072319990230001"
    assert not read_id_number(first + id_check_digit(first)).is_sound


def test_one_is_of_age_on_the_eighteenth_birthday() -> None:
    born_on = dt.date(2008, 11, 22)
    assert is_minor(born_on, dt.date(2026, 11, 21))
    assert not is_minor(born_on, dt.date(2026, 11, 22))


def test_who_was_born_on_a_leap_day_turns_eighteen_in_march() -> None:
    assert is_minor(dt.date(2008, 2, 29), dt.date(2026, 2, 28))
    assert not is_minor(dt.date(2008, 2, 29), dt.date(2026, 3, 1))


@given(DAYS, st.integers(0, 40_000))
def test_age_never_falls_and_grows_by_one_a_year(born_on: dt.date, days: int) -> None:
    on = born_on + dt.timedelta(days=days)
    age = age_on(born_on, on)
    assert age <= age_on(born_on, on + dt.timedelta(days=1)) <= age + 1
    assert days // 366 <= age <= days // 365


def test_nobody_has_an_age_before_birth() -> None:
    with pytest.raises(ValueError, match="not born"):
        age_on(dt.date(2026, 1, 2), dt.date(2026, 1, 1))


def test_a_real_credit_code_is_sound() -> None:
    assert read_credit_code("91110000802100433B").is_sound
    assert read_credit_code("９１１１００００８０２１００４３３ｂ").text == "91110000802100433B"


@given(st.text(CODE_SIGNS, min_size=17, max_size=17), st.integers(0, 16), st.integers(1, 30))
def test_one_wrong_sign_in_a_credit_code_is_noticed(first: str, at: int, shift: int) -> None:
    code = first + credit_check_sign(first)
    assert read_credit_code(code).is_sound
    other = CODE_SIGNS[(CODE_SIGNS.index(code[at]) + shift) % 31]
    assert read_credit_code(code[:at] + other + code[at + 1 :]).note == UNVERIFIED


@pytest.mark.parametrize("typed", ["", "9111000080210043", "I1110000802100433B", "91110000802100433Z"])
def test_what_is_no_credit_code_is_kept_with_a_mark(typed: str) -> None:
    assert read_credit_code(typed).note == UNVERIFIED
