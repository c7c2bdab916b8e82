"""What goes out as a sheet. A room says it in its exports.py:

    @exports("accounts.posts", sheet=POSTS, ability="accounts.view", said=in_words)
    def posts(actor, params, on): return filter_posts(posts_seen_by(actor), …)

The function reads what the list page shows for the filters in its address: the page, the sheet out, the printed
ledger and the sheet in full that an approver allowed are the same rows in the same columns.
"""

import datetime as dt
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet

from core.permissions.actor import Actor
from core.permissions.gate import SIGNED_IN
from core.tabular.columns import Column, Sheet

Params = Mapping[str, str]
Rows = Callable[[Actor, Params, dt.date], QuerySet[Any] | Sequence[Any]]
OF_THE_PAGE = frozenset({"page", "csrfmiddlewaretoken"})


@dataclass(frozen=True, slots=True)
class ExportKind:
    """Attributes:
    rows: what the actor sees for these filters on a day; refuses filters that it doesn't understand.
    said: the filters in words, as they come out for the actor: for the record and for whoever approves.
    whole: rows are more than one page of them, and are completed chunk by chunk (names of places and the like).
    """

    key: str
    sheet: Sheet
    ability: str
    rows: Rows
    said: Callable[[Actor, Params], str]
    whole: Callable[[Sequence[Any]], Sequence[Any]]

    @property
    def masked(self) -> list[Column]:
        """Columns that go out masked unless somebody approved."""
        return [column for column in self.sheet.columns if column.mask is not None]

    def is_open_to(self, actor: Actor) -> bool:
        return self.ability == SIGNED_IN or actor.has(self.ability)

    def place_of(self, actor: Actor) -> str:
        """The area all rows lie in: the actor's only one, else the county."""
        paths = actor.paths_for(self.ability)
        return paths[0] if len(paths) == 1 else str(actor.tenant)

    def lines(self, actor: Actor, params: Params, on: dt.date) -> Iterable[Any]:
        """All rows, completed, chunk by chunk."""
        rows = self.rows(actor, params, on)
        chunk: list[Any] = []
        for row in rows.iterator(chunk_size=CHUNK) if isinstance(rows, QuerySet) else rows:
            chunk.append(row)
            if len(chunk) == CHUNK:
                yield from self.whole(chunk)
                chunk = []
        yield from self.whole(chunk)

    def count(self, actor: Actor, params: Params, on: dt.date) -> int:
        rows = self.rows(actor, params, on)
        return rows.count() if isinstance(rows, QuerySet) else len(rows)


CHUNK = 1000
_kinds: dict[str, ExportKind] = {}


def _nothing_said(actor: Actor, params: Params) -> str:
    return ""


def _as_they_are(rows: Sequence[Any]) -> Sequence[Any]:
    return rows


def exports(
    key: str,
    *,
    sheet: Sheet,
    ability: str,
    said: Callable[[Actor, Params], str] = _nothing_said,
    whole: Callable[[Sequence[Any]], Sequence[Any]] = _as_they_are,
) -> Callable[[Rows], Rows]:
    """Register a read as something that goes out as a sheet.

    Raises:
        ValueError: the key is taken.
    """

    def register(rows: Rows) -> Rows:
        if key in _kinds:
            raise ValueError(f"the export {key!r} is registered already")
        _kinds[key] = ExportKind(key=key, sheet=sheet, ability=ability, rows=rows, said=said, whole=whole)
        return rows

    return register


def find_export(key: str) -> ExportKind | None:
    return _kinds.get(key)


def filters_in(asked: Mapping[str, Any]) -> dict[str, str]:
    """What of a page's address says which rows: everything but the page's number."""
    return {key: str(asked[key]) for key in sorted(asked) if key not in OF_THE_PAGE and asked[key]}
