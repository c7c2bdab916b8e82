"""Records a second against bare inserts; how fast the relay seals, the chain verifies and the auditor finds."""

import json
import re
import resource
import statistics
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path
from typing import Any
from uuid import UUID

from django.db import connection, connections
from psycopg2.extras import execute_values

from core.audit.actions.record import Entry, record, record_many
from core.audit.codes import code
from core.audit.sealing import BATCH, seal_pending
from core.audit.selectors import Filters, search_records
from core.audit.verifying import faults_of
from core.permissions.actor import ActingPost, Actor
from core.tenancy.context import in_tenant
from core.tenancy.ids import uuid7
from core.tenancy.models import Tenant

TENANT, BARE_TENANT = 130723, 130722
FULL = 50_000
NOW = datetime(2026, 11, 22, 9, 30, tzinfo=UTC)
ACT = code("bench.renamed", "{actor}将{before[name]}更名为{after[name]}")
POST = ActingPost(uuid7(), "TOWNSHIP_CLERK", "综治中心办事员", "130723001", None, frozenset())
Row = dict[str, Any]


def statements() -> dict[str, str]:
    """bare.sql by name."""
    text = (Path(__file__).parent / "bare.sql").read_text("utf-8")
    found = re.findall(r"^-- (\w+)\n((?:.+\n)+)", text, re.MULTILINE)
    return {name: re.sub(r"^--.*\n", "", body, flags=re.MULTILINE) for name, body in found}


BARE = statements()


def actor(tenant: int) -> Actor:
    return Actor(tenant, uuid7(), uuid7(), "李敏", (POST,))


def entries(count: int) -> list[Entry]:
    return [
        Entry(
            subject_type="grids.area",
            subject_id=uuid7(),
            path=f"130723{number % 17:03d}{number % 20:03d}",
            before={"name": f"第{number}网格"},
            after={"name": f"第{number}网格（新）", "targets": [80, 300]},
            subject_label=f"第{number}网格",
        )
        for number in range(count)
    ]


def bare_rows(made: list[Entry], tenant: int) -> list[tuple[Any, ...]]:
    """The same rows as finished tuples: nothing is left to do but to insert them."""
    who = uuid7()
    act = (NOW, ACT.key, who, "李敏", POST.id, POST.title)
    return [
        (
            tenant,
            uuid7(),
            *act,
            entry.subject_type,
            entry.subject_id,
            entry.subject_label,
            entry.path,
            json.dumps(entry.before),
            json.dumps(entry.after),
            "",
            "",
            "COMMAND",
        )
        for entry in made
    ]


@contextmanager
def timed() -> Iterator[list[float]]:
    took = [time.perf_counter()]
    yield took
    took[0] = time.perf_counter() - took[0]


def counting(work: Callable[[], object]) -> int:
    """Queries that `work` makes, without BEGIN, SAVEPOINT and SET LOCAL."""
    seen: list[str] = []

    def note(execute: Any, sql: str, *rest: Any) -> Any:
        seen.append(str(sql)[:12].upper())
        return execute(sql, *rest)

    with connection.execute_wrapper(note):
        work()
    return len([sql for sql in seen if not sql.startswith(("SAVEPOINT", "RELEASE", "SET LOCAL", "BEGIN"))])


def insert_bare(rows: list[tuple[Any, ...]], page: int) -> None:
    with connection.cursor() as cursor:
        execute_values(cursor.cursor, BARE["record"], rows, page_size=page)
        execute_values(cursor.cursor, BARE["queue"], [row[:2] for row in rows], page_size=page)


