"""How the planner joins in a statement that is about all rows of one county, or about very many."""

from collections.abc import Iterator, Sized
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Final

from django.db import connection

FEW: Final = 1_000  # as many are found by index, one by one
_WHOLE: Final = ContextVar("joined whole", default=False)


@contextmanager
def joined_whole(about: Sized | None = None) -> Iterator[None]:
    """Join tables whole, never row by row, in the statements inside; the transaction is open.

    Of a county whose rows are newer than the statistics, or too few in them to be named, the planner expects next to
    none, and would look through all of its doors for each of its duties: minutes for what takes a second.

    Args:
        about: the rows that the statements are limited to; None for all. Of a few nothing is changed.
    """
    if _WHOLE.get() or (about is not None and len(about) <= FEW):
        yield
        return
    token = _WHOLE.set(True)
    try:
        with connection.cursor() as cursor:
            cursor.execute("SET LOCAL enable_nestloop = off")
        yield
        with connection.cursor() as cursor:  # after a failure the transaction forgets it by itself
            cursor.execute("SET LOCAL enable_nestloop TO DEFAULT")
    finally:
        _WHOLE.reset(token)
