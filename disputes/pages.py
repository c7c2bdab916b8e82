"""A page of rows that are made from a query: counted by the query, made only for the rows of the page."""

from collections.abc import Callable, Iterable, Sequence
from typing import Any, overload

from django.db.models import QuerySet


class PageOfRows(Sequence[Any]):
    """Looks like a list to a paginator; `make` turns the objects of one slice into rows."""

    def __init__(self, rows: QuerySet[Any], make: Callable[[Sequence[Any]], Iterable[Any]]) -> None:
        self._rows, self._make = rows, make

    def __len__(self) -> int:
        return self._rows.count()

    @overload
    def __getitem__(self, part: int) -> Any: ...
    @overload
    def __getitem__(self, part: slice) -> Sequence[Any]: ...
    def __getitem__(self, part: int | slice) -> Any:
        if isinstance(part, slice):
            return list(self._make(list(self._rows[part])))
        return next(iter(self._make([self._rows[part]])))
