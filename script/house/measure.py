"""What a bench measures with: seconds, percentiles, queries, memory, and the bare SQL it is held against.

A bench is `tests/bench/<name>/bench.py` with `run(scale: float) -> Iterable[dict]`: `scale` is 1 for the size that
is kept in docs/bench.md and a small fraction in CI. Its limit, the same work as bare SQL, lies beside it in bare.sql.
"""

from __future__ import annotations

import math
import resource
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Protocol

UNCOUNTED = (
    "SAVEPOINT",
    "RELEASE SAVEPOINT",
    "ROLLBACK TO",
    "SET LOCAL",
    "BEGIN",
    "COMMIT",
    "START TRANSACTION",
)


class Connection(Protocol):
    """A Django connection, as far as counting goes."""

    def execute_wrapper(self, wrapper: Callable[..., Any]) -> Any: ...


@dataclass(slots=True)
class Count:
    """The statements that were sent, without those that only open and close transactions."""

    statements: list[str] = field(default_factory=list)

    def __call__(self, execute: Callable[..., Any], sql: Any, params: Any, many: bool, context: Any) -> Any:
        """Stand between Django and the database."""
        if not str(sql).lstrip().upper().startswith(UNCOUNTED):
            self.statements.append(str(sql))
        return execute(sql, params, many, context)

    def __len__(self) -> int:
        return len(self.statements)


@contextmanager
def counted_queries(connection: Connection) -> Iterator[Count]:
    """Count the statements inside: `with counted_queries(connection) as queries: …; len(queries)`."""
    count = Count()
    with connection.execute_wrapper(count):
        yield count


def seconds(work: Callable[[], object]) -> float:
    """How long the work takes, once."""
    began = time.perf_counter()
    work()
    return time.perf_counter() - began


def each_in_ms(work: Callable[[], object], times: int) -> list[float]:
    """How many milliseconds each of several runs takes; one run before does not count."""
    work()
    return [seconds(work) * 1000 for _ in range(times)]


def percentile(values: Sequence[float], share: float) -> float:
    """The smallest value that `share` (0.95 …) of all values do not exceed."""
    ordered = sorted(values)
    return ordered[max(0, math.ceil(share * len(ordered)) - 1)]


def spread(values_ms: Sequence[float]) -> dict[str, float]:
    """p50_ms and p95_ms, as a bench's row carries them."""
    return {"p50_ms": round(percentile(values_ms, 0.50), 2), "p95_ms": round(percentile(values_ms, 0.95), 2)}


def peak_memory_mb() -> float:
    """The most memory this process has held so far."""
    return round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024, 1)


def bare_statements(path: Path) -> dict[str, str]:
    """The statements of a bare.sql: each begins with a line `-- name: …` and ends before the next."""
    statements: dict[str, str] = {}
    name = ""
    for line in path.read_text("utf-8").splitlines():
        if line.startswith("-- name:"):
            name = line.removeprefix("-- name:").strip()
            statements[name] = ""
        elif name:
            statements[name] += line + "\n"
    return {name: text.strip() for name, text in statements.items()}
