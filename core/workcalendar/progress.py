"""How far the counting or moving of promises is. It stands in the cache: the row changes only when all is done."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from django.core.cache import cache

from core.workcalendar.models import CalendarChange

KEPT_SECONDS: Final = 3600


@dataclass(frozen=True, slots=True)
class Progress:
    done: int
    total: int

    @property
    def percent(self) -> int:
        return min(100, self.done * 100 // self.total) if self.total else 0


class Reporter:
    """Called with how many promises were looked at since the last call."""

    def __init__(self, change: CalendarChange, total: int) -> None:
        self.key, self.done, self.total = _key(change), 0, total
        self(0)

    def __call__(self, looked_at: int) -> None:
        self.done += looked_at
        cache.set(self.key, (self.done, self.total), KEPT_SECONDS)


def progress_of(change: CalendarChange) -> Progress | None:
    """How far what runs now is; None before a worker has begun, and where nothing runs."""
    kept = cache.get(_key(change)) if change.is_running else None
    return Progress(*kept) if kept else None


def _key(change: CalendarChange) -> str:
    return f"calendar:{change.pk}:{change.state}"
