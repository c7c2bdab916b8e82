"""Numbers that say who somebody is: citizens' numbers (GB 11643) and organisations' credit codes (GB 32100).

A number that fails its check is not refused: real old cards fail it. It is kept and marked 号码待核实.
"""

import datetime as dt
import re
import unicodedata
from dataclasses import dataclass
from typing import Final, Literal

UNVERIFIED: Final = "号码待核实"
ADULT_FROM: Final = 18

ID_WEIGHTS: Final = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
ID_CHECKS: Final = "10X98765432"
ID_SHAPE: Final = re.compile(r"[1-9][0-9]{16}[0-9X]")

CODE_SIGNS: Final = "0123456789ABCDEFGHJKLMNPQRTUWXY"
CODE_WEIGHTS: Final = tuple(pow(3, place, 31) for place in range(17))


@dataclass(frozen=True, slots=True)
class IdNumber:
    """What a citizen's number says.

    Attributes:
        text: as it is stored: half-width, without blanks, X upper-case.
        note: "" or 号码待核实.
        born_on, sex: None where the number isn't sound enough to read them.
    """

    text: str
    note: str
    born_on: dt.date | None
    sex: Literal["男", "女"] | None

    @property
    def is_sound(self) -> bool:
        """Shape, birth date and check digit all agree."""
        return not self.note


def read_id_number(typed: str) -> IdNumber:
    """A number as typed, at a counter or off a card; never refuses."""
    text = _tidy(typed)
    if not ID_SHAPE.fullmatch(text) or text[17] != id_check_digit(text[:17]):
        return IdNumber(text, UNVERIFIED, None, None)
    born_on = born_in(text)
    if born_on is None:
        return IdNumber(text, UNVERIFIED, None, None)
    return IdNumber(text, "", born_on, "男" if int(text[16]) % 2 else "女")


def born_in(number: str) -> dt.date | None:
    """The birth date that stands in a number of eighteen signs; None where it is no date."""
    try:
        return dt.date(int(number[6:10]), int(number[10:12]), int(number[12:14]))
    except ValueError:
        return None


def id_check_digit(first_17: str) -> str:
    """The last sign that belongs to the first seventeen digits."""
    total = sum(int(digit) * weight for digit, weight in zip(first_17, ID_WEIGHTS, strict=True))
    return ID_CHECKS[total % 11]


def age_on(born_on: dt.date, on: dt.date) -> int:
    """Completed years (周岁). Who was born on 29 February turns a year older on 1 March of a common year.

    Raises:
        ValueError: not born yet on that day.
    """
    if on < born_on:
        raise ValueError("not born yet on that day")
    return on.year - born_on.year - ((on.month, on.day) < (born_on.month, born_on.day))


def is_minor(born_on: dt.date, on: dt.date) -> bool:
    """Under eighteen on that day (民法典 art. 17)."""
    return age_on(born_on, on) < ADULT_FROM


@dataclass(frozen=True, slots=True)
class CreditCode:
    """An organisation's 统一社会信用代码 as it is stored; note is "" or 号码待核实."""

    text: str
    note: str

    @property
    def is_sound(self) -> bool:
        return not self.note


def read_credit_code(typed: str) -> CreditCode:
    """A code as typed; never refuses."""
    text = _tidy(typed)
    sound = len(text) == 18 and set(text) <= set(CODE_SIGNS) and text[17] == credit_check_sign(text[:17])
    return CreditCode(text, "" if sound else UNVERIFIED)


def credit_check_sign(first_17: str) -> str:
    """The last sign that belongs to the first seventeen."""
    total = sum(CODE_SIGNS.index(sign) * weight for sign, weight in zip(first_17, CODE_WEIGHTS, strict=True))
    return CODE_SIGNS[-total % 31]


def _tidy(typed: str) -> str:
    return re.sub(r"[\s\-]", "", unicodedata.normalize("NFKC", typed)).upper()
