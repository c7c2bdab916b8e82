"""A ledger as it is asked for in the address: which, of what place, month and unit."""

import datetime as dt
from dataclasses import dataclass
from uuid import UUID

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from accounts.models import Unit
from core.forms.address import Address
from core.paths.ranges import within
from core.permissions.actor import Actor
from core.workcalendar.rules import add_months
from grids.choosing import area_asked
from grids.models import Area
from households.choices import VolumeKind
from households.ledger_scope import Scope
from households.models import Liaison
from households.policies import units_headed

MONTHS_BACK = 24


@dataclass(frozen=True, slots=True)
class Asked:
    """Which ledger, of which rows.

    Attributes:
        whose: the place or the units, in words.
        path: below it; "" where the actor has no ground at all.
        place: None where a ledger is asked for by units alone.
        units: whose doors; None for those of everybody.
        unit: the one that was chosen.
    """

    kind: VolumeKind
    month: dt.date
    today: dt.date
    whose: str
    path: str
    place: Area | None = None
    units: frozenset[UUID] | None = None
    unit: Unit | None = None

    @property
    def scope(self) -> Scope:
        return Scope(path=self.path or "-", month=self.month, today=self.today, units=self.units)

    @property
    def words(self) -> str:
        return " ".join(filter(None, (self.whose, month_words(self.month))))


def month_words(month: dt.date) -> str:
    return _("%(year)s年%(month)s月") % {"year": month.year, "month": month.month}


def asked_ledger(asked: Address, actor: Actor, *, ability: str, today: dt.date) -> Asked:
    """What the address asks for of a ground; what it doesn't say, or what isn't the actor's, is the widest and the
    newest."""
    place = area_asked(asked, actor, ability=ability, in_force=True)
    unit = asked.row("unit", Unit.objects.all(), _("没有找到这个单位"))
    return Asked(
        kind=_kind_in(asked),
        month=asked.month("month", today=today),
        today=today,
        whose=" ".join(one.name for one in (place, unit) if one),
        path=place.path if place else "",
        place=place,
        units=frozenset({unit.pk}) if unit else None,
        unit=unit,
    )


def asked_unit_ledger(asked: Address, actor: Actor, *, today: dt.date) -> Asked:
    """The same of the doors, wherever they lie, that are paired with cadres of the units that the actor heads: of one of
    these units where the address says which."""
    headed = units_of_head(actor)
    unit = asked.row("unit", headed, _("没有找到这个单位"))
    units = [unit] if unit else list(headed)
    return Asked(
        kind=_kind_in(asked),
        month=asked.month("month", today=today),
        today=today,
        whose="、".join(one.name for one in units),
        path=str(actor.tenant),
        units=frozenset(one.pk for one in units),
        unit=unit,
    )


def _kind_in(asked: Address) -> VolumeKind:
    first = VolumeKind.HOUSEHOLDS
    shown = _("已显示%(ledger)s") % {"ledger": first.label}
    return VolumeKind(asked.one_of("kind", VolumeKind.values, first, shown))


def units_of_head(actor: Actor) -> QuerySet[Unit]:
    """The units whose cadres the actor answers for."""
    return Unit.objects.filter(pk__in=units_headed(actor)).order_by("name")


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
