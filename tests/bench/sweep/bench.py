"""The sweep of 100,000 open deadlines in three counties, 20,000 of them due, against the same writes by bare SQL.

Each county has a twin with the same rows, in which the bare statements run. The order is watched: in each county
the oldest comes first, and a county with little to do is not kept waiting by one with much.
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

from django.db import connection, connections

from core.deadlines.actions.recompute_deadlines import recompute_deadlines
from core.deadlines.actions.sweep import BATCH, sweep
from core.deadlines.choices import State
from core.permissions.actor import Actor
from core.tenancy.context import in_tenant
from core.tenancy.models import Tenant
from core.workcalendar.actions.load_year import load_year
from core.workcalendar.choices import DayKind
from core.workcalendar.models import LocalDay
from core.workcalendar.rules import WORKING_DAYS, Term
from core.workcalendar.selectors import county_calendar
from core.workcalendar.years import seed
from script.house.measure import bare_statements, counted_queries, each_in_ms, seconds, spread
from tests.bench.sweepers import Watch, bare_turn, in_turn
from tests.probe.models import ProbeCase, ProbeDeadline, ProbeStep

# Open and due of each county; one has most of the work. The twins carry the bare statements.
COUNTIES = {130723: (60_000, 14_000), 130722: (30_000, 5_000), 130725: (10_000, 1_000)}
TWIN = {130723: 130728, 130722: 130727, 130725: 130726}
NOW = datetime(2026, 11, 22, 9, 30, tzinfo=UTC)
TERM = Term(5, WORKING_DAYS)
BARE = bare_statements(Path(__file__).parent / "bare.sql")
Row = dict[str, Any]


def fill(tenant: int, count: int, due: int, calendar_version: str) -> None:
    """So many open promises, `due` of them a minute apart and over, the rest to come; their order is shuffled."""
    dice = random.Random(tenant)
    with in_tenant(tenant):
        cases = ProbeCase.objects.bulk_create(
            (ProbeCase(title=f"纠纷{number}") for number in range(count)), batch_size=5000
        )
        instants = [NOW - timedelta(seconds=30 * (number + 1)) for number in range(due)]
        instants += [NOW + timedelta(minutes=number + 1) for number in range(count - due)]
        dice.shuffle(instants)
        ProbeDeadline.objects.bulk_create(
            (
                ProbeDeadline(
                    case=case,
                    kind="ANSWER",
                    started_at=at - timedelta(days=7),
                    counted_from=at - timedelta(days=7),
                    term_value=TERM.value,
                    term_unit=TERM.unit,
                    left_amount=TERM.left.amount,
                    left_measure=TERM.left.measure,
                    calendar_version=calendar_version,
                    due_at=at,
                    next_check_at=at,
                )
                for case, at in zip(cases, instants, strict=True)
            ),
            batch_size=5000,
        )


def sweeping(counties: dict[int, tuple[int, int]]) -> Row:
    expected = {tenant: due for tenant, (_, due) in counties.items()}
    total = sum(expected.values())
    bare = in_turn(bare_turn(BARE["batch"], NOW), [TWIN[tenant] for tenant in counties])
    assert bare.done == total, (bare.done, total)
    with Watch(ProbeDeadline, "ANSWER") as watch:
        swept = in_turn(watch.turn(NOW), counties)
    swept.check(expected, ProbeDeadline)
    for tenant, due in expected.items():
        with in_tenant(tenant):
            assert ProbeStep.objects.count() == due
    return {
        "name": "sweep",
        "n": total,
        "seconds": swept.seconds,
        "limit_seconds": bare.seconds,
        "queries": swept.queries,
        "per_second": round(total / swept.seconds),
        "open": sum(count for count, _ in counties.values()),
        "batches": len(swept.turns),
    }


def idle(counties: dict[int, tuple[int, int]]) -> Row:
    """A minute in which nothing is due, in the county with the most open deadlines."""
    tenant = max(counties, key=lambda one: counties[one])

    def look() -> None:
        with in_tenant(tenant), connection.cursor() as cursor:
            cursor.execute(BARE["look"], {"tenant": tenant, "now": NOW, "batch": BATCH})
            cursor.fetchall()

    bare = each_in_ms(look, 50)
    with counted_queries(connection) as queries:
        sweep(tenant=tenant, model=ProbeDeadline, now=NOW)
    times = each_in_ms(lambda: sweep(tenant=tenant, model=ProbeDeadline, now=NOW), 50)
    with in_tenant(tenant):
        count = ProbeDeadline.objects.filter(state=State.OPEN).count()
    took, limit = sum(times) / 1000, sum(bare) / 1000
    return {
        "name": "sweep idle",
        "n": 50,
        "seconds": took,
        "limit_seconds": limit,
        "queries": len(queries),
        **spread(times),
        "open": count,
    }


def recounting(counties: dict[int, tuple[int, int]]) -> Row:
    """A new rest day of the county's own: every open deadline of the largest county is counted again."""
    tenant = max(counties, key=lambda one: counties[one])

    def bare() -> None:
        with in_tenant(TWIN[tenant]), connection.cursor() as cursor:
            cursor.execute(BARE["recount"], {"tenant": TWIN[tenant], "now": NOW})

    limit = seconds(bare)
    moved: list[int] = []
    with in_tenant(tenant):
        count = ProbeDeadline.objects.filter(state=State.OPEN).count()
        LocalDay.objects.create(date=date(2026, 11, 24), kind=DayKind.REST, name="县庆", added_at=NOW)

    def work() -> None:
        with in_tenant(tenant):
            calendar, actor = county_calendar(), Actor.system(tenant)
            moved.append(recompute_deadlines(calendar=calendar, actor=actor, at=NOW))

    with counted_queries(connection) as queries:
        took = seconds(work)
    return {
        "name": "sweep recount",
        "n": count,
        "seconds": took,
        "limit_seconds": limit,
        "queries": len(queries),
        "moved": moved[0],
    }


def scaled(scale: float) -> dict[int, tuple[int, int]]:
    """The counties at a fraction of their size."""
    return {tenant: (int(count * scale), int(due * scale)) for tenant, (count, due) in COUNTIES.items()}


def run(scale: float) -> Iterator[Row]:
    """One row for each thing measured."""
    for year in (2026, 2027):
        load_year(sheet=seed(year), on=NOW.date())
    counties = scaled(scale)
    for tenant, (count, due) in counties.items():
        for one in (tenant, TWIN[tenant]):
            Tenant.objects.get_or_create(code=one, defaults={"name": str(one), "full_name": str(one)})
            fill(one, count, due, "bench")
    refresh()
    yield sweeping(counties)
    yield idle(counties)
    yield recounting(counties)


def refresh() -> None:
    """Let the planner see the new rows, as autovacuum would have by morning."""

    owner = connections["owner"]
    with owner.cursor() as cursor:
        cursor.execute("ANALYZE")
