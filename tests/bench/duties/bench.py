"""A month is opened for 40,259 and for 1,000,000 pairs, against a bare INSERT … SELECT of the same rows; and opened again,
when nothing is missing. Verb and bare take turns, month after month, on the same table.
"""

import datetime as dt
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.db import connection, connections

from core.permissions.actor import Actor
from core.tenancy.context import in_tenant
from core.workcalendar.rules import start_of
from households.actions.align_duties import align_duties
from households.actions.open_month import open_month
from households.rules.months import next_first
from script.house.measure import bare_statements, counted_queries, seconds
from tests.bench.pairs.ground import fill

COUNTIES = {130723: 40_259, 130722: 1_000_000}
FIRST = dt.date(2026, 1, 1)
ROUNDS = 2
BARE = bare_statements(Path(__file__).parent / "bare.sql")
Row = dict[str, Any]


def bare(code: int, month: dt.date) -> int:
    with in_tenant(code), connection.cursor() as cursor:
        cursor.execute(BARE["open"], {"tenant": code, "month": month, "next": next_first(month)})
        return int(cursor.rowcount)


def opened(code: int, month: dt.date) -> int:
    with in_tenant(code):
        return open_month(actor=Actor.system(code), at=start_of(month)).duties


def opening(code: int, doors: int) -> Iterator[Row]:
    month, took, limit, queries = FIRST, 0.0, 0.0, 0
    for turn in range(ROUNDS):
        for verb in ("opened", "bare") if turn % 2 == 0 else ("bare", "opened"):
            done: list[int] = []
            act = opened if verb == "opened" else bare

            def work(
                act: Any = act, code: int = code, month: dt.date = month, done: list[int] = done
            ) -> None:
                done.append(act(code, month))

            with counted_queries(connection) as counted:
                spent = seconds(work)
            assert done == [doors], done
            if verb == "opened":
                took, queries = took + spent, len(counted)
            else:
                limit += spent
            month = next_first(month)
    yield {
        "name": "duties",
        "n": doors,
        "seconds": took / ROUNDS,
        "limit_seconds": limit / ROUNDS,
        "queries": queries,
        "per_second": round(doors * ROUNDS / took),
    }
    again = seconds(lambda: opened(code, FIRST))
    yield {
        "name": "duties again",
        "n": doors,
        "seconds": again,
        "limit_seconds": limit / ROUNDS,
        "aligned_seconds": round(seconds(lambda: aligned(code)), 2),
    }


def aligned(code: int) -> None:
    with in_tenant(code):
        assert not align_duties(actor=Actor.system(code), at=start_of(FIRST))


def run(scale: float) -> Iterator[Row]:
    """Two rows for each county."""
    for code, doors in COUNTIES.items():
        count = max(100, int(doors * scale))
        fill(code, count)
        with connections["owner"].cursor() as cursor:
            cursor.execute("ANALYZE")
        yield from opening(code, count)
