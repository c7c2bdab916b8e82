"""What stands on the page of a door, as this actor may read it: facts, people, pairs, visits, demands, what was done."""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.places import place_names
from core.audit.choices import Kind
from core.audit.models import Record
from core.audit.selectors import records_of_row
from core.crypto.masks import mask_address, mask_name
from core.permissions.actor import Actor
from core.permissions.verdict import Verdict
from households.choices import DemandState, DoorKind, Relation, VisitState
from households.models import Demand, Door, Liaison, Member, Visit
from households.opening import Opened, is_young
from households.policies import (
    may_keep_register,
    may_note_away,
    may_open_minors,
    may_open_numbers,
    may_pair,
    may_read_names,
    may_take_request,
)

VISITS: Final = 6
RECORDS: Final = 30


@dataclass(frozen=True, slots=True)
class Person:
    """A member as this page shows them."""

    member: Member
    name: str
    is_minor: bool
    born: str
    phone: str
    id_number: str
    is_open: bool


@dataclass(frozen=True, slots=True)
class Act:
    """A button: where it leads, and whether, or why not."""

    label: str
    url: str
    verdict: Verdict


@dataclass(frozen=True, slots=True)
class DoorSheet:
    """Everything the page draws. `pair` is today's; `pairs` all, the latest first."""

    name: str
    address: str
    operator: str
    phone: str
    place: str
    in_full: bool
    people: Sequence[Person]
    gone: Sequence[Person]
    pair: Liaison | None
    pairs: Sequence[Liaison]
    visits: Sequence[Visit]
    demands: Sequence[Demand]
    records: Sequence[Record]
    is_paired: bool
    acts: Sequence[tuple[str, Sequence[Act]]]
    look: Verdict
    may_open_minors: bool
    keeps: Verdict
    may_pair: bool


def sheet_of(door: Door, actor: Actor, *, on: dt.date, opened: Opened | None = None) -> DoorSheet:
    """Read it: six queries beside the door itself."""
    pairs = list(Liaison.objects.filter(door=door).select_related("staff", "unit").order_by("-from_on"))
    pair = next((one for one in pairs if one.is_held_on(on)), None)
    is_paired = pair is not None and pair.staff_id == actor.person_id
    in_full = may_read_names(actor, door.path, is_paired=is_paired)
    members = list(Member.objects.filter(door=door).order_by("relation", "born_on", "id"))
    minors = {one.pk for one in members if is_young(one, on)}
    is_a_minors = any(
        one.relation == Relation.HEAD and one.pk in minors for one in members if one.to_on is None
    )
    people = [_person(one, in_full, one.pk in minors, opened) for one in members]
    visits = Visit.objects.filter(door=door, state=VisitState.KEPT).select_related("staff")
    demands = Demand.objects.filter(door=door, state=DemandState.OPEN).select_related("unit", "staff")
    written = [record for record in records_of_row(door)[:RECORDS] if record.kind == Kind.WRITE]
    keeps = may_keep_register(actor, path=door.path)
    away = may_note_away(actor, path=door.path, is_paired=is_paired)
    return DoorSheet(
        name=door.name if in_full else mask_name(door.name),
        address=door.address if in_full else mask_address(door.address),
        operator=door.operator if in_full else mask_name(door.operator),
        phone=opened.phone if opened is not None else "" if is_a_minors else str(door.phone),
        place=place_names([door.path]).get(door.path, ""),
        in_full=in_full,
        people=[one for one in people if one.member.to_on is None],
        gone=[one for one in people if one.member.to_on is not None],
        pair=pair,
        pairs=pairs,
        visits=list(visits.order_by("-visited_at")[:VISITS]) if in_full else [],
        demands=list(demands.order_by("raised_at")) if in_full else [],
        records=written,
        is_paired=is_paired,
        acts=_acts(door, members, actor, keeps=keeps, away=away),
        look=may_open_numbers(actor, path=door.path, is_paired=is_paired),
        may_open_minors=bool(minors) and may_open_minors(actor, path=door.path).ok,
        keeps=keeps if door.is_open else Verdict.no(_("本户已注销。")),
        may_pair=door.is_open and may_pair(actor, path=door.path).ok,
    )


def _person(one: Member, in_full: bool, is_minor: bool, opened: Opened | None) -> Person:
    plain: Mapping[str, str] | None = opened.people.get(one.pk) if opened is not None else None
    is_hidden = is_minor and plain is None
    shows_birth = in_full and one.born_on is not None and not is_hidden
    return Person(
        member=one,
        name=one.name if in_full else mask_name(one.name),
        is_minor=is_minor,
        born=f"{one.born_on:%Y-%m}" if shows_birth else "",
        phone=_shown(one, "phone", plain, is_hidden),
        id_number=_shown(one, "id_number", plain, is_hidden),
        is_open=plain is not None,
    )


def _shown(one: Member, name: str, plain: Mapping[str, str] | None, is_hidden: bool) -> str:
    if plain is not None:
        return plain.get(name, "")
    return "" if is_hidden else str(getattr(one, name))


def _acts(
    door: Door, members: Sequence[Member], actor: Actor, *, keeps: Verdict, away: Verdict
) -> list[tuple[str, list[Act]]]:
    taken = may_take_request(actor, path=door.path)
    on_request = (_("个人信息"), [_act("take_data_request", _("受理个人信息请求"), door, taken)])
    if not door.is_open:
        return [on_request]
    present = [one for one in members if one.to_on is None]
    several = keeps if len(present) > 1 or not keeps.ok else Verdict.no(_("户内只有一人。"))
    groups: list[tuple[str, list[Act]]] = []
    if door.kind == DoorKind.HOUSEHOLD:
        noted = [_act("mark_away", _("标为外出") if not door.is_away else _("更正外出日期"), door, away)]
        if door.is_away:
            noted.append(_act("mark_home", _("标为在家"), door, away))
        groups.append((_("在家情况"), noted))
        groups.append(
            (
                _("成员"),
                [
                    _act("add_member", _("登记成员"), door, keeps),
                    _act("name_head", _("变更户主"), door, several),
                    _act("split_household", _("分户"), door, several),
                    _act("merge_household", _("并入另一户"), door, keeps),
                ],
            )
        )
    groups.append(
        (
            _("登记"),
            [
                _act("change_door", _("更正"), door, keeps),
                _act("move_door", _("划到另一网格"), door, keeps),
                _act("close_door", _("注销"), door, keeps),
            ],
        )
    )
    groups.append(on_request)
    return groups


def _act(route: str, label: str, door: Door, verdict: Verdict) -> Act:
    return Act(label, reverse(route, args=[door.pk]), verdict)
