"""A new area is opened."""

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
from grids.changes import Change, ChangeRefused, Foresight, Line, change_kind, require_free_name
from grids.choices import ChangeKind, Level
from grids.coding import require_code
from grids.log_codes import AREA_OPENED
from grids.models import Area, PlannedChange
from grids.policies import may_open_below
from grids.relocation import free_code, new_area
from grids.selectors import kind_labels, level_labels, open_kinds, target_at


@change_kind
@dataclass(frozen=True, slots=True, kw_only=True)
class Opening(Change):
    """`area_id` is the parent. Several openings may be planned for one parent."""

    kind: ClassVar[ChangeKind] = ChangeKind.OPEN
    code: ClassVar[Any] = AREA_OPENED

    name: str
    grid_kind: str = ""
    new_code: str = ""
    extent: str = ""
    household_count: int | None = None

    @property
    def touched(self) -> list[UUID]:
        return []

    def may(self, actor: Actor, area: Area) -> Verdict:
        return may_open_below(actor, area)

    def summary(self) -> str:
        return _("在{parent}新设{name}").format(parent=self.area.name, name=self.name)

    def check(self, *, actor: Actor) -> None:
        parent = self.area
        require_free_name(self.name, parent_id=parent.pk)
        if parent.level + 1 == Level.GRID and self.grid_kind not in open_kinds():
            raise ChangeRefused(_("请选择网格类型"), field="grid_kind")
        require_code(self.new_code, level=parent.level + 1, parent=parent, field="new_code")

    def foresee(self) -> Foresight:
        parent = self.area
        level = parent.level + 1
        code = self.new_code or free_code(parent, level=level)
        lines = [Line(_("新设"), "", f"{parent.name} / {self.name}（{level_labels()[level]}）")]
        if level >= Level.GRID:
            lines.append(Line(_("类型"), "", kind_labels().get(self.grid_kind, "—")))
        lines.append(Line(_("编码"), "", code or _("无")))
        warning = (
            target_at(parent.path).warning(self.household_count, self.name) if level == Level.GRID else ""
        )
        return Foresight(tuple(lines), warnings=(warning,) if warning else ())

    def carry_out(self, *, on: dt.date) -> list[Entry]:
        parent = self.area
        area = new_area(
            parent,
            name=self.name,
            on=on,
            code=self.new_code,
            kind=self.grid_kind if parent.level + 1 >= Level.GRID else "",
            extent=self.extent,
            household_count=self.household_count,
        )
        return [Entry.of(area, after={"name": area.name, "code": area.code, "kind": area.kind})]


@transaction.atomic
def open_area(
    *,
    parent: Area,
    name: str,
    effective_on: dt.date,
    actor: Actor,
    at: dt.datetime,
    grid_kind: str = "",
    code: str = "",
    extent: str = "",
    household_count: int | None = None,
    reason: str = "",
) -> PlannedChange:
    """Open an area under `parent`. A grid without a code gets its village's next one.

    Raises:
        ChangeRefused: the name or the code is taken, or doesn't fit.
        Refused: the actor may not.
    """
    change = Opening(
        area_id=parent.pk, name=name.strip(), grid_kind=grid_kind, new_code=code, extent=extent,
        household_count=household_count,
    )  # fmt: skip
    return plan_change(change=change, effective_on=effective_on, actor=actor, at=at, reason=reason)
