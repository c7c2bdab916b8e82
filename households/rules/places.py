"""Arithmetic on the places of doors."""

from collections.abc import Sequence

from core.paths.ranges import ROOT_WIDTH, STEP_WIDTH


def shared_area(paths: Sequence[str]) -> str:
    """The smallest area in which all of these lie: what the first and the last of them share, down to a whole step."""
    first, last = min(paths), max(paths)
    length = next(
        (place for place, (one, other) in enumerate(zip(first, last, strict=False)) if one != other),
        len(first),
    )
    return first[: length - (length - ROOT_WIDTH) % STEP_WIDTH]
