"""A ledger as it is asked for in the address: which, of what place, month and unit."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from accounts.models import Unit
from core.forms.identifiers import uuid_in
from core.paths.ranges import within
from core.permissions.actor import Actor
from core.workcalendar.rules import add_months
from grids.choosing import area_asked
from grids.models import Area
from households.choices import VolumeKind
from households.ledger_scope import Scope
from households.models import Liaison
from households.rules.months import month_named

MONTHS_BACK = 24


@dataclass(frozen=True, slots=True)
class Asked:
    """`place` is None where the actor has no ground at all."""

    kind: VolumeKind
    place: Area | None
    month: dt.date
    unit: Unit | None
    today: dt.date

    @property
    def scope(self) -> Scope:
        return Scope(
            path=self.place.path if self.place else "-",
            month=self.month,
            today=self.today,
            unit_id=self.unit.pk if self.unit else None,
        )

    @property
    def words(self) -> str:
        parts = [self.place.name if self.place else "", month_words(self.month)]
        return " ".join([*parts, self.unit.name] if self.unit else parts)


def month_words(month: dt.date) -> str:
    return _("%(year)s年%(month)s月") % {"year": month.year, "month": month.month}


def asked_ledger(asked: Mapping[str, Any], actor: Actor, *, ability: str, today: dt.date) -> Asked:
    """What the address asks for; what it doesn't say, or what isn't the actor's, is the widest and the newest."""
    kind = asked.get("kind", "")
    place = area_asked(asked, actor, ability=ability, in_force=True)
    unit_pk = uuid_in(asked.get("unit", ""))
    return Asked(
        kind=VolumeKind(kind) if kind in VolumeKind.values else VolumeKind.HOUSEHOLDS,
        place=place,
        month=month_named(str(asked.get("month", "")), today),
        unit=Unit.objects.filter(pk=unit_pk).first() if unit_pk else None,
        today=today,
    )


def units_to_choose(place: Area | None, *, today: dt.date) -> list[Unit]:
    """Units that are paired with doors of the place."""
    if place is None:
        return []
    paired = Liaison.objects.filter(within("path", place.path), to_on=None).values("unit_id")
    return list(Unit.objects.filter(pk__in=paired).order_by("path", "name"))


def months_to_choose(today: dt.date) -> list[tuple[str, str]]:
    first = today.replace(day=1)
    months = [add_months(first, -back) for back in range(MONTHS_BACK)]
    return [(f"{month:%Y-%m}", month_words(month)) for month in months]
