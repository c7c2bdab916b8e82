"""An area ends, and nothing takes its place."""

import datetime as dt
from dataclasses import dataclass
from typing import Any, ClassVar

from django.db import transaction
from django.utils.translation import gettext as _

from core.audit.actions.record import Entry
from core.permissions.actor import Actor
from core.permissions.verdict import Verdict
from grids.actions.plan_change import plan_change
from grids.changes import Change, ChangeRefused, Foresight, Line, change_kind
from grids.choices import ChangeKind
from grids.log_codes import AREA_RETIRED
from grids.models import Area, PlannedChange
from grids.policies import may_retire
from grids.relocation import followers_of, retire


@change_kind
@dataclass(frozen=True, slots=True, kw_only=True)
class Retiring(Change):
    """Only an empty area: one with open rows is merged, so that the rows know where to go."""

    kind: ClassVar[ChangeKind] = ChangeKind.RETIRE
    code: ClassVar[Any] = AREA_RETIRED

    def may(self, actor: Actor, area: Area) -> Verdict:
        return may_retire(actor, area)

    def summary(self) -> str:
        return _("停用{name}").format(name=self.area.name)

    def check(self, *, actor: Actor) -> None:
        area = self.area
        if children := Area.objects.filter(parent=area, valid_to=None).count():
            raise ChangeRefused(_("下级还有{n}个区域在用，请先停用或划走").format(n=children))
        open_rows = [one for one in followers_of([area.path]) if one.following]
        if open_rows:
            told = "、".join(f"{one.table}{one.following}" for one in open_rows)
            raise ChangeRefused(_("还有未了结的记录（{rows}），请改用合并").format(rows=told))

    def foresee(self) -> Foresight:
        area = self.area
        return Foresight((Line(area.name, _("在用"), _("停用")),), followers_of([area.path]))

    def carry_out(self, *, on: dt.date) -> list[Entry]:
        area = self.area
        retire(area, on=on)
        return [Entry.of(area, after={"valid_to": on})]


@transaction.atomic
def retire_area(
    *, area: Area, effective_on: dt.date, actor: Actor, at: dt.datetime, reason: str = ""
) -> PlannedChange:
    """End an area without children and open rows. Its code is not given again.

    Raises:
        ChangeRefused: something still stands on it.
        Refused: the actor may not.
    """
    change = Retiring(area_id=area.pk)
    return plan_change(change=change, effective_on=effective_on, actor=actor, at=at, reason=reason)
