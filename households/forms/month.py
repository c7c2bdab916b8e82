"""What the pages of a month are asked for: the month, and whose; all of it in the address."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from django.utils.http import urlencode

from core.forms.identifiers import uuid_in
from core.paths.ranges import MAX_LENGTH, ROOT_WIDTH, STEP_WIDTH
from core.permissions.actor import Actor
from households.coverage import Scope
from households.duty_rows import grounds_of
from households.policies import units_headed
from households.rules.months import month_named

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


def asked_for(params: Mapping[str, str], actor: Actor, *, today: dt.date) -> Asked:
    """What the address asks for. What lies out of reach or makes no sense falls back to the widest of what is theirs:
    their ground, the units they head, their own doors."""
    month = month_named(params.get("month"), today)
    grounds, headed = grounds_of(actor), units_headed(actor)
    if params.get("mine") or not (grounds or headed):
        by = "leaders" if params.get("by") == "leaders" else "place"
        return Asked(month, Scope(staff_id=actor.person_id), by, is_mine=True)
    unit, staff = uuid_in(params.get("unit")), uuid_in(params.get("staff"))
    if headed and (unit in headed or not grounds):
        units = frozenset({unit}) if unit in headed and unit else frozenset(headed)
        return Asked(month, Scope(units=units, staff_id=staff), _by(params, "staff"))
    path = _path(params.get("area", ""), grounds)
    units = frozenset({unit}) if unit else frozenset()
    return Asked(month, Scope(path, units, staff), _by(params, "staff" if unit else "place"), is_ground=True)


def _by(params: Mapping[str, str], usual: str) -> str:
    asked = params.get("by", "")
    return asked if asked in BY else usual


def _path(asked: str, grounds: tuple[str, ...]) -> str:
    is_path = asked.isalnum() and len(asked) <= MAX_LENGTH and (len(asked) - ROOT_WIDTH) % STEP_WIDTH == 0
    return asked if is_path and asked.startswith(grounds) else grounds[0]
