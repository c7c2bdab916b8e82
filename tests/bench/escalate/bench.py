"""1,000,000 open cases in 20 counties, 50,000 of them past their village's term, handed up by the sweep, against one
bare statement a batch doing the same writes in counties of the same size.

Watched as well: in each county the oldest comes first, no county waits for another's backlog, each case is handed up
exactly once with its step and its record.
"""

from collections import deque
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.db import connection, connections

from core.deadlines import registry
from core.deadlines.actions.sweep import BATCH, Swept, sweep_in_turn
from core.deadlines.choices import Stage
from core.deadlines.registry import Batch
from core.tenancy.context import in_tenant
from core.workcalendar.actions.load_year import load_year
from core.workcalendar.years import seed
from disputes.choices import Promise, Verb
from disputes.models import Case, CaseDeadline, Step
from script.house.measure import bare_statements, counted_queries, seconds
from tests.bench.disputes.ground import NOW, fill

COUNTIES, CASES, DUE = 20, 1_000_000, 50_000
FIRST, TWINS = 140101, 150101
BARE = bare_statements(Path(__file__).parent / "bare.sql")
Row = dict[str, Any]


def sizes(scale: float) -> list[tuple[int, int]]:
    """Open and due cases of each county; the first has a third of what is due, the last almost nothing."""
    counties = max(2, round(COUNTIES * min(1.0, scale * 5)))
    each, due = int(CASES * scale) // counties, int(DUE * scale)
    shares = [due // 3, *[(due - due // 3) // (counties - 1)] * (counties - 1)]
    return [(max(each, one * 6), one) for one in shares]


class Watch:
    """Stands before the verb and remembers whose batch came when."""

    def __init__(self) -> None:
        self.turns: list[tuple[int, tuple[Any, ...]]] = []
        self.key = (CaseDeadline, Promise.SETTLE_LEVEL.value, Stage.DUE)
        self.verb = registry._verbs[self.key]

    def __call__(self, batch: Batch) -> str | None:
        self.turns.append((batch.actor.tenant, batch.ids))
        return self.verb(batch)

    def __enter__(self) -> "Watch":
        registry._verbs[self.key] = self
        return self

    def __exit__(self, *problem: object) -> None:
        registry._verbs[self.key] = self.verb

    def check(self, expected: dict[int, int], batch: int) -> None:
        """Raise unless the oldest came first everywhere and every county had its turn in every round."""
        left = dict(expected)
        waiting = deque(left)
        for tenant, _ in self.turns:
            assert tenant == waiting.popleft(), f"{tenant} came out of its turn"
            left[tenant] -= batch
            if left[tenant] > 0:
                waiting.append(tenant)
        for tenant in expected:
            ids = [key for county, keys in self.turns if county == tenant for key in keys]
            with in_tenant(tenant):
                due_at = dict(CaseDeadline.objects.filter(pk__in=ids).values_list("id", "due_at"))
            order = [due_at[key] for key in ids]
            assert order == sorted(order), f"{tenant} did not take the oldest first"


def bare_escalation(tenants: list[int]) -> int:
    """The same writes by one statement a batch, in turn."""
    queue, done = deque(tenants), 0
    while queue:
        tenant = queue.popleft()
        with in_tenant(tenant), connection.cursor() as cursor:
            cursor.execute(BARE["batch"], {"tenant": tenant, "now": NOW, "batch": BATCH})
            turn = cursor.rowcount
        done += turn
        if turn >= BATCH:
            queue.append(tenant)
    return done


def run(scale: float) -> Iterator[Row]:
    """One row: cases handed up, by the sweep and by bare SQL."""
    for year in (2026, 2027):
        load_year(sheet=seed(year), on=NOW.date())
    counties = {FIRST + number: size for number, size in enumerate(sizes(scale))}
    for number, (count, due) in enumerate(counties.values()):
        fill(FIRST + number, count, due)
        fill(TWINS + number, count, due)
    with connections["owner"].cursor() as cursor:
        cursor.execute("VACUUM ANALYZE")  # as autovacuum does meanwhile
    expected = {tenant: due for tenant, (_, due) in counties.items()}
    total = sum(expected.values())
    done: list[int] = []
    limit = seconds(lambda: done.append(bare_escalation([TWINS + number for number in range(len(counties))])))
    assert done == [total], (done, total)
    swept: dict[int, Swept] = {}

    def work() -> None:
        swept.update(sweep_in_turn(tenants=list(counties), models=[CaseDeadline], now=NOW))

    with Watch() as watch, counted_queries(connection) as queries:
        took = seconds(work)
    watch.check(expected, BATCH)
    assert swept == {tenant: Swept(acted=due) for tenant, due in expected.items()}, swept
    for tenant, due in expected.items():
        with in_tenant(tenant):
            assert Step.objects.filter(verb=Verb.ESCALATE).count() == due
            assert Case.objects.filter(level="TOWNSHIP").count() == due
    yield {
        "name": "escalate",
        "n": total,
        "seconds": took,
        "limit_seconds": limit,
        "queries": len(queries),
        "per_second": round(total / took),
        "open": sum(count for count, _ in counties.values()),
        "counties": len(counties),
    }
