"""Duties as rows of a list: which ones the actor sees, those behind a figure, and what each is called."""

import datetime as dt
from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final
from uuid import UUID

from django.db.models import Count, Exists, OuterRef, Q, QuerySet
from django.utils.functional import Promise as Text
from django.utils.translation import gettext_lazy as _

from core.crypto.masks import mask_address, mask_name
from core.paths.ranges import ROOT_WIDTH, ancestors_of, within
from core.permissions.actor import Actor
from grids.selectors import area_names
from households.choices import DutyState, Owed
from households.models import Duty
from households.policies import (
    DUTIES,
    FIGURES,
    may_exempt,
    may_explain,
    may_read_names,
    may_see_door,
    units_headed,
)
from households.rules.months import first_of

if TYPE_CHECKING:
    from households.forms.month import Asked

_VISIT, _CONTACT = Q(owed=Owed.VISIT), Q(owed=Owed.CONTACT)
_DUE, _DONE = ~Q(state=DutyState.EXEMPT), Q(state=DutyState.DONE)

# Figure → its name and exactly the duties it counts; `coverage.py` counts by the same words in one statement.
SHOWN: Final[Mapping[str, tuple[Text | str, Q]]] = {
    "all": (_("全部"), Q()),
    "visits": (_("应访"), _DUE & _VISIT),
    "visited": (_("已入户"), _DONE & _VISIT),
    "contacts": (_("应联系"), _DUE & _CONTACT),
    "contacted": (_("已联系"), _DONE & _CONTACT),
    "open": (_("待完成"), Q(state=DutyState.OPEN)),
    "missed": (_("未完成"), Q(state=DutyState.MISSED)),
    "explained": (_("已说明"), Q(state=DutyState.MISSED) & ~Q(explained="")),
    "exempt": (_("免予走访"), Q(state=DutyState.EXEMPT)),
}

# Figures that count doors, each once: see `behind`.
DOORS: Final[Mapping[str, Text | str]] = {
    "doors": _("应走访户"),
    "met": _("已走访联系户"),
    "unmet": _("未走访联系户"),
}


def of_pairs(month: dt.date) -> QuerySet[Duty]:
    """The month's duties of the pairs."""
    return Duty.objects.filter(month=month, liaison__isnull=False)


def of_leaders(month: dt.date) -> QuerySet[Duty]:
    """The month's duties of the leaders."""
    return Duty.objects.filter(month=month, lead__isnull=False)


def behind(asked: "Asked", shown: str) -> QuerySet[Duty]:
    """Exactly the duties behind a figure of a month and scope, in the order of the street.

    Of a figure of doors each door stands once, with the last of its pairs that owed something.
    """
    whose = "lead" if asked.leaders else "liaison"
    duties = of_leaders(asked.month) if asked.leaders else of_pairs(asked.month)
    scope = asked.scope
    if scope.path:
        duties = duties.filter(within("path", scope.path))
    if scope.units:
        duties = duties.filter(**{f"{whose}__unit__in": scope.units})
    if scope.staff_id:
        duties = duties.filter(**{f"{whose}__staff": scope.staff_id})
    if shown in DOORS and not asked.leaders:
        others = duties.filter(_DUE | _DONE, liaison__door=OuterRef("liaison__door"))
        is_met = Exists(others.filter(_DONE))
        duties = duties.filter(_DUE, ~Exists(others.filter(from_on__gt=OuterRef("from_on"))))
        duties = duties.filter(is_met if shown == "met" else ~is_met if shown == "unmet" else Q())
    elif shown in SHOWN:
        duties = duties.filter(SHOWN[shown][1])
    order = ("path", "pk") if asked.leaders else ("path", "liaison__door__walk_order", "pk")
    return with_owners(duties).order_by(*order)


def grounds_of(actor: Actor) -> tuple[str, ...]:
    """The areas whose month the actor reads, outermost only."""
    paths = sorted({*actor.paths_for(DUTIES), *actor.paths_for(FIGURES)})
    return tuple(path for path in paths if not any(path != top and path.startswith(top) for top in paths))


def duties_seen_by(actor: Actor) -> QuerySet[Duty]:
    """Duties of the actor's ground, of the units they head, and their own."""
    seen = within("path", *grounds_of(actor))
    if units := units_headed(actor):
        seen |= Q(liaison__unit__in=units) | Q(lead__unit__in=units)
    if actor.person_id is not None:
        seen |= Q(liaison__staff=actor.person_id) | Q(lead__staff=actor.person_id)
    return Duty.objects.filter(seen)


def own_duties_left(actor: Actor, *, on: dt.date) -> list[tuple[dt.date, str, int]]:
    """Month, state and how many of one's own duties of this and the last month are open, or missed without a word; one
    query."""
    return _left(on, Q(liaison__staff=actor.person_id), Q(lead__staff=actor.person_id))


