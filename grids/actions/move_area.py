"""An area comes under another parent, with all that stands on it."""

import datetime as dt
from dataclasses import dataclass
from typing import Any, ClassVar
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from core.audit.actions.record import Entry
from core.permissions.actor import Actor
from core.permissions.verdict import Verdict
from grids.actions.plan_change import plan_change
from grids.changes import Change, ChangeRefused, Foresight, Line, area_in_force, change_kind
from grids.choices import ChangeKind, Level
from grids.log_codes import AREA_MOVED
from grids.models import Area, PlannedChange
from grids.policies import may_change, may_move
from grids.relocation import carry, followers_of, free_code, name_there


@change_kind
@dataclass(frozen=True, slots=True, kw_only=True)
class Moving(Change):
    kind: ClassVar[ChangeKind] = ChangeKind.MOVE
    code: ClassVar[Any] = AREA_MOVED

    parent_id: UUID

    def may(self, actor: Actor, area: Area) -> Verdict:
        return may_move(actor, area)

    def summary(self) -> str:
        area = self.area
        return _("{name}由{before}划归{after}").format(
            name=area.name, before=_parent(area).name, after=self._parent().name
        )

    def check(self, *, actor: Actor) -> None:
        area, parent = self.area, self._parent()
        if parent.level != area.level - 1:
            raise ChangeRefused(_("{name}不是这一级区域的上级").format(name=parent.name), field="parent_id")
        if parent.pk == area.parent_id:
            raise ChangeRefused(_("已在{name}").format(name=parent.name), field="parent_id")
        allowed = may_change(actor, parent)
        if not allowed:
            raise ChangeRefused(f"{parent.name}：{allowed.reason}", field="parent_id")

    def foresee(self) -> Foresight:
        area, parent = self.area, self._parent()
        lines = [Line(_("上级"), _parent(area).name, parent.name)]
        warnings = []
        if (name := name_there(area, parent)) != area.name:
            lines.append(Line(_("名称"), area.name, name))
            warnings.append(_("{parent}已有“{name}”，划入后更名").format(parent=parent.name, name=area.name))
        if area.level == Level.GRID and area.code and not area.code.startswith(parent.code or "-"):
            lines.append(Line(_("编码"), area.code, free_code(parent, level=area.level) or _("无")))
        elif area.level == Level.VILLAGE and area.code:
            warnings.append(_("官方编码{code}不变；国家公布新编码后再变更").format(code=area.code))
        return Foresight(tuple(lines), followers_of([area.path]), tuple(warnings))

    def carry_out(self, *, on: dt.date) -> list[Entry]:
        area, parent = self.area, self._parent()
        before = {"parent": _parent(area).name, "path": area.path, "code": area.code, "name": area.name}
        followed = carry(area, parent, name=name_there(area, parent), on=on)
        after = {"parent": parent.name, "path": area.path, "code": area.code, "name": area.name}
        kept = {key for key in before if before[key] == after[key]}
        return [
            Entry.of(
                area,
                before={key: value for key, value in before.items() if key not in kept},
                after={key: value for key, value in after.items() if key not in kept}
                | {"followed": followed},
            )
        ]

    def _parent(self) -> Area:
        return area_in_force(self.parent_id, field="parent_id")


def _parent(area: Area) -> Area:
    assert area.parent is not None  # noqa: S101  # the county does not move: may_move
    parent: Area = area.parent
    return parent


@transaction.atomic
def move_area(
    *, area: Area, parent: Area, effective_on: dt.date, actor: Actor, at: dt.datetime, reason: str = ""
) -> PlannedChange:
    """Put an area under another parent of the same level, in one transaction with every open row on it.

    Raises:
        ChangeRefused: the parent is retired, of the wrong level, or out of the actor's reach.
        Refused: the actor may not.
    """
    change = Moving(area_id=area.pk, parent_id=parent.pk)
    return plan_change(change=change, effective_on=effective_on, actor=actor, at=at, reason=reason)
