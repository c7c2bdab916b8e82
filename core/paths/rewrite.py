"""Rows follow their area: one statement per column when an area's path changes."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db import IntegrityError, transaction
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


class Collision(Exception):
    """Rows that would follow meet rows of the same kind that are there already. `table` names them in Chinese."""

    def __init__(self, table: str) -> None:
        super().__init__(table)
        self.table = table


def try_rewriting(olds: Iterable[str], new: str) -> None:
    """Whether the rows of the areas `olds` themselves could be carried to `new` together. Leaves everything as it was.

    Raises:
        Collision: a table would hold what it may hold only once, such as two holders of one post.
    """
    places = list(olds)
    for field in path_fields():
        try:
            with transaction.atomic():
                for old in places:
                    _carry(field, old, new, below=False)
                transaction.set_rollback(True)
        except IntegrityError as error:
            raise Collision(str(field.model._meta.verbose_name)) from error


def rewrite_paths(old: str, new: str, *, below: bool = True) -> int:
    """Carry every following row at `old` to `new`, in the open county.

    Args:
        below: with everything in the subtree, or only the rows of the area itself.

    Returns:
        Number of rows changed.
    """
    return sum(_carry(field, old, new, below=below) for field in path_fields())


def _carry(field: AreaPathField, old: str, new: str, *, below: bool) -> int:
    rows = _belonging(field, old, below=below).filter(_open(field))
    # `old` may lie above other paths: the rest of the path is kept.
    return int(rows.update(**{field.name: Concat(Value(new), Substr(F(field.name), len(old) + 1))}))
