"""Money on paper: 12,500.00元 and, since figures are easily altered, in words (人民币壹万贰仟伍佰元整)."""

from decimal import Decimal
from typing import Final

DIGITS: Final = "零壹贰叁肆伍陆柒捌玖"
PLACES: Final = ("", "拾", "佰", "仟")
GROUPS: Final = ("", "万", "亿")
CENT: Final = Decimal("0.01")
MOST: Final = Decimal("1E12")


class NoSuchAmount(ValueError):
    """Negative, beyond the last group, finer than a cent, or not a number."""


def in_figures(amount: Decimal) -> str:
    """12,500.00元."""
    return f"{_whole_cents(amount) / 100:,.2f}元"


def in_words(amount: Decimal) -> str:
    """The amount in the signs that banks and courts use (正楷大写): 人民币壹仟零伍元零叁分."""
    cents = _whole_cents(amount)
    yuan, rest = divmod(int(cents), 100)
    jiao, fen = divmod(rest, 10)
    out = f"{_integer(yuan)}元" if yuan else "" if rest else "零元"
    if not rest:
        return f"人民币{out}整"
    if jiao:
        out += f"{DIGITS[jiao]}角"
    elif yuan:
        out += DIGITS[0]
    return f"人民币{out}{DIGITS[fen]}分" if fen else f"人民币{out}整"


def _whole_cents(amount: Decimal) -> Decimal:
    if not amount.is_finite() or not 0 <= amount < MOST or amount != amount.quantize(CENT):
        raise NoSuchAmount(f"{amount}")
    return amount * 100


def _integer(number: int) -> str:
    groups = []
    while number:
        number, group = divmod(number, 10_000)
        groups.append(group)
    out, gap = "", False
    for place in range(len(groups) - 1, -1, -1):
        group = groups[place]
        if not group:
            gap = bool(out)
            continue
        if out and (gap or group < 1000):
            out += DIGITS[0]
        out += _four(group) + GROUPS[place]
        gap = False
    return out


def _four(group: int) -> str:
    out, zero = "", False
    for place in range(3, -1, -1):
        digit = group // 10**place % 10
        if digit:
            out += (DIGITS[0] if zero and out else "") + DIGITS[digit] + PLACES[place]
            zero = False
        else:
            zero = True
    return out
