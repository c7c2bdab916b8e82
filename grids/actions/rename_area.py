"""An area gets another name."""

import datetime as dt
from dataclasses import dataclass
from typing import Any, ClassVar

from django.db import transaction
from django.utils.translation import gettext as _

from core.audit.actions.record import Entry
from core.permissions.actor import Actor
from core.permissions.verdict import Verdict
from core.rules.initials import initials_of
from grids.actions.plan_change import plan_change
from grids.changes import Change, ChangeRefused, Foresight, Line, change_kind, require_free_name, saved
from grids.choices import ChangeKind
from grids.log_codes import AREA_RENAMED
from grids.models import Area, PlannedChange
from grids.policies import may_change


@change_kind
@dataclass(frozen=True, slots=True, kw_only=True)
class Renaming(Change):
    kind: ClassVar[ChangeKind] = ChangeKind.RENAME
    code: ClassVar[Any] = AREA_RENAMED

    name: str

    def may(self, actor: Actor, area: Area) -> Verdict:
        return may_change(actor, area)

    def summary(self) -> str:
        return _("{before}更名为{after}").format(before=self.area.name, after=self.name)

    def check(self, *, actor: Actor) -> None:
        area = self.area
        if self.name == area.name:
            raise ChangeRefused(_("新名称与原名称相同"), field="name")
        require_free_name(self.name, parent_id=area.parent_id, but=[area.pk])

    def foresee(self) -> Foresight:
        return Foresight((Line(_("名称"), self.area.name, self.name),))

    def carry_out(self, *, on: dt.date) -> list[Entry]:
        return [saved(self.area, name=self.name, initials=initials_of(self.name))]


@transaction.atomic
def rename_area(
    *, area: Area, name: str, effective_on: dt.date, actor: Actor, at: dt.datetime, reason: str = ""
) -> PlannedChange:
    """Rename an area from a day on. What is printed or recorded before keeps the old name.

    Raises:
        ChangeRefused: the name is empty, unchanged or taken.
        Refused: the actor may not.
    """
    change = Renaming(area_id=area.pk, name=name.strip())
    return plan_change(change=change, effective_on=effective_on, actor=actor, at=at, reason=reason)
