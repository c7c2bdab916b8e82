"""How a month is kept, counted for the county by township, for a township by village, for a unit by cadre, against the
same figures as bare SQL; with twelve months of 40,259 pairs in the table.
"""

import datetime as dt
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from django.db import connection, connections

from accounts.models import Staff, Unit
from core.permissions.actor import Actor
from core.tenancy.context import in_tenant
from core.workcalendar.rules import start_of
from households.actions.open_month import open_month
from households.coverage import Scope, lines_by
from households.models import Visit
from script.house.measure import bare_statements, counted_queries, each_in_ms, spread
from tests.bench.pairs.ground import fill

CODE, DOORS, MONTHS, TIMES = 130723, 40_259, 12, 40
MONTH = dt.date(2026, 11, 1)
BARE = bare_statements(Path(__file__).parent / "bare.sql")
Row = dict[str, Any]


def live() -> None:
    """Twelve months opened, three quarters of them done."""
    with in_tenant(CODE):
        for number in range(1, MONTHS + 1):
            open_month(actor=Actor.system(CODE), at=start_of(dt.date(2026, number, 1)))
        staff = Staff.objects.order_by("pk")[0]
        visit = Visit.objects.create(
            path=str(CODE),
            staff=staff,
            typed_by=staff,
            way="IN_PERSON",
            visited_at=start_of(MONTH),
            recorded_at=start_of(MONTH),
            said="都好",
        )
        with connection.cursor() as cursor:
            cursor.execute(BARE["states"], {"tenant": CODE})
            cursor.execute(BARE["done"], {"tenant": CODE, "visit": visit.pk})


def measured(name: str, what: str, count: Callable[[], Any], bare: Callable[[], Any]) -> Row:
    """Both take turns inside the county, so that neither has the quieter minutes."""

    def inside(act: Callable[[], Any]) -> Callable[[], None]:
        def run() -> None:
            with in_tenant(CODE):
                act()

        return run

    with in_tenant(CODE), counted_queries(connection) as queries:
        count()
    ours: list[float] = []
    theirs: list[float] = []
    for _turn in range(4):
        ours += each_in_ms(inside(count), TIMES // 4)
        theirs += each_in_ms(inside(bare), TIMES // 4)
    return {
        "name": name,
        "n": TIMES,
        "seconds": sum(ours) / 1000,
        "limit_seconds": sum(theirs) / 1000,
        "queries": len(queries),
        **spread(ours),
        "what": what,
    }


def run(scale: float) -> Iterator[Row]:
    """Three rows: county, township, unit."""
    fill(CODE, max(500, int(DOORS * scale)))
    live()
    with connections["owner"].cursor() as cursor:
        cursor.execute("VACUUM ANALYZE")
    with in_tenant(CODE):
        unit = Unit.objects.order_by("pk").values_list("pk", flat=True)[0]
    town = f"{CODE}001"

    def bare(name: str, **given: Any) -> Callable[[], Any]:
        def ask() -> Any:
            with connection.cursor() as cursor:
                cursor.execute(BARE[name], {"tenant": CODE, "month": MONTH, **given})
                return cursor.fetchall()

        return ask

    yield measured(
        "coverage",
        "the county by township",
        lambda: lines_by("place", MONTH, Scope(str(CODE))),
        bare("place", low=str(CODE), high=f"{CODE}~", width=9),
    )
    yield measured(
        "coverage",
        "a township by village",
        lambda: lines_by("place", MONTH, Scope(town)),
        bare("place", low=town, high=f"{town}~", width=12),
    )
    yield measured(
        "coverage",
        "a unit by cadre",
        lambda: lines_by("staff", MONTH, Scope(units=frozenset({unit}))),
        bare("unit", unit=unit),
    )
