"""What else moves when a post is handed over: rooms above register it here.

# <room>/apps.py, ready()
moves_with_a_post(Mover(_("在办案件"), count=open_cases_of, move=move_cases))
"""

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol

from django.utils.functional import Promise

from accounts.models import Post
from core.permissions.actor import Actor


class Move(Protocol):
    """Moves what hangs on `old` to `new` through the room's own verbs; returns how many rows."""

    def __call__(self, *, old: Post, new: Post, on: dt.date, actor: Actor, at: dt.datetime) -> int: ...


@dataclass(frozen=True, slots=True)
class Mover:
    label: str | Promise
    count: Callable[[Post], int]
    move: Move


@dataclass(frozen=True, slots=True)
class Load:
    """So many things of one kind hang on a post."""

    post: Post
    label: str
    count: int


_movers: list[Mover] = []


def moves_with_a_post(mover: Mover) -> None:
    """Register a kind of work that follows its post."""
    _movers.append(mover)


def counted(post: Post) -> list[Load]:
    """The dry run."""
    return [Load(post, str(mover.label), mover.count(post)) for mover in _movers]


def move_loads(old: Post, new: Post, *, on: dt.date, actor: Actor, at: dt.datetime) -> dict[str, int]:
    """Move everything registered; how much of each kind."""
    return {str(mover.label): mover.move(old=old, new=new, on=on, actor=actor, at=at) for mover in _movers}
