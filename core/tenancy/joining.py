"""What the planner has to be told when a statement is about all rows of one county, or about very many.

Two traps, each of which makes minutes or hours of seconds. Of a county whose rows are newer than the statistics the
planner expects next to none, and would look through all of its doors for each of its duties. And the session keeps
the plans by which the database checks foreign keys: made while a table was nearly empty, when every index that begins
with the county looked as good as the primary key, such a plan then looks through the county for each of the new rows.
"""

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
        forget_plans()
    finally:
        _WHOLE.reset(token)


def forget_plans() -> None:
    """Let the database plan anew what it checks when the transaction ends, now that very many rows are there."""
    with connection.cursor() as cursor:
        cursor.execute("DISCARD PLANS")
