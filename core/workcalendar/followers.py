"""Who keeps promises counted by the calendar, and is told when it changes.

A room above registers three functions in its `AppConfig.ready`: one that counts the promises made by another
calendar, one that says which would move, one that moves them. All run inside the county's open transaction, for
the whole county at once, and say how far they are.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from itertools import chain
from typing import Any

from core.permissions.actor import Actor
from core.workcalendar.rules import Calendar


@dataclass(frozen=True, slots=True)
class Shift:
    """One promise that moves: which one, from when to when."""

    what: Any
    subject: str
    before: datetime
    after: datetime
    is_estimated: bool


Told = Callable[[int], None]
Behind = Callable[[Calendar], int]
Preview = Callable[[Calendar, Told], Iterable[Shift]]
Follow = Callable[..., int]

_followers: dict[str, tuple[Behind, Preview, Follow]] = {}


def nobody(looked_at: int) -> None:
    """Nobody wants to know how far it is."""


def register(name: str, *, behind: Behind, preview: Preview, follow: Follow) -> None:
    """Register under a name.

    Args:
        behind: takes the calendar in force, returns how many running promises were counted by another.
        preview: takes the calendar to come and whom to tell how many were looked at, yields what would move.
        follow: takes `calendar=, actor=, at=, told=`, moves it, returns how many promises moved.
    """
    _followers[name] = (behind, preview, follow)


def behind(calendar: Calendar) -> int:
    """How many running promises of the open county were counted by another calendar."""
    return sum(count(calendar) for count, _, _ in _followers.values())


def shifts(calendar: Calendar, told: Told = nobody) -> Iterator[Shift]:
    """Every promise of the open county that would move under a calendar, in no order."""
    return chain.from_iterable(preview(calendar, told) for _, preview, _ in _followers.values())


def follow(*, calendar: Calendar, actor: Actor, at: datetime, told: Told = nobody) -> int:
    """Move every promise of the open county to a calendar; says how many moved."""
    return sum(move(calendar=calendar, actor=actor, at=at, told=told) for _, _, move in _followers.values())
