"""Many values, some at a time."""

from collections.abc import Iterable, Iterator
from itertools import islice
from typing import TypeVar

Value = TypeVar("Value")


def batched(values: Iterable[Value], size: int) -> Iterator[list[Value]]:
    """The values in lists of `size`, the last one shorter. (`itertools` has this from Python 3.12 on.)"""
    remaining = iter(values)
    while batch := list(islice(remaining, size)):
        yield batch
