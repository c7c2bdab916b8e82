"""What can be imported. A room says it in its imports.py:

    @imports("accounts.posts", sheet=POSTS, ability="accounts.appoint", title=_("批量任命"), check=check_posts)
    def import_posts(*, rows, actor, at): ...

The function is a verb for many: it is called once, with all rows, inside one transaction, and may raise
`RowsRefused` with errors by row. A sheet whose rows stand together (a household of several rows) has a `survey` instead
of a `check`: what it made of the rows is what the verb gets, so that they are read against the county once a run.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from core.permissions.actor import Actor
from core.tabular.checking import Checked, RowError, SheetRow, Survey
from core.tabular.columns import Sheet, Text

Verb = Callable[..., Any]
Check = Callable[[Sequence[SheetRow], Actor], Iterable[RowError]]
Surveyor = Callable[[Checked, Actor, datetime], Survey]


@dataclass(frozen=True, slots=True)
class ImportKind:
    """Attributes:
    check: further errors that need the database (an unknown unit, a post held already); reads only.
    survey: the same for rows that stand together, with notes and an outlook; see `Survey`.
    """

    key: str
    sheet: Sheet
    ability: str
    title: Text
    verb: Verb
    check: Check | None = None
    survey: Surveyor | None = None
    note: Text = ""


_kinds: dict[str, ImportKind] = {}


def imports(
    key: str,
    *,
    sheet: Sheet,
    ability: str,
    title: Text,
    check: Check | None = None,
    survey: Surveyor | None = None,
    note: Text = "",
) -> Callable[[Verb], Verb]:
    """Register a verb for many rows as something a sheet can be imported into.

    Raises:
        ValueError: the key is taken.
    """

    def register(verb: Verb) -> Verb:
        if key in _kinds:
            raise ValueError(f"the import {key!r} is registered already")
        _kinds[key] = ImportKind(
            key=key,
            sheet=sheet,
            ability=ability,
            title=title,
            verb=verb,
            check=check,
            survey=survey,
            note=note,
        )
        return verb

    return register


def find_kind(key: str) -> ImportKind | None:
    return _kinds.get(key)


def kinds_for(actor: Actor) -> list[ImportKind]:
    """What this person may import, by title."""
    return sorted(
        (kind for kind in _kinds.values() if actor.has(kind.ability)), key=lambda kind: str(kind.title)
    )
