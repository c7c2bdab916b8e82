"""Sweeps as the house runs them: each county is a turn in one queue, from which the processes of its worker take.

What a sweep is held against, the same writes as bare SQL, goes through the same queue in as many processes.
"""

import multiprocessing
import time
from collections.abc import Callable, Iterable, Sequence
from datetime import datetime
from typing import Any, NamedTuple

from django.db import connection, connections

from core.deadlines import registry
from core.deadlines.actions.sweep import BATCH, Swept, sweep
from core.deadlines.choices import Stage
from core.deadlines.models import Deadline
from core.deadlines.registry import Batch
from core.tenancy.context import in_tenant
from script.house.measure import counted_queries

SWEEPERS = 2  # processes of the worker in docker-compose.yml
Turn = Callable[[int], Sequence[Any]]


class Took(NamedTuple):
    """What a sweep of several counties took.

    Attributes:
        turns: county and what was acted on, in the order in which the turns were taken.
    """

    seconds: float
    queries: int
    turns: list[tuple[int, tuple[Any, ...]]]

    @property
    def done(self) -> int:
        """How many promises were acted on."""
        return sum(len(acted) for _tenant, acted in self.turns)

    def check(self, expected: dict[int, int], model: type[Deadline]) -> None:
        """Raise unless each promise was kept once, the oldest first, and no county waited for another's backlog.

        Args:
            expected: how many promises were due, by county.
        """
        first = [tenant for tenant, _acted in self.turns[: len(expected)]]
        assert sorted(first) == sorted(expected), "a county had a second turn before each had its first"
        for tenant, due in expected.items():
            acted = [key for county, keys in self.turns if county == tenant for key in keys]
            assert len(acted) == len(set(acted)) == due, f"{tenant}: {len(acted)} acts on {due} promises"
            with in_tenant(tenant):
                due_at = dict(model.objects.filter(pk__in=acted).values_list("id", "due_at"))
            order = [due_at[key] for key in acted]
            assert order == sorted(order), f"{tenant} did not take the oldest first"


class Watch:
    """Stands before the verb of a promise that came due and remembers what it was given."""

    def __init__(self, model: type[Deadline], kind: str) -> None:
        self.model, self.key = model, (model, kind, Stage.DUE)
        self.verb = registry._verbs[self.key]
        self.given: list[Any] = []

    def __call__(self, batch: Batch) -> str | None:
        self.given.extend(batch.ids)
        return self.verb(batch)

    def __enter__(self) -> "Watch":
        registry._verbs[self.key] = self
        return self

    def __exit__(self, *problem: object) -> None:
        registry._verbs[self.key] = self.verb

    def turn(self, now: datetime) -> Turn:
        """One turn of the sweep in a county, as `sweep_county` takes it."""

        def sweep_once(tenant: int) -> Sequence[Any]:
            self.given = []
            swept = sweep(tenant=tenant, model=self.model, now=now, limit=BATCH, batch=BATCH)
            assert swept == Swept(acted=len(self.given)), swept
            return self.given

        return sweep_once


def bare_turn(statement: str, now: datetime) -> Turn:
    """One batch of bare SQL in a county."""

    def write_once(tenant: int) -> Sequence[Any]:
        with in_tenant(tenant), connection.cursor() as cursor:
            cursor.execute(statement, {"tenant": tenant, "now": now, "batch": BATCH})
            return range(cursor.rowcount)

    return write_once


def in_turn(turn: Turn, tenants: Iterable[int]) -> Took:
    """Take turns until every county had one that found less than a batch; who has more queues up behind the others."""
    forked = multiprocessing.get_context("fork")
    queue, told, waiting = forked.SimpleQueue(), forked.SimpleQueue(), list(tenants)
    left = forked.Value("i", len(waiting))
    for tenant in waiting:
        queue.put(tenant)
    connections.close_all()  # a process has its own
    sweepers = [forked.Process(target=_take_turns, args=(turn, queue, left, told)) for _ in range(SWEEPERS)]
    began = time.perf_counter()
    for one in sweepers:
        one.start()
    turns: list[tuple[float, int, tuple[Any, ...]]] = []
    queries: list[int] = []
    while len(queries) < SWEEPERS:
        match told.get():
            case Exception() as problem:
                raise problem
            case int() as asked:
                queries.append(asked)
            case taken:
                turns.append(taken)
    took = time.perf_counter() - began
    for one in sweepers:
        one.join()
    return Took(took, sum(queries), [(tenant, acted) for _at, tenant, acted in sorted(turns, key=_taken_at)])


def _take_turns(turn: Turn, queue: Any, left: Any, told: Any) -> None:
    try:
        with counted_queries(connection) as queries:
            while (tenant := queue.get()) is not None:
                at = time.monotonic()
                acted = tuple(turn(tenant))
                told.put((at, tenant, acted))
                if len(acted) >= BATCH:
                    queue.put(tenant)
                    continue
                with left.get_lock():
                    left.value -= 1
                    if left.value == 0:
                        for _ in range(SWEEPERS):
                            queue.put(None)
        told.put(len(queries))
    except Exception as problem:
        told.put(problem)


def _taken_at(turn: tuple[float, int, tuple[Any, ...]]) -> float:
    return turn[0]
