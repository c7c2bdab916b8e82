"""Grids by the words of a sheet, from one read of the county's areas."""

import re
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from django.utils.translation import gettext as _

from core.paths.ranges import ancestors_of
from grids.choices import Level
from grids.models import Area

CODE: Final = re.compile(r"[0-9]{12}|[0-9]{15}")
_GRIDS: Final = (Level.GRID, Level.MICRO_GRID)
_PARTED = re.compile(r"[\s›>/／]+")


class Unplaced(ValueError):
    """No grid, or more than one, is meant; `key` says which cell is to blame."""

    def __init__(self, key: str, message: str) -> None:
        super().__init__(message)
        self.key = key


@dataclass(frozen=True, slots=True)
class _Grid:
    path: str
    names: tuple[str, ...]  # from the township down to the grid


class Places:
    """The county's grids, and what of them lies below `paths`. The same words are looked up once."""

    def __init__(self, paths: Sequence[str]) -> None:
        self.paths = tuple(paths)
        areas = list(Area.objects.filter(valid_to=None).values_list("path", "name", "code", "level"))
        names = {path: name for path, name, _code, _level in areas}
        self.towns = {name for _path, name, _code, level in areas if level == Level.TOWNSHIP}
        self.villages: dict[str, set[str]] = defaultdict(set)
        self.by_code: dict[str, _Grid] = {}
        self.by_names: dict[tuple[str, ...], list[_Grid]] = defaultdict(
            list
        )  # all of them, from the township
        self.by_name: dict[str, list[_Grid]] = defaultdict(list)
        for path, name, code, level in areas:
            above = tuple(names.get(one, "") for one in ancestors_of(path)[1:])
            if level == Level.VILLAGE:
                self.villages[name].add(above[0])
            if level in _GRIDS:
                grid = _Grid(path, above)
                self.by_names[above].append(grid)
                self.by_name[name].append(grid)
                if code:
                    self.by_code[code] = grid
        self._found: dict[tuple[str, str, str], str | Unplaced] = {}

    def find(self, town: str, village: str, grid: str) -> str:
        """The path of the grid.

        Raises:
            Unplaced: none or several, or one of somebody else's ground.
        """
        words = (town, village, grid)
        if words not in self._found:
            try:
                self._found[words] = self._look(*words)
            except Unplaced as unplaced:
                self._found[words] = unplaced
        found = self._found[words]
        if isinstance(found, Unplaced):
            raise found
        return found

    def _look(self, town: str, village: str, grid: str) -> str:
        if town and town not in self.towns:
            raise Unplaced("town", _("没有叫“%(words)s”的乡镇") % {"words": town})
        if village and (village not in self.villages or (town and town not in self.villages[village])):
            raise Unplaced(
                "village", _("%(town)s没有叫“%(words)s”的村（社区）") % {"town": town, "words": village}
            )
        if CODE.fullmatch(grid):
            found = [self.by_code[grid]] if grid in self.by_code else []
        else:
            parts = [part for part in (town, village, *_PARTED.split(grid)) if part]
            found = self.by_names.get(tuple(parts)) or [
                one for one in self.by_name.get(parts[-1], ()) if _in_order(parts, one.names)
            ]
        mine = [one for one in found if one.path.startswith(self.paths)]
        if len(mine) == 1:
            return mine[0].path
        if mine:
            raise Unplaced(
                "grid",
                _("有%(n)s个网格叫“%(words)s”，请写明乡镇和村，或填编码") % {"n": len(mine), "words": grid},
            )
        if found:
            raise Unplaced("grid", _("“%(words)s”不在您的辖区") % {"words": grid})
        raise Unplaced("grid", _("没有找到网格“%(words)s”") % {"words": grid})


def _in_order(parts: Sequence[str], names: Sequence[str]) -> bool:
    remaining = iter(names)
    return names[-1] == parts[-1] and all(part in remaining for part in parts)
