"""Names of areas, asked of whoever owns the tree (settings.AREA_BOOK): records keep only paths."""

from collections.abc import Iterable
from importlib import import_module

from django.conf import settings


def names_of(paths: Iterable[str | None]) -> dict[str, str]:
    """A name for each path."""
    found: dict[str, str] = import_module(settings.AREA_BOOK).names_of({path for path in paths if path})
    return found


def paths_named(text: str) -> list[str]:
    """Paths of the areas called `text`."""
    found: list[str] = import_module(settings.AREA_BOOK).paths_named(text)
    return found
