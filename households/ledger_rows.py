"""Rows of the ledgers, for a place and a month and where asked some units: some thousand at a time, what hangs on them in one
query a table.

The register stands as of the last day of the month; of the month that runs, as of today.
"""

import datetime as dt
import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import partial
from itertools import islice
from typing import Any, Final, overload
from uuid import UUID

from django.db.models import Count, F, OuterRef, Q, QuerySet, Subquery

from accounts.models import Membership, Post, Unit
from accounts.selectors import on_day
from core.crypto.masks import mask_id, mask_names_in, mask_phone
from core.crypto.sealing import Sealed
from core.paths.ranges import ROOT_WIDTH, STEP_WIDTH, within
from core.rules.identity import is_minor
from core.workcalendar.rules import day_of, last_day
from grids.selectors import area_names
from households.choices import (
    DemandState,
    DoorKind,
    DutyState,
    Promise,
    Relation,
    VisitState,
    VolumeKind,
    Way,
)
from households.ledger_scope import Scope
from households.models import Demand, Door, DoorDeadline, Duty, Liaison, Member, Visit

Rows = Sequence[dict[str, Any]]
CHUNK: Final = 1000
_ID: Final = re.compile(r"(?<!\d)[1-9]\d{16}[\dXx](?!\d)")
TOWN, VILLAGE = ROOT_WIDTH + STEP_WIDTH, ROOT_WIDTH + 2 * STEP_WIDTH


class Lines(Sequence[dict[str, Any]]):
    """The lines of a ledger: counted by the database, made for a page or a thousand doors at a time. A household is
    counted once and may have several lines."""

    def __init__(self, rows: QuerySet[Any], make: Callable[[Sequence[Any]], Rows]) -> None:
        self._rows, self._make = rows, make

    def __len__(self) -> int:
        return self._rows.count()

    @overload
    def __getitem__(self, part: int) -> dict[str, Any]: ...
    @overload
    def __getitem__(self, part: slice) -> Rows: ...
    def __getitem__(self, part: int | slice) -> Any:
        if isinstance(part, slice):
            return self._make(list(self._rows[part]))
        return self._make([self._rows[part]])[0]

    def __iter__(self) -> Iterator[dict[str, Any]]:
        rows = self._rows.iterator(chunk_size=CHUNK)
        while chunk := list(islice(rows, CHUNK)):
            yield from self._make(chunk)


def lines_of(kind: str, scope: Scope, *, on_paper: bool = False) -> Lines:
    """A ledger of a place and month.

    Args:
        on_paper: for a filed volume, whose form asks for everybody's month of birth; a minor's stands nowhere else.
    """
    rows, lines = _LEDGERS[VolumeKind(kind)]
    make = partial(lines, scope=scope)
    return Lines(rows(scope), make if on_paper else lambda some: _without_minors_births(make(some)))


def _without_minors_births(lines: Rows) -> Rows:
    for line in lines:
        if line.get("is_young"):
            line["born"] = ""
    return lines


def with_hidden_phones(lines: Rows) -> Rows:
    """For a page that shows names: the phones of residents stay masked until somebody gives a reason."""
    for line in lines:
        if line.get("phone"):
            line["phone"] = mask_phone(str(line["phone"]))
    return lines


def _pairs_of(scope: Scope) -> QuerySet[Liaison]:
    pairs = Liaison.objects.filter(on_day(scope.day))
    return pairs if scope.units is None else pairs.filter(unit_id__in=scope.units)


def _doors_of(scope: Scope, rows: QuerySet[Any]) -> Any:
    """Only rows of doors that the units' cadres are paired with."""
    return rows if scope.units is None else rows.filter(door_id__in=_pairs_of(scope).values("door_id"))


# 干部包联群众信息台账


def doors_in(scope: Scope) -> QuerySet[Door]:
    """The doors of the register on the day, in the order of the street."""
    standing = Q(closed_on=None) | Q(closed_on__gt=scope.day)
    doors = Door.objects.filter(within("path", scope.path), standing, opened_on__lte=scope.day)
    if scope.units is not None:
        doors = doors.filter(pk__in=_pairs_of(scope).values("door_id"))
    return doors.order_by("path", "walk_order", "id")


