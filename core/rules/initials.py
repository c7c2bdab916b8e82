"""The initials by which a Chinese name is found."""

from functools import lru_cache


@lru_cache(maxsize=4096)  # whoever writes a household asks for each of its names several times
def initials_of(name: str) -> str:
    """Initials of the reading, e.g. 康保镇 → kbz. What has no reading stays as it is."""
    from pypinyin import Style, lazy_pinyin

    return "".join(lazy_pinyin(name, style=Style.FIRST_LETTER)).lower()
