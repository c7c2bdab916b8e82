"""The words by which something is found: equality on a table is fast behind row-level security, LIKE is not (DESIGN)."""

import re
import unicodedata
from collections.abc import Iterable
from typing import Final

from core.rules.initials import initials_of

LONGEST: Final = 12
MOST: Final = 400
_WORD = re.compile(r"[0-9a-z]+|[一-鿿㐀-䶿]+")


def tokens_of(texts: Iterable[str], *, names: Iterable[str] = ()) -> set[str]:
    """Every pair of neighbouring characters, every run of letters and digits, the initials of names."""
    found: set[str] = set()
    for text in texts:
        for run in _WORD.findall(unicodedata.normalize("NFKC", text).lower()):
            found |= _split(run)
            if len(found) > MOST:
                return set(sorted(found)[:MOST])
    for name in names:
        found |= beginnings_of(initials_of(name))
    return found


def beginnings_of(initials: str) -> set[str]:
    """The beginnings of a name's initials by which it is found, from two letters on: wcs → wc, wcs."""
    return {initials[:end] for end in range(2, min(len(initials), LONGEST) + 1)}


def tokens_asked(words: str) -> set[str]:
    """What has to be there, all of it, for `words` to be found; empty where nothing can be asked."""
    asked: set[str] = set()
    for run in _WORD.findall(unicodedata.normalize("NFKC", words).lower()):
        asked |= _split(run)
    return asked


def is_too_short(words: str) -> bool:
    """Whether nothing longer than single characters is asked: a surname alone stands in no token."""
    runs = _WORD.findall(unicodedata.normalize("NFKC", words).lower())
    return bool(runs) and all(len(run) == 1 and not run.isascii() for run in runs)


def _split(run: str) -> set[str]:
    if run[0].isascii():
        return {run[:LONGEST]}
    if len(run) == 1:
        return {run}
    return {run[at : at + 2] for at in range(len(run) - 1)}
