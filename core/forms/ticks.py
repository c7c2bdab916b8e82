"""The ticks of a list."""

from collections.abc import Iterable
from uuid import UUID


def ticked(values: Iterable[str]) -> list[UUID]:
    """Those that make sense, in their order."""
    found = []
    for value in values:
        try:
            found.append(UUID(value))
        except ValueError:
            continue
    return found
