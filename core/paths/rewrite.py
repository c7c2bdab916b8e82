"""Rows follow their area: one statement per column when an area's path changes."""

from dataclasses import dataclass
from typing import Any

from django.db.models import F, Q, Value
from django.db.models.functions import Concat, Substr

from core.paths.fields import AreaPathField, path_fields
from core.paths.ranges import within


@dataclass(frozen=True, slots=True)
class Followers:
    """How many rows of one table follow an area, and how many stay with the path they had."""

    table: str
    following: int
    staying: int


def _open(field: AreaPathField) -> Q:
    return Q() if field.open_rows is None else field.open_rows


def _belonging(field: AreaPathField, path: str, *, below: bool) -> Any:
    reach = within(field.name, path) if below else Q(**{field.name: path})
    return field.model._default_manager.filter(reach)


def count_followers(path: str, *, below: bool = True) -> list[Followers]:
    """The dry run: for every path column, rows at `path` that would follow or stay.

    Args:
        below: with everything in the subtree, or only the rows of the area itself.
    """
    counted = []
    for field in path_fields():
        rows = _belonging(field, path, below=below)
        total, following = rows.count(), rows.filter(_open(field)).count()
        if total:
            counted.append(Followers(str(field.model._meta.verbose_name), following, total - following))
    return counted


def rewrite_paths(old: str, new: str, *, below: bool = True) -> int:
    """Carry every following row at `old` to `new`, in the open county.

    Args:
        below: with everything in the subtree, or only the rows of the area itself.

    Returns:
        Number of rows changed.
    """
    changed = 0
    for field in path_fields():
        rows = _belonging(field, old, below=below).filter(_open(field))
        changed += rows.update(**{field.name: Concat(Value(new), Substr(F(field.name), len(old) + 1))})
    return changed
