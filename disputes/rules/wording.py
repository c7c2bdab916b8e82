"""Words as people type them: names in a line, items of an agreement in lines, words that a text may not hold."""

import re
import unicodedata
from collections.abc import Collection, Iterable
from typing import Final

_BETWEEN_NAMES: Final = re.compile(r"[、,，;；\n]+")
# 一、 1. 1、 （一） (1) ① at the beginning of an item; the paper numbers them itself.
_NUMBERING: Final = re.compile(
    r"^\s*(?:[（(]\s*[0-9一二三四五六七八九十]+\s*[)）]\s*[、.．]?|[一二三四五六七八九十]+\s*[、.．]|[0-9]{1,2}\s*[、．]"
    r"|[0-9]{1,2}\.(?![0-9])|[①-⑳])\s*"
)
_SPEAKER: Final = re.compile(r"^\s*([^：:\n]{1,16})[：:]\s*(.*)$")


def names_in(text: str) -> list[str]:
    """王长顺、李桂芝 → both, each once, in their order."""
    names = (name.strip() for name in _BETWEEN_NAMES.split(text))
    return list(dict.fromkeys(name for name in names if name))


def items_in(text: str) -> list[str]:
    """One item a line, without the numbers that were typed before it."""
    lines = (_NUMBERING.sub("", line).strip() for line in text.splitlines())
    return [line for line in lines if line]


def speech_in(text: str) -> list[tuple[str, str]]:
    """Who said what, a line each (王长顺：……); a line without a speaker goes on with the one before."""
    spoken: list[tuple[str, str]] = []
    for line in text.splitlines():
        if not line.strip():
            continue
        found = _SPEAKER.match(line)
        if found:
            spoken.append((found[1].strip(), found[2].strip()))
        elif spoken:
            speaker, before = spoken[-1]
            spoken[-1] = (speaker, f"{before}\n{line.strip()}")
        else:
            spoken.append(("", line.strip()))
    return spoken


def words_in(text: str, words: Iterable[str], *, besides: Collection[str] = ()) -> list[str]:
    """Which of the words stand in a text, the longest reading of each place, in the order of the text.

    Args:
        besides: phrases that are read over, with the words in them.
    """
    plain = "".join(unicodedata.normalize("NFKC", text).split())
    longest = sorted({*words, *besides}, key=len, reverse=True)
    found = re.findall("|".join(map(re.escape, longest)), plain)
    return list(dict.fromkeys(word for word in found if word not in besides))