def duties_to_look_after(actor: Actor, *, on: dt.date) -> list[tuple[dt.date, str, int]]:
    """The same on one's ground below the county, or else for the cadres whose unit one heads; one query."""
    paths = [path for path in actor.paths_for(DUTIES) if len(path) > ROOT_WIDTH]
    if paths:
        return _left(on, within("path", *paths))
    if units := units_headed(actor):
        return _left(on, Q(liaison__unit__in=units), Q(lead__unit__in=units))
    return []


def _left(on: dt.date, *whose: Q) -> list[tuple[dt.date, str, int]]:
    """Each condition by itself, so that each is found by its own index."""
    this = first_of(on)
    last = first_of(this - dt.timedelta(days=1))
    waiting = Q(state=DutyState.OPEN, month=this) | Q(state=DutyState.MISSED, explained="", month=last)
    first, *others = (
        Duty.objects.filter(one, waiting, month__in=(last, this))
        .order_by()
        .values_list("month", "state")
        .annotate(n=Count("pk"))
        for one in whose
    )
    counted: Counter[tuple[dt.date, str]] = Counter()
    for month, state, n in first.union(*others, all=True) if others else first:
        counted[month, state] += n
    return [(month, state, n) for (month, state), n in sorted(counted.items())]


def locked_duties(ids: Collection[UUID]) -> list[Duty]:
    """Duties by id, locked in one order, each with whose it is."""
    rows = Duty.objects.select_for_update(of=("self",)).filter(pk__in=ids).order_by("pk")
    return list(with_owners(rows))


def with_owners(duties: QuerySet[Duty]) -> QuerySet[Duty]:
    return duties.select_related(
        "liaison__staff", "liaison__unit", "liaison__door", "lead__staff", "lead__unit"
    )


def described(duty: Duty) -> dict[str, Any]:
    """How a record names a duty: by its door, masked by the code, or by the leader."""
    owner = duty.owner
    label = owner.staff.name if duty.is_of_a_leader else duty.liaison.door.name
    return {
        "subject_type": Duty._meta.label_lower,
        "subject_id": duty.pk,
        "path": duty.path,
        "subject_label": label,
    }


@dataclass(frozen=True, slots=True)
class Row:
    """A duty as a list shows it: names in full only to whoever may read them."""

    duty: Duty
    name: str
    address: str
    place: str
    may_exempt: bool
    may_explain: bool
    may_open: bool = False
    may_record: bool = False

    @property
    def staff(self) -> str:
        return str(self.duty.owner.staff.name)

    @property
    def unit(self) -> str:
        return str(self.duty.owner.unit.name)

    @property
    def part(self) -> str:
        """The days of the month, where it isn't the whole."""
        duty, last = self.duty, self.duty.to_on - dt.timedelta(days=1)
        is_whole = duty.from_on.day == 1 and duty.to_on.day == 1
        return "" if is_whole else f"{duty.from_on:%m-%d}—{last:%m-%d}"


def drawn(duties: Sequence[Duty], actor: Actor, *, today: dt.date) -> list[Row]:
    """The rows of a page, completed in one query for the names of their places."""
    places = area_names(places_above(duties))
    return [_row(duty, actor, places, today) for duty in duties]


def _row(duty: Duty, actor: Actor, places: Mapping[str, str], today: dt.date) -> Row:
    owner = duty.owner
    place = place_of(duty, places)
    exempt = duty.state == DutyState.OPEN and may_exempt(actor, path=duty.path, unit_id=owner.unit_id)
    explain = duty.state == DutyState.MISSED and may_explain(
        actor, path=duty.path, unit_id=owner.unit_id, staff_id=owner.staff_id
    )
    if duty.is_of_a_leader:
        return Row(duty, str(_("网格走访")), "", place, bool(exempt), bool(explain))
    pair = duty.liaison
    is_paired = pair.staff_id == actor.person_id and pair.is_held_on(today)
    in_full = may_read_names(actor, pair.door.path, is_paired=is_paired)
    name = pair.door.name if in_full else mask_name(pair.door.name)
    address = pair.door.address if in_full else mask_address(pair.door.address)
    return Row(
        duty,
        name,
        address,
        place,
        bool(exempt),
        bool(explain),
        may_open=bool(may_see_door(actor, pair.door, is_paired=is_paired)),
        may_record=is_paired and duty.state == DutyState.OPEN,
    )


def places_above(duties: Iterable[Duty]) -> set[str]:
    """Paths of the villages and grids that name where duties are."""
    return {path for duty in duties for path in _shown_of(duty.path)}


def place_of(duty: Duty, names: Mapping[str, str]) -> str:
    """Township, village and grid in one word."""
    return "".join(names.get(path, "") for path in _shown_of(duty.path))


def _shown_of(path: str) -> list[str]:
    return ancestors_of(path)[1:]
