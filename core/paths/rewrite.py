"""Rows follow their area: one statement per column when an area's path changes."""

from dataclasses import dataclass

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


def count_followers(path: str) -> list[Followers]:
    """The dry run: for every path column, rows in the subtree of `path` that would follow or stay."""
    counted = []
    for field in path_fields():
        rows = field.model._default_manager.filter(within(field.name, path))
        total, following = rows.count(), rows.filter(_open(field)).count()
        if total:
            counted.append(Followers(str(field.model._meta.verbose_name), following, total - following))
    return counted


def rewrite_paths(old: str, new: str) -> int:
    """Carry every following row from the subtree of `old` to that of `new`, in the open county.

    Returns:
        Number of rows changed.
    """
    changed = 0
    for field in path_fields():
        rows = field.model._default_manager.filter(within(field.name, old)).filter(_open(field))
        changed += rows.update(**{field.name: Concat(Value(new), Substr(F(field.name), len(old) + 1))})
    return changed
