"""What is told of an area changes: its extent, its households, its targets, the phone on its board."""

import datetime as dt
from dataclasses import dataclass, field
from typing import Any, ClassVar

from django.db import transaction
from django.utils.translation import gettext as _

from core.audit.actions.record import Entry
from core.permissions.actor import Actor
from core.permissions.verdict import Verdict
from grids.actions.plan_change import plan_change
from grids.changes import Change, ChangeRefused, Foresight, Line, change_kind, label_of, saved
from grids.choices import ChangeKind, Level
from grids.log_codes import AREA_DESCRIBED
from grids.models import Area, PlannedChange
from grids.policies import may_change
from grids.selectors import kind_labels, open_kinds, target_at

TOLD = (
    "kind",
    "extent",
    "supervision_phone",
    "household_count",
    "household_target_min",
    "household_target_max",
)


@change_kind
@dataclass(frozen=True, slots=True, kw_only=True)
class Describing(Change):
    kind: ClassVar[ChangeKind] = ChangeKind.DESCRIBE
    code: ClassVar[Any] = AREA_DESCRIBED

    facts: dict[str, Any] = field(default_factory=dict)

    def may(self, actor: Actor, area: Area) -> Verdict:
        return may_change(actor, area)

    def summary(self) -> str:
        return _("修改{name}的资料").format(name=self.area.name)

    def check(self, *, actor: Actor) -> None:
        area = self.area
        if unknown := self.facts.keys() - set(TOLD):
            raise ValueError(f"{unknown} can't be changed by describing")
        if not self._changed(area):
            raise ChangeRefused(_("没有修改任何内容"))
        if (
            "kind" in self.facts
            and area.level == Level.GRID
            and self.facts["kind"] not in open_kinds(keep=area.kind)
        ):
            raise ChangeRefused(_("请选择网格类型"), field="kind")
        least = self.facts.get("household_target_min", area.household_target_min)
        most = self.facts.get("household_target_max", area.household_target_max)
        if least is not None and most is not None and least > most:
            raise ChangeRefused(_("目标户数下限不能大于上限"), field="household_target_max")

    def foresee(self) -> Foresight:
        area = self.area
        kinds = kind_labels()

        def shown(name: str, value: Any) -> str:
            return (
                (kinds.get(value, "—") if name == "kind" else str(value)) if value not in (None, "") else "—"
            )

        lines = tuple(
            Line(
                label_of(Area, name),
                shown(name, getattr(area, name)),
                shown(name, value),
            )
            for name, value in self._changed(area).items()
        )
        households = self.facts.get("household_count", area.household_count)
        warning = target_at(area.path).warning(households, area.name) if area.level == Level.GRID else ""
        return Foresight(lines, warnings=(warning,) if warning else ())

    def carry_out(self, *, on: dt.date) -> list[Entry]:
        area = self.area
        return [saved(area, **self._changed(area))]

    def _changed(self, area: Area) -> dict[str, Any]:
        return {name: value for name, value in self.facts.items() if getattr(area, name) != value}


@transaction.atomic
def describe_area(
    *,
    area: Area,
    facts: dict[str, Any],
    effective_on: dt.date,
    actor: Actor,
    at: dt.datetime,
    reason: str = "",
) -> PlannedChange:
    """Change facts of an area (see TOLD). Household targets are warnings, never limits.

    Raises:
        ChangeRefused: nothing changes, or the targets cross.
        Refused: the actor may not.
    """
    change = Describing(area_id=area.pk, facts=facts)
    return plan_change(change=change, effective_on=effective_on, actor=actor, at=at, reason=reason)
