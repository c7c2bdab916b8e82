"""What the pages of a month are asked for: the month, and whose; all of it in the address."""

import datetime as dt
from dataclasses import dataclass
from typing import Final

from django.utils.http import urlencode
from django.utils.translation import gettext as _

from accounts.models import Staff, Unit
from core.forms.address import Address
from core.forms.identifiers import uuid_in
from core.permissions.actor import Actor
from grids.models import Area
from grids.selectors import area_names
from households.coverage import Scope
from households.duty_rows import grounds_of
from households.policies import units_headed

BY: Final = ("place", "unit", "staff", "leaders")


@dataclass(frozen=True, slots=True)
class Asked:
    """A month and a scope within the actor's reach.

    Attributes:
        by: how the lines are cut.
        is_mine: the actor's own duties.
        is_ground: the scope is an area, not a unit by itself.
    """

    month: dt.date
    scope: Scope
    by: str
    is_mine: bool = False
    is_ground: bool = False

    @property
    def month_name(self) -> str:
        return f"{self.month:%Y-%m}"

    @property
    def leaders(self) -> bool:
        return self.by == "leaders"

    def query(self, **more: object) -> str:
        """The same question as the query of an address, some of it changed; None leaves a part out."""
        parts: dict[str, object] = {"month": self.month_name}
        if self.is_mine:
            parts["mine"] = 1
        else:
            if self.is_ground:
                parts["area"] = self.scope.path
            if len(self.scope.units) == 1:
                parts["unit"] = next(iter(self.scope.units))
            if self.scope.staff_id:
                parts["staff"] = self.scope.staff_id
        if self.leaders:
            parts["by"] = "leaders"
        return "?" + urlencode(
            {key: str(value) for key, value in (parts | more).items() if value is not None}
        )


def asked_for(address: Address, actor: Actor, *, today: dt.date) -> Asked:
    """What the address asks for. What lies out of reach or makes no sense is said, and falls back to the widest of what is
    theirs: their ground, the units they head, their own doors."""
    month = address.month("month", today=today)
    grounds, headed = grounds_of(actor), units_headed(actor)
    if address.text("mine") or not (grounds or headed):
        by = "leaders" if address.one_of("by", BY) == "leaders" else "place"
        return Asked(month, Scope(staff_id=actor.person_id), by, is_mine=True)
    staff = address.row("staff", Staff.objects.all(), _("没有找到这名干部"))
    staff_id = staff.pk if staff else None
    is_of_ground = bool(grounds) and (
        bool(address.text("area")) or uuid_in(address.text("unit")) not in headed
    )
    reach = Unit.objects.all() if is_of_ground else Unit.objects.filter(pk__in=headed)
    unit = address.row("unit", reach, _("没有找到这个单位"))
    units = frozenset({unit.pk}) if unit else frozenset()
    if not is_of_ground:
        if address.text("area"):
            address.miss(_("没有找到这个区域"), _("没有按它筛选"))
        by = address.one_of("by", ("staff", "leaders"), "staff")
        return Asked(month, Scope(units=units or frozenset(headed), staff_id=staff_id), by)
    path = _path(address, grounds)
    by = address.one_of("by", BY, "staff" if unit else "place")
    return Asked(month, Scope(path, units, staff_id), by, is_ground=True)


def _path(address: Address, grounds: tuple[str, ...]) -> str:
    asked = address.text("area")
    if not asked or asked in grounds:
        return asked or grounds[0]
    if asked.startswith(grounds) and Area.objects.filter(path=asked).exists():
        return asked
    name = area_names(grounds[:1]).get(grounds[0], grounds[0])
    address.miss(_("没有找到这个区域"), _("已显示%(place)s") % {"place": name})
    return grounds[0]
