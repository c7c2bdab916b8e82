"""The cost of the wall: the same page and the same inserts as `app` behind it and as the owner without it.

Both sides take turns within one run, so that a busy machine is busy for both. The limit is the owner's time.
"""

from collections.abc import Callable, Iterator
from pathlib import Path
from statistics import median
from typing import Any

from django.db import connections, transaction

from accounts.models import Post
from core.paths.ranges import subtree, within
from core.tenancy.context import in_tenant
from core.tenancy.models import Tenant
from script.house.measure import bare_statements, counted_queries, seconds, spread

SQL = bare_statements(Path(__file__).with_name("bare.sql"))
COUNTIES = (130723, 130722, 130725)
PEOPLE, TIMES, BATCHES = 60_000, 400, 20
COUNTY = COUNTIES[0]
GROUND = f"{COUNTY}00A"
VALUES: dict[str, int | str] = {"county": COUNTY, "low": subtree(GROUND)[0], "high": subtree(GROUND)[1]}


def run(scale: float) -> Iterator[dict[str, Any]]:
    """Rows of this bench; `scale` 1 is three counties of 60,000 people each."""
    people, times = max(500, int(PEOPLE * scale)), max(20, int(TIMES * scale))
    _furnish(people)
    yield {"what": "open a county and close it", "n": times, **_open_and_close(times)}
    yield {
        "what": "a page of 50 by path, same SQL",
        "n": times,
        **_both(times, lambda using: _sql("page", using)),
    }
    yield {"what": "a page of 50 by path, ORM", "n": times, **_by_orm(times)}
    yield {"what": "insert a row", "n": times, **_both(times, lambda using: _sql("insert", using))}
    batches = max(3, int(BATCHES * scale))
    yield {
        "what": "insert 1,000 rows",
        "n": batches,
        **_both(batches, lambda using: _sql("insert_many", using)),
    }


def _furnish(people: int) -> None:
    Tenant.objects.bulk_create(Tenant(code=code, name=str(code), full_name=str(code)) for code in COUNTIES)
    with connections["owner"].cursor() as cursor:
        for code in COUNTIES:
            cursor.execute(SQL["furnish_staff"], {"county": code, "rows": people})
            cursor.execute(SQL["furnish_posts"], {"county": code})
        cursor.execute("ANALYZE")


def _sql(name: str, using: str) -> None:
    with connections[using].cursor() as cursor:
        cursor.execute(SQL[name], VALUES)
        if cursor.description:
            cursor.fetchall()


def _in_turns(times: int, walled: Callable[[], object], bare: Callable[[], object]) -> dict[str, Any]:
    walled(), bare()  # once for the caches
    pairs = [(seconds(walled), seconds(bare)) for _ in range(times)]
    return {
        # The median times the number: one hiccup of the machine is not the price of the wall.
        "seconds": median(pair[0] for pair in pairs) * times,
        "limit_seconds": median(pair[1] for pair in pairs) * times,
        **spread([pair[0] * 1000 for pair in pairs]),
    }


def _both(times: int, work: Callable[[str], None]) -> dict[str, Any]:
    with in_tenant(COUNTY), transaction.atomic(using="owner"):
        return _in_turns(times, lambda: work("default"), lambda: work("owner"))


def _open_and_close(times: int) -> dict[str, Any]:
    def walled() -> None:
        with in_tenant(COUNTY):
            pass

    def bare() -> None:
        with transaction.atomic(using="owner"), connections["owner"].cursor() as cursor:
            cursor.execute("SELECT 1")

    return _in_turns(times, walled, bare)


def _by_orm(times: int) -> dict[str, Any]:
    def page() -> list[Any]:
        posts = Post.objects.filter(within("path", GROUND), to_on=None).order_by("path", "id")
        return list(posts.values_list("id", "role", "path", "staff__name")[:50])

    with in_tenant(COUNTY), transaction.atomic(using="owner"):
        with counted_queries(connections["default"]) as queries:
            page()
        return {"queries": len(queries), **_in_turns(times, page, lambda: _sql("page", "owner"))}
