"""Names of areas, for rooms that stand beneath the tree and keep only paths (settings.AREA_BOOK)."""

from collections.abc import Iterable

from core.paths.ranges import ancestors_of
from grids.models import Area

FOUND = 50


def names_of(paths: Iterable[str]) -> dict[str, str]:
    """The name of each path in the open county, with its township's or village's before it."""
    wanted = set(paths)
    parts = {path: ancestors_of(path)[1:] or [path] for path in wanted}
    needed = {part for ways in parts.values() for part in ways}
    names = dict(Area.objects.filter(path__in=needed).values_list("path", "name"))
    return {path: " › ".join(names.get(part, part) for part in ways[-2:]) for path, ways in parts.items()}


def paths_named(text: str) -> list[str]:
    """Paths of areas of the open county that are called `text` or carry it as their official code."""
    return list(
        Area.objects.filter(name=text)
        .union(Area.objects.filter(code=text))
        .values_list("path", flat=True)[:FOUND]
    )