def slices(rows: list[Any]) -> Iterator[list[Any]]:
    """A tenth at a time, so that ours and the bare statement run under the same weather."""
    size = max(len(rows) // 10, 1)
    for start in range(0, len(rows), size):
        yield rows[start : start + size]


def many(count: int) -> Row:
    took = limit = 0.0
    queries = 0
    for made in slices(entries(count)):
        rows = bare_rows(made, BARE_TENANT)
        with timed() as bare, in_tenant(BARE_TENANT):
            insert_bare(rows, 500)
        with timed() as ours, in_tenant(TENANT):
            queries += counting(partial(record_many, ACT, actor=actor(TENANT), at=NOW, rows=made))
        took, limit = took + ours[0], limit + bare[0]
    return {
        "name": "audit record_many",
        "n": count,
        "seconds": took,
        "limit_seconds": limit,
        "queries": queries,
        "per_second": round(count / took),
    }


def single(count: int) -> Row:
    subject, who = Tenant.objects.get(code=TENANT), actor(TENANT)
    times, limit = [], 0.0
    for made in slices(entries(count)):
        rows = bare_rows(made, BARE_TENANT)
        with timed() as bare, in_tenant(BARE_TENANT):
            for row in rows:
                insert_bare([row], 1)
        limit += bare[0]
        with in_tenant(TENANT):
            for entry in made:
                with timed() as one:
                    record(
                        ACT,
                        actor=who,
                        post=POST,
                        at=NOW,
                        subject=subject,
                        before=entry.before,
                        after=entry.after,
                    )
                times.append(one[0])
    return {
        "name": "audit record",
        "n": count,
        "seconds": sum(times),
        "limit_seconds": limit,
        "queries": 1,
        "per_second": round(count / sum(times)),
        **percentiles(times),
    }


def seal_bare(offset: int) -> int:
    with in_tenant(BARE_TENANT), connection.cursor() as cursor:
        cursor.execute(BARE["seal"], {"tenant": BARE_TENANT, "batch": BATCH, "offset": offset})
        return int(cursor.fetchone()[0])


def sealing() -> Row:
    """Seal everything that waits, batch by batch: by the relay in one county, by bare SQL in the other."""
    done, took, limit, queries = 0, 0.0, 0.0, 0
    sealed = 1
    while sealed:
        with timed() as bare:
            seal_bare(done)
        with timed() as ours:
            sealed = seal_pending(TENANT, at=NOW)
        if sealed:
            done, took, limit = done + sealed, took + ours[0], limit + bare[0]
    with in_tenant(TENANT):
        record_many(ACT, actor=actor(TENANT), at=NOW, rows=entries(10))
    queries = counting(partial(seal_pending, TENANT, at=NOW))
    return {
        "name": "audit relay",
        "n": done,
        "seconds": took,
        "limit_seconds": limit,
        "queries": queries,
        "per_second": round(done / took),
    }


def refresh() -> None:
    """Let the planner see the new rows, as autovacuum would have by morning."""
    with connections["owner"].cursor() as cursor:
        cursor.execute("ANALYZE")


def verifying(count: int) -> Row:
    with timed() as limit, in_tenant(TENANT), connection.cursor() as cursor:
        cursor.execute(BARE["read"], {"tenant": TENANT})
        cursor.fetchone()
    with timed() as took:
        faults = list(faults_of(TENANT))
    assert faults == []
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return {
        "name": "audit verify",
        "n": count,
        "seconds": took[0],
        "limit_seconds": limit[0],
        "memory_mb": round(memory),
    }


def searching() -> Row:
    """A township's newest fifty records, page by page."""
    filters = Filters(since=NOW - timedelta(days=7), paths=("130723003",))
    times, cursor_at = [], None
    with timed() as took, in_tenant(TENANT):
        for _page in range(50):
            began = time.perf_counter()
            rows = list(search_records(filters, before=cursor_at)[:51])
            times.append(time.perf_counter() - began)
            cursor_at = (rows[-1].at, UUID(str(rows[-1].id))) if len(rows) == 51 else None
    with timed() as limit, in_tenant(TENANT), connection.cursor() as cursor:
        for _page in range(50):
            cursor.execute(BARE["search"], {"tenant": TENANT, "low": "130723003", "high": "130723003~"})
            cursor.fetchall()
    return {
        "name": "audit search",
        "n": 50,
        "seconds": took[0],
        "limit_seconds": limit[0],
        "queries": 1,
        **percentiles(times),
    }


def percentiles(times: list[float]) -> Row:
    ranks = statistics.quantiles(times, n=20)
    return {"p50_ms": round(ranks[9] * 1000, 3), "p95_ms": round(ranks[18] * 1000, 3)}


def run(scale: float) -> Iterator[Row]:
    """One row for each thing measured."""
    for county in (TENANT, BARE_TENANT):
        Tenant.objects.get_or_create(code=county, defaults={"name": str(county), "full_name": str(county)})
    count = max(int(FULL * scale), 500)
    yield many(count)
    yield single(max(count // 10, 100))
    yield sealing()
    refresh()
    yield verifying(count)
    yield searching()
