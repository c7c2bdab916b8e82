"""An area's official code changes, as codes do from year to year."""

import datetime as dt
from dataclasses import dataclass
from typing import Any, ClassVar

from django.db import transaction
from django.utils.translation import gettext as _

from core.audit.actions.record import Entry
from core.permissions.actor import Actor
from core.permissions.verdict import Verdict
from grids.actions.plan_change import plan_change
from grids.changes import Change, ChangeRefused, Foresight, Line, change_kind, saved
from grids.choices import ChangeKind, Level
from grids.coding import require_code
from grids.log_codes import AREA_RECODED
from grids.models import Area, PlannedChange
from grids.policies import may_change
from grids.relocation import keep_code
from grids.rules.codes import LENGTH


@change_kind
@dataclass(frozen=True, slots=True, kw_only=True)
class Recoding(Change):
    """A village's new code is carried on to its grids, whose codes begin with it. The path stays what it is."""

    kind: ClassVar[ChangeKind] = ChangeKind.RECODE
    code: ClassVar[Any] = AREA_RECODED

    new_code: str

    def may(self, actor: Actor, area: Area) -> Verdict:
        return may_change(actor, area)

    def summary(self) -> str:
        area = self.area
        return _("{name}编码由{before}改为{after}").format(
            name=area.name, before=area.code or _("无"), after=self.new_code or _("无")
        )

    def check(self, *, actor: Actor) -> None:
        area = self.area
        if self.new_code == area.code:
            raise ChangeRefused(_("新编码与原编码相同"), field="new_code")
        require_code(self.new_code, level=area.level, parent=area.parent, field="new_code", but=area.pk)
        for grid, code in self._grids(area):
            require_code(code, level=Level.GRID, parent=None, field="new_code", but=grid.pk)

    def foresee(self) -> Foresight:
        area = self.area
        lines = [Line(area.name, area.code or "—", self.new_code or "—")]
        lines += [Line(grid.name, grid.code, code) for grid, code in self._grids(area)]
        return Foresight(tuple(lines))

    def carry_out(self, *, on: dt.date) -> list[Entry]:
        area = self.area
        entries = []
        for one, code in [(area, self.new_code), *self._grids(area)]:
            keep_code(one, code, on=on)
            entries.append(saved(one, code=code))
        return entries

    def _grids(self, area: Area) -> list[tuple[Area, str]]:
        if area.level != Level.VILLAGE or not area.code or not self.new_code:
            return []
        grids = Area.objects.filter(parent=area, valid_to=None, code__startswith=area.code).order_by("path")
        return [(grid, self.new_code + grid.code[LENGTH:]) for grid in grids]


@transaction.atomic
def recode_area(
    *, area: Area, code: str, effective_on: dt.date, actor: Actor, at: dt.datetime, reason: str = ""
) -> PlannedChange:
    """Give an area another official code from a day on; the old one is kept with the day.

    Raises:
        ChangeRefused: the code doesn't fit or is another's.
        Refused: the actor may not.
    """
    change = Recoding(area_id=area.pk, new_code=code.strip())
    return plan_change(change=change, effective_on=effective_on, actor=actor, at=at, reason=reason)