def door_lines(doors: Sequence[Door], *, scope: Scope) -> Rows:
    """A line for every person of each household, one for each market entity."""
    day = scope.day
    ids = [door.pk for door in doors]
    members = _grouped(
        Member.objects.filter(on_day(day), door_id__in=ids).order_by("relation", "born_on", "id"), "door_id"
    )
    pairs = {
        pair.door_id: pair
        for pair in Liaison.objects.filter(on_day(day), door_id__in=ids).select_related("staff", "unit")
    }
    duties = duties_of({pair.staff_id for pair in pairs.values()}, on=day)
    names = place_names(door.path for door in doors)
    lines = []
    for door in doors:
        pair = pairs.get(door.pk)
        shared = {
            "path": door.path,
            "staff_id": pair.staff_id if pair else None,
            "town": names.get(door.path[:TOWN], ""),
            "village": names.get(door.path[:VILLAGE], ""),
            "grid": names.get(door.path, "") if len(door.path) > VILLAGE else "",
            "head": door.name if door.kind == DoorKind.HOUSEHOLD else "",
            "address": door.address,
            "entity": door.name if door.kind == DoorKind.ENTITY else "",
            "cadre": pair.staff.name if pair else "",
            "unit": pair.unit.abbreviation or pair.unit.name if pair else "",
            "duty": duties.get(pair.staff_id, "") if pair else "",
            "cadre_phone": pair.staff.duty_phone if pair else "",
            "note": "外出" if door.is_away else "",
        }
        people = members.get(door.pk, [])
        lines += [shared | _person(person, door, day) for person in people]
        if not people:
            own = door.operator if door.kind == DoorKind.ENTITY else door.name
            phone = door.phone.reveal() if door.phone else ""
            lines.append(shared | {"name": own, "sex": "", "born": "", "relation": "", "phone": phone})
    return lines


def _person(person: Member, door: Door, day: dt.date) -> dict[str, Any]:
    young = person.born_on is not None and person.born_on <= day and is_minor(person.born_on, day)
    own = person.phone or person.relation != Relation.HEAD
    number = person.phone if own else door.phone
    return {
        "name": person.name,
        "sex": str(person.get_sex_display()),
        "born": f"{person.born_on:%Y-%m}" if person.born_on else "",
        "relation": str(person.get_relation_display()),
        "phone": number.reveal() if number and not young else "",
        "is_young": young,
        "note": "外出" if person.is_away or door.is_away else "",
    }


def duties_of(staff: Iterable[UUID], *, on: dt.date) -> dict[UUID, str]:
    """职务 of cadres: the head of a unit as such, else the post held longest."""
    staff = set(staff)
    posts = Post.objects.filter(on_day(on), staff_id__in=staff).order_by("-from_on", "-id")
    found = {post.staff_id: str(post.get_role_display()) for post in posts}
    heads = Membership.objects.filter(on_day(on), staff_id__in=staff, is_head=True)
    return found | dict.fromkeys(heads.values_list("staff_id", flat=True), "单位负责人")


def place_names(paths: Iterable[str]) -> dict[str, str]:
    """Names of the townships, villages and grids of some paths."""
    wanted = {part for path in paths for part in (path[:TOWN], path[:VILLAGE], path)}
    return area_names(wanted)


# 单位汇总台账


def units_in(scope: Scope) -> QuerySet[Unit]:
    """The units whose cadres are paired with doors of the place on the day."""
    pairs = _pairs_of(scope).filter(within("path", scope.path))
    return Unit.objects.filter(pk__in=pairs.values("unit_id")).order_by("path", "name", "id")


def unit_lines(units: Sequence[Unit], *, scope: Scope) -> Rows:
    """The figures of each unit: one statement for the pairs, one for the month, one for the problems."""
    ids = [unit.pk for unit in units]
    pairs = Liaison.objects.filter(on_day(scope.day), within("path", scope.path), unit_id__in=ids)
    held = _by_unit(
        pairs.values("unit_id").annotate(
            cadres=Count("staff_id", distinct=True),
            doors=Count("id", filter=Q(door__kind=DoorKind.HOUSEHOLD)),
            entities=Count("id", filter=Q(door__kind=DoorKind.ENTITY)),
        )
    )
    done = Q(state=DutyState.DONE)
    month = _by_unit(
        Duty.objects.filter(within("path", scope.path), month=scope.month, liaison__unit_id__in=ids)
        .values(unit_id=F("liaison__unit_id"))
        .annotate(
            owed=Count("id", filter=~Q(state=DutyState.EXEMPT)),
            visited=Count("id", filter=done & Q(visit__way=Way.IN_PERSON)),
            phoned=Count("id", filter=done & ~Q(visit__way=Way.IN_PERSON)),
        )
    )
    heard = Q(door__demands__raised_at__gte=scope.since, door__demands__raised_at__lt=scope.until)
    problems = _by_unit(
        pairs.filter(heard)
        .values("unit_id")
        .annotate(
            demands=Count("door__demands__id", distinct=True),
            answered=Count(
                "door__demands__id", distinct=True, filter=Q(door__demands__state=DemandState.ANSWERED)
            ),
        )
    )
    nothing = dict.fromkeys(
        ("cadres", "doors", "entities", "owed", "visited", "phoned", "demands", "answered"), 0
    )
    return [
        nothing
        | held.get(unit.pk, {})
        | month.get(unit.pk, {})
        | problems.get(unit.pk, {})
        | {"unit": unit.name}
        for unit in units
    ]


def _by_unit(rows: Any) -> dict[UUID, dict[str, Any]]:
    return {row["unit_id"]: row for row in rows.order_by()}


# 民情日记


