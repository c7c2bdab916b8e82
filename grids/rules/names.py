"""Names as they are searched and numbered."""

from collections.abc import Container
from functools import cache
from string import ascii_uppercase

LONGEST_CODE = 16
DIGITS = "零一二三四五六七八九"


@cache
def chinese_number(number: int) -> str:
    """1 to 99 as it stands in 第十二网格.

    Raises:
        ValueError: the number is out of that range.
    """
    if not 0 < number < 100:
        raise ValueError(f"no grid is called number {number}")
    tens, ones = divmod(number, 10)
    if tens == 0:
        return DIGITS[ones]
    return ("" if tens == 1 else DIGITS[tens]) + "十" + (DIGITS[ones] if ones else "")


def ordinal_name(number: int, noun: str) -> str:
    """第三网格; past ninety-nine in plain digits."""
    return f"第{chinese_number(number) if number < 100 else number}{noun}"


def short_name(official: str) -> str:
    """The name in daily use: 永兴社区居民委员会 → 永兴社区, 三号村村民委员会 → 三号村, 大营村民委员会 → 大营村."""
    for ending, noun in (("居民委员会", "社区"), ("居委会", "社区"), ("村民委员会", "村"), ("村委会", "村")):
        if official.endswith(ending) and len(official) > len(ending):
            name = official.removesuffix(ending)
            return name if name.endswith(noun) else name + noun
    return official


def kind_code(name: str, *, taken: Container[str]) -> str:
    """A code for a kind of grid from its reading, e.g. 景区专属网格 → JINGQUZHUANSHUWA; letters only, none of `taken`."""
    from pypinyin import lazy_pinyin

    stem = "".join(c for c in "".join(lazy_pinyin(name)).upper() if "A" <= c <= "Z")[:LONGEST_CODE] or "OWN"
    if stem not in taken:
        return stem
    letters = (f"{stem[: LONGEST_CODE - 2]}{a}{b}" for a in ascii_uppercase for b in ascii_uppercase)
    return next(code for code in letters if code not in taken)
