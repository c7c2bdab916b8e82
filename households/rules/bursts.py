"""Whether acts stand so close together that somebody should look."""

import datetime as dt
from collections.abc import Mapping
from typing import TypeVar

K = TypeVar("K")


def crowded(moments: Mapping[K, dt.datetime], *, most: int, span: dt.timedelta) -> set[K]:
    """Those of which `most` or more lie within any `span`."""
    rows = sorted(moments.items(), key=lambda row: row[1])
    found: set[K] = set()
    first = 0
    for last, (_key, moment) in enumerate(rows):
        while moment - rows[first][1] > span:
            first += 1
        if last - first + 1 >= most:
            found.update(key for key, _moment in rows[first : last + 1])
    return found