def visits_in(scope: Scope) -> QuerySet[Visit]:
    """The visits of the month that are kept, in their order; also leaders' visits to a grid."""
    visits = Visit.objects.filter(
        within("path", scope.path),
        state=VisitState.KEPT,
        visited_at__gte=scope.since,
        visited_at__lt=scope.until,
    )
    found: QuerySet[Visit] = (
        _doors_of(scope, visits)
        .select_related("door", "staff", "typed_by")
        .order_by("path", "visited_at", "id")
    )
    return found


def visit_lines(visits: Sequence[Visit], *, scope: Scope) -> Rows:
    demands = _grouped(
        Demand.objects.filter(visit_id__in=[visit.pk for visit in visits]).select_related("unit", "staff"),
        "visit_id",
    )
    people = _people_of({visit.door_id for visit in visits if visit.door_id})
    names = place_names(visit.path for visit in visits)
    lines = []
    for visit in visits:
        known = [
            *(people.get(visit.door_id, ()) if visit.door_id else ()),
            visit.met,
            *([visit.door.name] if visit.door else []),
        ]
        asked = demands.get(visit.pk, [])
        lines.append(
            {
                "path": visit.path,
                "staff_id": visit.staff_id,
                "visited_at": visit.visited_at,
                "way": str(visit.get_way_display()),
                "address": visit.door.address if visit.door else names.get(visit.path, ""),
                "met": visit.met or (visit.door.name if visit.door else ""),
                "visitor": visit.staff.name,
                "typist": visit.typed_by.name,
                "said": written("家中无人" if visit.found_nobody and not visit.said else visit.said, known),
                "demands": written("；".join(demand.text for demand in asked), known),
                "follow_up": "；".join(_next_step(demand) for demand in asked),
                "comment": written(visit.comment, known),
            }
        )
    return lines


def _next_step(demand: Demand) -> str:
    if demand.state == DemandState.OPEN and demand.unit:
        return f"交{demand.unit.abbreviation or demand.unit.name}办理"
    return str(demand.get_state_display())


# 问题台账


def demands_in(scope: Scope) -> QuerySet[Demand]:
    """What was raised in the month, or before it and was still open when it began."""
    living = Q(state=DemandState.OPEN) | Q(answered_at__gte=scope.since) | Q(raised_at__gte=scope.since)
    due = DoorDeadline.objects.filter(
        tenant_id=OuterRef("tenant_id"), demand_id=OuterRef("pk"), kind=Promise.DEMAND
    ).order_by("-due_at")
    demands = Demand.objects.filter(within("path", scope.path), living, raised_at__lt=scope.until)
    found: QuerySet[Demand] = (
        _doors_of(scope, demands)
        .annotate(due_at=Subquery(due.values("due_at")[:1]))
        .select_related("door", "unit", "staff", "visit__staff")
        .order_by("path", "raised_at", "id")
    )
    return found


def demand_lines(demands: Sequence[Any], *, scope: Scope) -> Rows:
    people = _people_of({demand.door_id for demand in demands})
    lines = []
    for demand in demands:
        known = [*people.get(demand.door_id, ()), demand.door.name, demand.other_side]
        is_closed = demand.answered_at is not None and demand.answered_at < scope.until
        state = DemandState(demand.state)
        if state == DemandState.ANSWERED and not is_closed:
            state = DemandState.OPEN  # as it stood at the end of the month
        lines.append(
            {
                "path": demand.path,
                "staff_id": demand.visit.staff_id,
                "text": written(demand.text, known),
                "source": f"走访（{demand.visit.staff.name}）",
                "raised_on": day_of(demand.raised_at),
                "unit": demand.unit.name if demand.unit else "",
                "staff": demand.staff.name if demand.staff else "",
                "measure": written(demand.answer if is_closed else "", known),
                "due_on": last_day(demand.due_at) if demand.due_at else None,
                "progress": str(state.label),
                "closed_on": day_of(demand.answered_at) if is_closed else None,
            }
        )
    return lines


def written(text: str, names: Iterable[str]) -> Sealed:
    """What somebody wrote down: no ID number whoever reads it, and the household's names masked on sheets."""
    known = [name for name in names if name]
    return Sealed.fresh(
        _ID.sub(lambda found: mask_id(found[0]), text), lambda plain: mask_names_in(plain, known)
    )


def _people_of(doors: Iterable[UUID]) -> dict[UUID, list[str]]:
    found: dict[UUID, list[str]] = defaultdict(list)
    for door_id, name in Member.objects.filter(door_id__in=list(doors)).values_list("door_id", "name"):
        found[door_id].append(name)
    return found


def _grouped(rows: Iterable[Any], by: str) -> dict[UUID, list[Any]]:
    found: dict[UUID, list[Any]] = defaultdict(list)
    for row in rows:
        found[getattr(row, by)].append(row)
    return found


_LEDGERS: Final[Mapping[VolumeKind, tuple[Callable[[Scope], QuerySet[Any]], Callable[..., Rows]]]] = {
    VolumeKind.HOUSEHOLDS: (doors_in, door_lines),
    VolumeKind.UNITS: (units_in, unit_lines),
    VolumeKind.JOURNAL: (visits_in, visit_lines),
    VolumeKind.PROBLEMS: (demands_in, demand_lines),
}
