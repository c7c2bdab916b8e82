from decimal import Decimal
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from disputes.rules.amounts import DIGITS, NoSuchAmount, in_figures, in_words

AMOUNTS = st.decimals(0, Decimal("999999999999.99"), places=2)
PLACES = {"拾": 10, "佰": 100, "仟": 1000}


def read_back(words: str) -> Decimal:
    """The other way round, by another road: sign by sign."""
    text = words.removeprefix("人民币").removesuffix("整")
    yuan, _, rest = text.rpartition("元")
    total = section = digit = 0
    for sign in yuan:
        if sign in DIGITS:
            digit = DIGITS.index(sign)
        elif sign in PLACES:
            section, digit = section + digit * PLACES[sign], 0
        else:
            total, section, digit = total + (section + digit) * {"万": 10**4, "亿": 10**8}[sign], 0, 0
    cents = 0
    for sign, after in pairwise(rest):
        cents += DIGITS.index(sign) * {"角": 10, "分": 1}.get(after, 0) if sign in DIGITS else 0
    return Decimal(total + section + digit) + Decimal(cents) / 100


@pytest.mark.parametrize(
    ("amount", "words"),
    [
        ("0", "人民币零元整"),
        ("0.05", "人民币伍分"),
        ("1.50", "人民币壹元伍角整"),
        ("10.05", "人民币壹拾元零伍分"),
        ("1005", "人民币壹仟零伍元整"),
        ("12500", "人民币壹万贰仟伍佰元整"),
        ("100500", "人民币壹拾万零伍佰元整"),
        ("100000500", "人民币壹亿零伍佰元整"),
    ],
)
def test_amounts_read_as_a_bank_writes_them(amount: str, words: str) -> None:
    assert in_words(Decimal(amount)) == words


@given(AMOUNTS)
def test_the_words_say_the_same_amount(amount: Decimal) -> None:
    assert read_back(in_words(amount)) == amount


@given(AMOUNTS)
def test_no_zero_stands_twice_in_a_row(amount: Decimal) -> None:
    assert "零零" not in in_words(amount)


def test_figures_have_their_commas_and_cents() -> None:
    assert in_figures(Decimal(12500)) == "12,500.00元"
    assert in_figures(Decimal("123456789.10")) == "123,456,789.10元"


@pytest.mark.parametrize("amount", ["-1", "0.001", "1E12", "NaN", "Infinity"])
def test_what_is_no_amount_is_refused(amount: str) -> None:
    with pytest.raises(NoSuchAmount):
        in_words(Decimal(amount))
