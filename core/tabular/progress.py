"""How far a job is. It stands in the cache and not in the row: the row changes only when the whole import does."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Final, overload
from uuid import UUID

from django.core.cache import cache

EVERY: Final = 100
KEPT_SECONDS: Final = 3600


@dataclass(frozen=True, slots=True)
class Progress:
    step: str
    done: int
    total: int

    @property
    def percent(self) -> int:
        return min(100, self.done * 100 // self.total) if self.total else 0


def report(job_id: UUID, step: str, done: int, total: int) -> None:
    cache.set(f"import:{job_id}", (step, done, total), KEPT_SECONDS)


def progress_of(job_id: UUID) -> Progress | None:
    kept = cache.get(f"import:{job_id}")
    return Progress(*kept) if kept else None


class CountedRows(Sequence[Any]):
    """Rows that tell how far a verb has read them."""

    def __init__(self, rows: Sequence[Any], job_id: UUID, step: str) -> None:
        self._rows, self._job_id, self._step = rows, job_id, step

    def __len__(self) -> int:
        return len(self._rows)

    @overload
    def __getitem__(self, at: int) -> Any: ...
    @overload
    def __getitem__(self, at: slice) -> Sequence[Any]: ...
    def __getitem__(self, at: int | slice) -> Any:
        return self._rows[at]

    def __iter__(self) -> Iterator[Any]:
        for done, row in enumerate(self._rows):
            if done % EVERY == 0:
                report(self._job_id, self._step, done, len(self._rows))
            yield row
