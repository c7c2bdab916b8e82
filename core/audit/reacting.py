"""What grows from a record after its commit: declared here, run by the relay.

    # <room>/reactions.py
    @reacts_to(CASE_SETTLED)
    def open_follow_up(record): ...

A reaction runs in the county, in one transaction with the mark that it ran; it writes through verbs, touches nothing
outside the database, and may be run again after a failure.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import TypeVar

from core.audit.codes import Code
from core.audit.models import Record

One = Callable[[Record], object]
Many = Callable[[list[Record]], object]
F = TypeVar("F", bound=Callable[..., object])


@dataclass(frozen=True, slots=True)
class Reaction:
    """A declared reaction. `name` is what claims remember: don't rename one while records wait for it."""

    name: str
    run: Many


_by_code: dict[str, list[Reaction]] = {}
_by_name: dict[str, Reaction] = {}


def reacts_to(*codes: Code, many: bool = False) -> Callable[[F], F]:
    """Run the decorated function after each record with one of `codes`.

    Args:
        many: the function takes a list of records (set-based). A failing list is halved until the poisoned record
            stands alone.
    """

    def declare(function: F) -> F:
        def one_by_one(records: list[Record]) -> None:
            for record in records:
                function(record)

        name = f"{function.__module__}.{getattr(function, '__qualname__', 'reaction')}"
        add_reaction(name, codes, function if many else one_by_one)
        return function

    return declare


def add_reaction(name: str, codes: Iterable[Code], run: Many) -> None:
    """Declare a reaction without the decorator (core.notifications does).

    Raises:
        ValueError: the name is taken.
    """
    if name in _by_name:
        raise ValueError(f"the reaction {name} is declared already")
    _by_name[name] = Reaction(name, run)
    for code in codes:
        _by_code.setdefault(code.key, []).append(_by_name[name])


def reactions_to(key: str) -> list[Reaction]:
    """Reactions declared for the act `key`."""
    return _by_code.get(key, [])


def find_reaction(name: str) -> Reaction | None:
    return _by_name.get(name)
