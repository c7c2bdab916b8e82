"""A county in which so many doors are paired: twenty townships of forty grids, a cadre for every six doors, forty units."""

import datetime as dt
from typing import Final

from accounts.choices import UnitKind
from accounts.models import Staff, Unit
from core.crypto.masks import mask_phone
from core.crypto.sealing import Sealed
from core.paths.ranges import child_path
from core.tenancy.context import in_tenant
from core.tenancy.inserting import insert_each
from core.tenancy.models import Tenant
from households.models import Door, Liaison

SINCE: Final = dt.date(2024, 1, 1)
TOWNSHIPS, VILLAGES, GRIDS, UNITS, EACH, BATCH = 20, 10, 4, 40, 6, 10_000


def paths_of(code: int) -> list[str]:
    """The grids of the county."""
    towns = [child_path(str(code), n + 1) for n in range(TOWNSHIPS)]
    villages = [child_path(town, n + 1) for town in towns for n in range(VILLAGES)]
    return [child_path(village, n + 1) for village in villages for n in range(GRIDS)]


def fill(code: int, doors: int) -> None:
    """Write the county; doors of one grid lie side by side, and so do those of one cadre."""
    Tenant.objects.create(code=code, name=str(code), full_name=str(code))
    grids = paths_of(code)
    with in_tenant(code):
        units = Unit.objects.bulk_create(
            Unit(
                name=f"单位{n}",
                abbreviation=f"单{n}",
                kind=UnitKind.DEPARTMENT,
                path=str(code),
                valid_from=SINCE,
            )
            for n in range(UNITS)
        )
        count = doors // EACH + 1
        staff = insert_each(Staff, each={"name": [f"干部{n}" for n in range(count)]})
        for first in range(0, doors, BATCH):
            numbers = range(first, min(first + BATCH, doors))
            paths = [grids[n * len(grids) // doors] for n in numbers]
            ids = insert_each(
                Door,
                each={
                    "path": paths,
                    "name": [f"户{n}" for n in numbers],
                    "service_code": [f"B{n}" for n in numbers],
                    "presence": ["AWAY" if n % 6 == 0 else "HOME" for n in numbers],
                    "away_from": [SINCE if n % 6 == 0 else None for n in numbers],
                },
                shared={
                    "address": "永兴社区二排3号",
                    "opened_on": SINCE,
                    "phone": Sealed.fresh("", mask_phone),
                },
            )
            insert_each(
                Liaison,
                each={
                    "door_id": ids,
                    "staff_id": [staff[n // EACH] for n in numbers],
                    "unit_id": [units[n // EACH % UNITS].pk for n in numbers],
                    "path": paths,
                },
                shared={"from_on": SINCE, "how": "RULE"},
            )
