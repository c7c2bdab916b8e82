"""A small ground to stand on: 康保县 with two townships, three villages and their grids."""

import datetime as dt
from typing import Any

from core.paths.ranges import child_path
from core.tenancy.context import required_tenant
from grids.choices import GridKind, Level
from grids.models import Area

OPENED = dt.date(2020, 1, 1)


def root(name: str = "康保县") -> Area:
    code = str(required_tenant())
    return Area.objects.create(
        path=code, level=Level.COUNTY, name=name, code=code + "000000", valid_from=OPENED
    )


def below(parent: Area, name: str, code: str = "", **values: Any) -> Area:
    """A child written straight into the table, as an import would have left it."""
    parent.last_child += 1
    parent.save(update_fields=["last_child"])
    level = parent.level + 1
    if level == Level.GRID:
        values.setdefault("kind", GridKind.RESIDENTIAL)
    return Area.objects.create(
        parent=parent,
        path=child_path(parent.path, parent.last_child),
        level=level,
        name=name,
        code=code,
        **{"valid_from": OPENED, **values},
    )


class Ground:
    """The areas by name, as most tests need them."""

    def __init__(self) -> None:
        code = str(required_tenant())
        self.county = root()
        self.town = below(self.county, "康保镇", f"{code}100000")
        self.other_town = below(self.county, "张纪镇", f"{code}101000")
        self.village = below(self.town, "永兴社区", f"{code}100001")
        self.second_village = below(self.town, "怡安社区", f"{code}100002")
        self.far_village = below(self.other_town, "张纪村", f"{code}101200")
        self.grid = below(self.village, "第一网格", f"{code}100001001", household_count=120)
        self.second_grid = below(self.village, "第二网格", f"{code}100001002", household_count=90)
        self.far_grid = below(self.far_village, "第一网格", f"{code}101200001", household_count=200)
        self.micro = below(self.grid, "第一微网格")
        self.second_micro = below(self.grid, "第二微网格")
