"""Risk grades on plain values: which level confirms next, which quarter a day lies in."""

import datetime as dt

from core.paths.ranges import depth_of
from disputes.choices import SweepLevel

VILLAGE_DEPTH = 3


def first_level(post_path: str | None) -> SweepLevel:
    """Where a grade begins: at the group where a post below the village gave it, else it is the village's own word."""
    if post_path is not None and depth_of(post_path) <= VILLAGE_DEPTH:
        return SweepLevel.VILLAGE
    return SweepLevel.GROUP


def is_villages_own(level: str, path: str, *, was_confirmed: bool) -> bool:
    """Whether a grade is the village's own word: it has come past the group, and no village confirmed it, though there
    is one. At a place of no village it goes from the group straight to the township.
    """
    if was_confirmed or level == SweepLevel.GROUP:
        return False
    return level == SweepLevel.VILLAGE or depth_of(path) >= VILLAGE_DEPTH


def next_level(level: str, path: str) -> SweepLevel | None:
    """Who confirms next: group → village → township; a place that belongs to no village goes straight to the township."""
    if level == SweepLevel.TOWNSHIP:
        return None
    if level == SweepLevel.GROUP and depth_of(path) >= VILLAGE_DEPTH:
        return SweepLevel.VILLAGE
    return SweepLevel.TOWNSHIP


def quarter_of(day: dt.date) -> int:
    """1 to 4."""
    return (day.month + 2) // 3


def quarter_span(year: int, quarter: int) -> tuple[dt.date, dt.date]:
    """The first day of a quarter and the first day after it."""
    first = dt.date(year, 3 * quarter - 2, 1)
    after = dt.date(year + 1, 1, 1) if quarter == 4 else dt.date(year, 3 * quarter + 1, 1)
    return first, after
