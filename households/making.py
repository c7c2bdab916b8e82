"""How far a volume is that a worker binds. It stands in the cache: in the database a volume is filed or not there."""

from dataclasses import dataclass
from typing import Final
from uuid import UUID

from django.core.cache import cache

KEPT_SECONDS: Final = 3600
SILENT_SECONDS: Final = 180
"""A worker that says nothing for so long was stopped; nothing was filed, and it may be filed again."""


@dataclass(frozen=True, slots=True)
class Making:
    """`trouble` is why nothing was filed."""

    done: int
    total: int
    trouble: str = ""

    @property
    def percent(self) -> int:
        return min(99, self.done * 100 // self.total) if self.total else 0


def began(tenant: int, key: UUID) -> None:
    """A worker was asked."""
    tell(tenant, key, 0, 0)


def tell(tenant: int, key: UUID, done: int, total: int) -> None:
    cache.set(_name(tenant, key), (done, total, ""), SILENT_SECONDS)


def fail(tenant: int, key: UUID, trouble: str) -> None:
    cache.set(_name(tenant, key), (0, 0, trouble), KEPT_SECONDS)


def making_of(tenant: int, key: UUID) -> Making | None:
    """None where nothing is being bound, or nothing was heard of it for too long."""
    kept = cache.get(_name(tenant, key))
    return Making(*kept) if kept else None


def _name(tenant: int, key: UUID) -> str:
    return f"volume:{tenant}:{key}"
