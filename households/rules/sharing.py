"""Doors shared out among cadres: the least loaded first, neighbouring doors together."""

import heapq
from collections.abc import Mapping, Sequence
from typing import TypeVar

Key = TypeVar("Key")
Taker = TypeVar("Taker")


def shares(loads: Mapping[Taker, int], count: int, *, most: int | None = None) -> dict[Taker, int]:
    """How many of `count` each one takes so that the least loaded come first; ties go in the order of `loads`.

    Args:
        loads: taker → how many they have already.
        most: nobody has more than so many in the end; None for no bound.

    Returns:
        Taker → how many more; their sum is less than `count` where nobody has room left.
    """
    takers = list(loads)
    heap = [(load, place) for place, load in enumerate(loads.values()) if most is None or load < most]
    heapq.heapify(heap)
    taken = [0] * len(takers)
    for _each in range(count):
        if not heap:
            break
        load, place = heap[0]
        taken[place] += 1
        if most is None or load + 1 < most:
            heapq.heapreplace(heap, (load + 1, place))
        else:
            heapq.heappop(heap)
    return {taker: taken[place] for place, taker in enumerate(takers) if taken[place]}


def dealt(keys: Sequence[Key], lots: Mapping[Taker, int]) -> dict[Key, Taker]:
    """The first so many to the first taker, the next to the next: who stands together stays together."""
    given: dict[Key, Taker] = {}
    start = 0
    for taker, count in lots.items():
        for key in keys[start : start + count]:
            given[key] = taker
        start += count
    return given
