"""1,000,000 open cases in 20 counties, 50,000 of them past their village's term, handed up by as many sweepers as the
house's worker has, against one bare statement a batch doing the same writes in counties of the same size, side by side too.

Watched as well: in each county the oldest comes first, no county waits for another's backlog, each case is handed up
exactly once with its step and its record.
"""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.db import connections

from core.tenancy.context import in_tenant
from core.workcalendar.actions.load_year import load_year
from core.workcalendar.years import seed
from disputes.choices import Promise, Verb
from disputes.models import Case, CaseDeadline, Step
from script.house.measure import bare_statements
from tests.bench.disputes.ground import NOW, fill
from tests.bench.sweepers import Watch, bare_turn, in_turn

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
    bare = in_turn(bare_turn(BARE["batch"], NOW), [TWINS + number for number in range(len(counties))])
    assert bare.done == total, (bare.done, total)
    with Watch(CaseDeadline, Promise.SETTLE_LEVEL) as watch:
        swept = in_turn(watch.turn(NOW), counties)
    swept.check(expected, CaseDeadline)
    for tenant, due in expected.items():
        with in_tenant(tenant):
            assert Step.objects.filter(verb=Verb.ESCALATE).count() == due
            assert Case.objects.filter(level="TOWNSHIP").count() == due
    yield {
        "name": "escalate",
        "n": total,
        "seconds": swept.seconds,
        "limit_seconds": bare.seconds,
        "queries": swept.queries,
        "per_second": round(total / swept.seconds),
        "open": sum(count for count, _ in counties.values()),
        "counties": len(counties),
    }
