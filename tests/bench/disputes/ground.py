"""Counties full of disputes, for the benches that measure what is done with them."""

import datetime as dt
from pathlib import Path
from typing import Any

from django.db import connection

from accounts.models import Post, Staff
from core.permissions.actor import Actor
from core.tenancy.context import in_tenant
from core.tenancy.models import Tenant
from disputes.furnishing import furnish_county
from grids.models import Area
from script.house.measure import bare_statements

TOWNSHIPS, VILLAGES = 10, 10  # villages of each township
NOW = dt.datetime(2026, 11, 22, 9, 30, tzinfo=dt.UTC)
FILL = bare_statements(Path(__file__).parent / "fill.sql")


def found(code: int) -> list[str]:
    """A county with its areas and somebody in each township who can take a case over; paths of its villages."""
    Tenant.objects.get_or_create(code=code, defaults={"name": str(code), "full_name": str(code)})
    with in_tenant(code):
        root = Area.objects.create(
            path=str(code), level=1, name=str(code), code=f"{code}000000", valid_from=NOW.date()
        )
        towns = Area.objects.bulk_create(
            Area(parent=root, path=f"{code}{t:03d}", level=2, name=f"{t}镇", valid_from=NOW.date())
            for t in range(1, TOWNSHIPS + 1)
        )
        villages = Area.objects.bulk_create(
            Area(parent=town, path=f"{town.path}{v:03d}", level=3, name=f"{v}村", valid_from=NOW.date())
            for town in towns
            for v in range(1, VILLAGES + 1)
        )
        staff = Staff.objects.create(name="测试员")
        Post.objects.bulk_create(
            Post(staff=staff, role="TOWNSHIP_MEDIATOR", path=town.path, from_on=dt.date(2026, 1, 1))
            for town in towns
        )
        furnish_county(actor=Actor.system(code), at=NOW, on=dt.date(2026, 1, 1))
        return [village.path for village in villages]


def fill(code: int, count: int, due: int, *, also: tuple[str, ...] = (), open_cases: int = 0) -> None:
    """So many open cases with a lead and two promises each, `due` of them past their village's term.

    Args:
        also: further statements of fill.sql ("parties", "steps"; "spread" closes all but `open_cases` first).
        open_cases: how many "spread" leaves open.
    """
    paths = found(code)
    with in_tenant(code), connection.cursor() as cursor:
        given: dict[str, Any] = {
            "tenant": code,
            "count": count,
            "due": due,
            "now": NOW,
            "paths": paths,
            "villages": len(paths),
            "open": open_cases,
            "staff": Staff.objects.values_list("pk", flat=True).get(),
        }
        first = ("cases", "spread") if "spread" in also else ("cases",)
        for name in (*first, "handlers", "promises", *(name for name in also if name != "spread")):
            cursor.execute(FILL[name], given)
