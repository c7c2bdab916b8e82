"""Many grids are opened at once, as a sheet brings them."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from core.audit.actions.record import Entry, record_many
from core.paths.ranges import child_path, within
from core.permissions.actor import Actor
from core.permissions.verdict import Refused, require
from core.rules.initials import initials_of
from grids.choices import Level
from grids.locks import lock_tree
from grids.log_codes import AREA_OPENED
from grids.models import Area, AreaCode
from grids.policies import CHANGE, may_change_somewhere
from grids.rules.codes import misfit, next_grid_code

BATCH = 1000
Error = tuple[int, str, str]


@dataclass(frozen=True, slots=True)
class NewGrid:
    """A grid to open in the village with the code `village_code`; without a code it gets the village's next one."""

    village_code: str
    name: str
    kind: str
    code: str = ""
    extent: str = ""
    household_count: int | None = None


class GridsRefused(Refused):
    """Some of the grids can't be opened. `errors`: position in the list, field, sentence."""

    def __init__(self, errors: list[Error]) -> None:
        super().__init__("；".join(message for _position, _field, message in errors[:5]))
        self.errors = errors


@transaction.atomic
def open_grids(*, grids: Sequence[NewGrid], actor: Actor, at: dt.datetime, reason: str = "") -> list[Area]:
    """Open grids of many villages, from today: all of them or none.

    Raises:
        GridsRefused: with every error by its place in the list.
        Refused: the actor may change no area.
    """
    post = require(may_change_somewhere(actor))
    lock_tree()
    if errors := preview_grids(grids=grids, actor=actor):
        raise GridsRefused(errors)
    villages = {area.code: area for area in _villages(grids, actor).select_for_update()}
    used = _codes_used(list(villages))
    made = []
    for grid in grids:
        village = villages[grid.village_code]
        village.last_child += 1
        taken = used.setdefault(village.code, set())
        code = grid.code or next_grid_code(village.code, taken)
        taken.add(code)
        made.append(
            Area(
                parent=village,
                path=child_path(village.path, village.last_child),
                level=Level.GRID,
                kind=grid.kind,
                name=grid.name,
                initials=initials_of(grid.name),
                code=code,
                extent=grid.extent,
                household_count=grid.household_count,
                valid_from=timezone.localtime(at).date(),
            )
        )
    Area.objects.bulk_create(made, batch_size=BATCH)
    Area.objects.bulk_update(villages.values(), ["last_child"], batch_size=BATCH)
    entries = [
        Entry.of(area, after={"name": area.name, "code": area.code, "kind": area.kind}) for area in made
    ]
    record_many(AREA_OPENED, actor=actor, post=post, at=at, rows=entries, reason=reason)
    return made


def preview_grids(*, grids: Sequence[NewGrid], actor: Actor) -> list[Error]:
    """What is wrong with each: position in the list, field, sentence. Reads only."""
    villages = {area.code: area for area in _villages(grids, actor)}
    names = set(
        Area.objects.filter(parent__in=villages.values(), valid_to=None).values_list("parent__code", "name")
    )
    asked = [grid.code for grid in grids if grid.code]
    taken = set(Area.objects.filter(code__in=asked).values_list("code", flat=True))
    taken |= set(AreaCode.objects.filter(old_code__in=asked).values_list("old_code", flat=True))
    errors: list[Error] = []
    for position, grid in enumerate(grids):
        if grid.village_code not in villages:
            errors.append(
                (
                    position,
                    "village_code",
                    _("您的范围内没有编码为{code}的村（社区）").format(code=grid.village_code),
                )
            )
        elif (grid.village_code, grid.name) in names:
            errors.append((position, "name", _("该村已有“{name}”").format(name=grid.name)))
        if wrong := misfit(grid.code, level=Level.GRID, parent=grid.village_code):
            errors.append((position, "code", wrong))
        elif grid.code in taken:
            errors.append((position, "code", _("编码{code}已用过，不得重复使用").format(code=grid.code)))
    return errors


def _villages(grids: Sequence[NewGrid], actor: Actor) -> QuerySet[Area]:
    codes = {grid.village_code for grid in grids}
    reach = within("path", *actor.paths_for(CHANGE))
    found: QuerySet[Area] = Area.objects.filter(reach, level=Level.VILLAGE, valid_to=None, code__in=codes)
    return found


def _codes_used(villages: list[str]) -> dict[str, set[str]]:
    """Grid codes ever given, by their village's code."""
    used: dict[str, set[str]] = {}
    given = Area.objects.filter(level__gte=Level.GRID).exclude(code="").values_list("code", flat=True)
    left = AreaCode.objects.filter(old_code__gt="").values_list("old_code", flat=True)
    for code in [*given, *left]:
        used.setdefault(code[:12], set()).add(code)
    return {village: used.get(village, set()) for village in villages}
