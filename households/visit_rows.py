"""Rows of visits and demands as their reader may see them: names in full only to the paired cadre and the register."""

import datetime as dt
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from django.utils.translation import gettext as _

from core.crypto.masks import mask_name, mask_names_in
from core.permissions.actor import Actor
from core.workcalendar.rules import day_of, last_day
from households.models import Demand, Door, Member, Visit
from households.policies import may_read_names
from households.selectors import own_pairs


@dataclass(frozen=True, slots=True)
class VisitRow:
    """One visit. `is_head`: its reader looks after the visitor, and sees what is flagged."""

    visit: Visit
    name: str
    met: str
    said: str
    is_head: bool


@dataclass(frozen=True, slots=True)
class DemandRow:
    """One demand, with the lamp of its term: a colour and always a word; both blank once it is closed."""

    demand: Demand
    name: str
    text: str
    other_side: str
    answer: str
    colour: str
    words: str


class Names:
    """Who is called how on a page, for one reader: read once for all its doors."""

    def __init__(self, doors: Sequence[Door], *, actor: Actor, on: dt.date) -> None:
        ids = {door.pk for door in doors}
        own: set[UUID] = set()
        if actor.person_id is not None:
            pairs = own_pairs(actor.person_id, on=on).filter(door_id__in=ids)
            own = set(pairs.values_list("door_id", flat=True))
        self._full = {door.pk for door in doors if may_read_names(actor, door.path, is_paired=door.pk in own)}
        self._people: dict[UUID, list[str]] = defaultdict(list)
        hidden = ids - self._full
        if hidden:
            rows = Member.objects.filter(door_id__in=hidden).values_list("door_id", "name")
            for door_id, name in rows:
                self._people[door_id].append(name)

    def in_full(self, door: Door | None) -> bool:
        return door is not None and door.pk in self._full

    def shown(self, door: Door | None, name: str) -> str:
        """One person's name, or the door's. Of a grid no resident is named."""
        return name if door is None or self.in_full(door) else mask_name(name)

    def text(self, door: Door | None, text: str, *more: str) -> str:
        """A text in which names of the door, and `more`, may stand."""
        if door is None or self.in_full(door):
            return text
        return mask_names_in(text, [door.name, door.operator, *self._people[door.pk], *more])


def visit_rows(visits: Sequence[Visit], *, actor: Actor, on: dt.date) -> list[VisitRow]:
    """Rows of visits with `door` read; `is_mine_to_look_after` is annotated by who lists them."""
    names = Names([visit.door for visit in visits if visit.door], actor=actor, on=on)
    return [
        VisitRow(
            visit=visit,
            name=names.shown(visit.door, visit.door.name) if visit.door else "",
            met=names.shown(visit.door, visit.met),
            said=names.text(visit.door, visit.said, visit.met),
            is_head=bool(getattr(visit, "is_looked_after", False)),
        )
        for visit in visits
    ]


def demand_rows(demands: Sequence[Demand], *, actor: Actor, now: dt.datetime) -> list[DemandRow]:
    """Rows of demands with `door` read and `due_at`, `warn_at` annotated (see `with_due`)."""
    names = Names([demand.door for demand in demands], actor=actor, on=day_of(now))
    rows = []
    for demand in demands:
        colour, words = term_lamp(demand.due_at, demand.warn_at, now=now)  # type: ignore[attr-defined]  # annotated
        others = (demand.other_side,)
        rows.append(
            DemandRow(
                demand=demand,
                name=names.shown(demand.door, demand.door.name),
                text=names.text(demand.door, demand.text, *others),
                other_side=names.shown(demand.door, demand.other_side),
                answer=names.text(demand.door, demand.answer, *others),
                colour=colour,
                words=words,
            )
        )
    return rows


def term_lamp(due: dt.datetime | None, warn: dt.datetime | None, *, now: dt.datetime) -> tuple[str, str]:
    """The lamp of a running term, counted in days; ("", "") where none runs."""
    if due is None:
        return "", ""
    days = (last_day(due) - day_of(now)).days
    if due <= now:
        return "red", _("超期 %(n)s 天") % {"n": max(-days, 1)}
    if not days:
        return "yellow", _("今日到期")
    return "yellow" if warn and warn <= now else "green", _("剩 %(n)s 天") % {"n": days}
