"""Who keeps promises counted by the calendar, and is told when it changes.

A room above registers two functions in its `AppConfig.ready`: one that says which promises would move, one
that moves them. Both run inside the county's open transaction, for the whole county at once.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
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


Preview = Callable[[Calendar], Iterable[Shift]]
Follow = Callable[..., int]

_followers: dict[str, tuple[Preview, Follow]] = {}


def register(name: str, *, preview: Preview, follow: Follow) -> None:
    """Register under a name.

    Args:
        preview: takes the calendar to come, yields what would move.
        follow: takes `calendar=, actor=, at=`, moves it, returns how many promises moved.
    """
    _followers[name] = (preview, follow)


def shifts(calendar: Calendar) -> list[Shift]:
    """Every promise of the open county that would move under a calendar, earliest first."""
    found = [shift for preview, _ in _followers.values() for shift in preview(calendar)]
    return sorted(found, key=lambda shift: shift.before)


def follow(*, calendar: Calendar, actor: Actor, at: datetime) -> int:
    """Move every promise of the open county to a calendar; says how many moved."""
    return sum(move(calendar=calendar, actor=actor, at=at) for _, move in _followers.values())
