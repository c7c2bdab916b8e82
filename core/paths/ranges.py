"""Pure arithmetic on area paths."""

from django.db.models import Q

ALPHABET = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"
ROOT_WIDTH = 6  # the county's code
STEP_WIDTH = 3  # 46,656 children
MAX_DEPTH = 6  # county, township, village and three county-named levels
MAX_LENGTH = ROOT_WIDTH + STEP_WIDTH * (MAX_DEPTH - 1)
PAST_THE_END = "~"  # sorts after every character of the alphabet in the "C" collation


def depth_of(path: str) -> int:
    """1 for a county, 2 for a township, 3 for a village, …"""
    return 1 + (len(path) - ROOT_WIDTH) // STEP_WIDTH


def child_path(parent: str, position: int) -> str:
    """The path of the `position`-th child (from 1) ever opened under `parent`. Positions are never reused.

    Raises:
        ValueError: the level below is full or too deep.
    """
    if not 0 < position < len(ALPHABET) ** STEP_WIDTH:
        raise ValueError(f"{parent} has no room for child number {position}")
    if depth_of(parent) >= MAX_DEPTH:
        raise ValueError(f"{parent} is a leaf: {MAX_DEPTH} levels are the most")
    first, rest = divmod(position, len(ALPHABET) ** 2)
    second, third = divmod(rest, len(ALPHABET))
    return parent + ALPHABET[first] + ALPHABET[second] + ALPHABET[third]


def parent_of(path: str) -> str:
    """The path one level up; empty for a county."""
    return path[:-STEP_WIDTH] if len(path) > ROOT_WIDTH else ""


def ancestors_of(path: str) -> list[str]:
    """Paths from the county down to and with `path` itself."""
    return [path[:end] for end in range(ROOT_WIDTH, len(path) + 1, STEP_WIDTH)]


def subtree(path: str) -> tuple[str, str]:
    """The half-open range [low, high) that holds `path` and everything below it."""
    return path, path + PAST_THE_END


def within(field: str, *paths: str) -> Q:
    """A condition: the column `field` lies in the subtree of any of `paths`; of none where no path is given."""
    condition = Q(pk__in=[])
    for number, path in enumerate(paths):
        low, high = subtree(path)
        one = Q(**{f"{field}__gte": low, f"{field}__lt": high})
        condition = one if number == 0 else condition | one
    return condition
