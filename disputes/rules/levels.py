"""Who leads where: levels of the ladder and the area each stands at."""

from core.paths.ranges import ROOT_WIDTH, STEP_WIDTH, depth_of
from disputes.choices import LADDER, Level

_DEPTH = {Level.COUNTY: 1, Level.TRADE: 1, Level.TOWNSHIP: 2, Level.VILLAGE: 3}


def depth_of_level(level: str) -> int:
    """How deep in the tree of areas a level stands: 1 the county, 2 the township, 3 the village."""
    return _DEPTH[Level(level)]


def seat_of(path: str, level: str) -> str:
    """The area that leads a case at `path` on `level`; the case's own area where it lies higher than the level."""
    return path[: ROOT_WIDTH + STEP_WIDTH * (depth_of_level(level) - 1)]


def level_above(level: str) -> str | None:
    """The next level of the ladder; None at the top. A trade's committee stands beside the county."""
    if level not in LADDER or level == LADDER[-1]:
        return None
    return LADDER[LADDER.index(level) + 1]


def level_below(level: str, path: str) -> str | None:
    """The level to which a case can be handed back: never below the area where the dispute lies."""
    if level == Level.TRADE:
        return Level.COUNTY
    below = LADDER[LADDER.index(level) - 1] if LADDER.index(level) else None
    return below if below is not None and depth_of(path) >= depth_of_level(below) else None


def first_level(path: str) -> str:
    """Where a dispute at an area begins: at its village, or higher where it belongs to no village."""
    depth = depth_of(path)
    return Level.VILLAGE if depth >= 3 else Level.TOWNSHIP if depth == 2 else Level.COUNTY


def leads(post_path: str, case_path: str, level: str) -> bool:
    """Whether a post at `post_path` stands at or above the area that leads the case."""
    return seat_of(case_path, level).startswith(post_path)


def seal_at(name: str, path: str) -> str:
    """Whose seal stands for an area: the centre of a county or township, the committee of a village."""
    depth = depth_of(path)
    return name + ("综治中心" if depth <= 2 else "人民调解委员会" if depth == 3 else "")
