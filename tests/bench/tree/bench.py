"""Subtrees and counts per child on the national tree, against the same reads by bare SQL as the tables' owner.

A county reads its own tree behind the wall; a province is read across counties as `system`. Each pair takes turns
in one run. `growth` is the time in the full nation over the time when only three counties stood.
"""

import random
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from statistics import median
from typing import Any

from django.db import connections, transaction
from django.db.models import QuerySet

from core.paths.ranges import subtree
from core.tenancy.context import in_tenant, without_tenant
from grids.branches import children_of
from grids.choices import Level
from grids.models import Area
from grids.selectors import areas_below, with_counts
from script.house.measure import bare_statements, counted_queries, seconds, spread
from tests.bench.tree.nation import ABOVE_THE_COUNTIES, SHIPPED, nation, plant, shipped

SQL = bare_statements(Path(__file__).with_name("bare.sql"))
FIELDS = ("id", "path", "level", "name", "code")
COUNTY = 130723
PROVINCES = (13, 37, 41, 51)  # among them the largest
TIMES = 200
Row = dict[str, Any]


def run(scale: float) -> Iterator[Row]:
    """Rows of this bench; below scale 1 only the three counties that ship with the product."""
    times = max(20, int(TIMES * scale))
    areas = plant(shipped())
    _analyze()
    few = {"subtree": _subtrees(times), "children": _children(times)}
    if scale >= 1:
        areas += plant(county for county in nation() if str(county[0]) not in SHIPPED)
        _analyze()
    n = areas + (ABOVE_THE_COUNTIES if scale >= 1 else 0)
    for what, measure in (("subtree", _subtrees), ("children", _children)):
        row = measure(times) if scale >= 1 else few[what]
        growth = round(row["p50_ms"] / few[what]["p50_ms"], 2)
        name = {"subtree": "a township's subtree", "children": "a county's children with their counts"}[what]
        yield {"what": name, "n": n, **row, "growth": growth}
    yield {"what": "size of a province, as system", "n": n, **_province(max(5, times // 10))}
    yield {
        "what": "counties of a province with their counts, as system",
        "n": n,
        **_counties(max(5, times // 10)),
    }


def _analyze() -> None:
    with connections["owner"].cursor() as cursor:
        cursor.execute("ANALYZE grids_area")


def _in_turns(times: int, ours: Callable[[int], object], bare: Callable[[int], object]) -> Row:
    ours(0), bare(0)  # once for the caches
    pairs = [(seconds(partial(ours, at)), seconds(partial(bare, at))) for at in range(times)]
    return {
        "seconds": median(pair[0] for pair in pairs) * times,
        "limit_seconds": median(pair[1] for pair in pairs) * times,
        **spread([pair[0] * 1000 for pair in pairs]),
    }


def _bare(name: str, values: dict[str, Any]) -> int:
    with connections["owner"].cursor() as cursor:
        cursor.execute(SQL[name], values)
        return len(cursor.fetchall())


def _subtrees(times: int) -> Row:
    with in_tenant(COUNTY), transaction.atomic(using="owner"):
        towns = list(Area.objects.filter(level=Level.TOWNSHIP).order_by("path"))
        random.Random(1).shuffle(towns)

        def town(at: int) -> Area:
            return towns[at % len(towns)]

        def ours(at: int) -> int:
            return len(areas_below(town(at)).values_list(*FIELDS))

        def bare(at: int) -> int:
            low, high = subtree(town(at).path)
            return _bare("subtree", {"county": COUNTY, "low": low, "high": high})

        assert ours(0) == bare(0) > 1
        with counted_queries(connections["default"]) as queries:
            ours(0)
        return {"queries": len(queries), **_in_turns(times, ours, bare)}


def _children(times: int) -> Row:
    with in_tenant(COUNTY), transaction.atomic(using="owner"):
        county = Area.objects.get(level=Level.COUNTY)

        def ours(at: int) -> int:
            return len(children_of(county))

        def bare(at: int) -> int:
            return _bare("children", {"county": COUNTY, "parent": county.pk})

        assert ours(0) == bare(0) > 1
        with counted_queries(connections["default"]) as queries:
            ours(0)
        return {"queries": len(queries), **_in_turns(times, ours, bare)}


def _range(at: int) -> dict[str, int]:
    province = PROVINCES[at % len(PROVINCES)]
    return {"first": province * 10_000, "last": province * 10_000 + 9_999}


def _of_province(at: int) -> QuerySet[Area]:
    found = _range(at)
    areas: QuerySet[Area] = Area.objects.using("system").filter(
        tenant_id__gte=found["first"], tenant_id__lte=found["last"], valid_to=None
    )
    return areas


def _province(times: int) -> Row:
    with without_tenant(reason="a bench of provinces, which are read across counties"):
        return _in_turns(times, lambda at: _of_province(at).count(), lambda at: _bare("province", _range(at)))


def _counties(times: int) -> Row:
    with without_tenant(reason="a bench of provinces, which are read across counties"):

        def ours(at: int) -> int:
            counties = with_counts(_of_province(at).filter(level=Level.COUNTY).order_by("tenant_id"))
            return len(counties.values_list("tenant_id", "name", "below_count"))

        assert ours(0) == _bare("counties", _range(0)) > 1
        return _in_turns(times, ours, lambda at: _bare("counties", _range(at)))
