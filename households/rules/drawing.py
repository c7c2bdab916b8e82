"""A draw that anybody can repeat from its seed."""

import hashlib
from collections.abc import Iterable
from uuid import UUID


def drawn(population: Iterable[UUID], *, count: int, seed: str) -> list[UUID]:
    """The first `count` by the digest of seed and id: the same rows for the same seed, in whatever order they come."""
    return sorted(population, key=lambda one: hashlib.sha256(f"{seed}{one}".encode()).digest())[:count]


def sample_size(population: int, percent: int) -> int:
    """So many per cent, rounded up: where anything is asked for, at least one."""
    return -(-population * percent // 100)
