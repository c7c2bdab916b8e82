"""Taking a place in the tree: opening one, and carrying an area with all that stands on it to another.

Called by the verbs with the tree locked; nothing here asks who may.
"""

import datetime as dt
from collections.abc import Iterable
from typing import Any

from django.db.models import F, Value
from django.db.models.functions import Concat, Substr
from django.utils.translation import gettext as _

from core.paths.ranges import child_path, within
from core.paths.rewrite import Followers, count_followers, rewrite_paths
from core.rules.initials import initials_of
from grids.changes import ChangeRefused
from grids.choices import Level
from grids.models import Area, AreaBoundary, AreaCode, FormerPath
from grids.rules.codes import next_grid_code


def take_place(parent: Area) -> str:
    """The next path under `parent`. Positions are never used twice; the parent's row stays locked.

    Raises:
        ChangeRefused: the parent is full.
    """
    used = Area.objects.filter(pk=parent.pk).select_for_update().values_list("last_child", flat=True).get()
    try:
        path = child_path(parent.path, used + 1)
    except ValueError:
        raise ChangeRefused(_("{name}下已不能再设下级").format(name=parent.name)) from None
    Area.objects.filter(pk=parent.pk).update(last_child=used + 1)
    parent.last_child = used + 1
    return path


def codes_ever_used(village: Area) -> list[str]:
    """Every grid code that begins with the village's, given now or formerly: none is given twice."""
    if not village.code:
        return []
    given = Area.objects.filter(code__startswith=village.code, level__gte=Level.GRID)
    left = AreaCode.objects.filter(old_code__startswith=village.code)
    return [*given.values_list("code", flat=True), *left.values_list("old_code", flat=True)]


def free_code(parent: Area, *, level: int) -> str:
    """The code that a new grid under `parent` gets; empty for other levels."""
    return next_grid_code(parent.code, codes_ever_used(parent)) if level == Level.GRID else ""


def new_area(parent: Area, *, name: str, on: dt.date, code: str = "", **values: Any) -> Area:
    """Open an area under `parent`; a grid without a code gets the next one."""
    level = parent.level + 1
    return Area.objects.create(
        parent=parent,
        path=take_place(parent),
        level=level,
        name=name,
        initials=initials_of(name),
        code=code or free_code(parent, level=level),
        valid_from=on,
        **values,
    )


def carry(area: Area, parent: Area, *, name: str, on: dt.date) -> int:
    """Carry an area with its subtree, and every open row on it, to the next place under `parent`.

    A grid that comes to another village gets a code of that village; the old one is kept as history.

    Returns:
        Rows of other tables that followed.
    """
    old, new = area.path, take_place(parent)
    code = area.code
    if area.level == Level.GRID and code and not code.startswith(parent.code or "-"):
        code = free_code(parent, level=area.level)
        keep_code(area, code, on=on)
    subtree = Area.objects.filter(within("path", old))
    # The parent key is deferred: children may follow in the same statement as their parent.
    subtree.update(path=Concat(Value(new), Substr(F("path"), len(old) + 1)))
    Area.objects.filter(pk=area.pk).update(parent=parent, name=name, initials=initials_of(name), code=code)
    FormerPath.objects.create(area=area, path=old, left_on=on)
    area.path, area.parent, area.name, area.code = new, parent, name, code
    return rewrite_paths(old, new)


def keep_code(area: Area, new_code: str, *, on: dt.date) -> None:
    """Note that the area's code gives way to another one."""
    AreaCode.objects.create(area=area, old_code=area.code, new_code=new_code, effective_on=on)


def retire(area: Area, *, on: dt.date) -> None:
    """End an area and its boundary. `on` is the first day it is no longer in force."""
    Area.objects.filter(pk=area.pk).update(valid_to=on)
    AreaBoundary.objects.filter(area=area, valid_to=None).update(valid_to=on)
    area.valid_to = on


def name_there(area: Area, parent: Area, *, taken: Iterable[str] = ()) -> str:
    """The area's name under another parent: with its former parent's name before it where the name is taken."""
    names = set(
        Area.objects.filter(parent=parent, valid_to=None).exclude(pk=area.pk).values_list("name", flat=True)
    )
    names |= set(taken)
    if area.name not in names:
        return area.name
    stem = f"{area.parent.name if area.parent else ''}{area.name}"
    number = 2
    name = stem
    while name in names:
        name, number = f"{stem}{number}", number + 1
    return name


def followers_of(paths: Iterable[str], *, below: bool = True) -> tuple[Followers, ...]:
    """Rows that follow or stay, over several areas, one line for each table."""
    totals: dict[str, list[int]] = {}
    for path in paths:
        for one in count_followers(path, below=below):
            total = totals.setdefault(one.table, [0, 0])
            total[0] += one.following
            total[1] += one.staying
    return tuple(Followers(table, *total) for table, total in totals.items())
