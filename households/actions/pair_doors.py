"""Doors are given to cadres: one statement for the ends, one for the beginnings, whatever their number."""

import datetime as dt
from collections import defaultdict
from collections.abc import Collection, Mapping
from typing import Any, Final
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import Membership, Staff
from accounts.selectors import on_day
from core.audit.actions.record import Entry, record_many
from core.permissions.actor import ActingPost, Actor
from core.permissions.verdict import Conflict, Refused, require
from core.tenancy.inserting import insert_each
from core.workcalendar.rules import day_of
from households.actions.align_duties import align_duties
from households.choices import PairedBy
from households.log_codes import DOORS_GIVEN, DOORS_PAIRED
from households.models import Door, Handover, Liaison
from households.policies import may_pair
from households.rules.places import shared_area

AHEAD: Final = dt.timedelta(days=366)
# Named rows instead of models: of 42,361 doors, making models would take as long as pairing them.
_NEEDED: Final = ("pk", "path", "name", "address", "opened_on", "closed_on")


@transaction.atomic
def pair_doors(
    *,
    pairs: Mapping[UUID, UUID],
    from_on: dt.date,
    how: str = PairedBy.HAND,
    handover: Handover | None = None,
    seen: Mapping[UUID, UUID | None] | None = None,
    actor: Actor,
    at: dt.datetime,
) -> list[UUID]:
    """Pair each door with a cadre from a day on. Who was paired with it before stays so until that day; a door that is
    paired with this cadre already is passed over.

    One door is recorded as itself, many as one record for each cadre: 42,361 rows would tell no more, and take longer
    to write than the pairs.

    Args:
        pairs: door id → staff id.
        seen: door id → the last pair that was on the page, None where there was none; a door that has another one by
            now is a conflict.

    Returns:
        Ids of the pairs that began.

    Raises:
        Refused: not their ground, to themselves, a door that is closed or unknown, a cadre without a unit, a day before
            the last pair of a door began or more than a year ahead.
        Conflict: a door is to change hands on a later day already, or was given to somebody meanwhile.
    """
    rows = Door.objects.select_for_update().filter(pk__in=pairs.keys()).order_by("pk")
    doors = {row.pk: row for row in rows.values_list(*_NEEDED, named=True)}
    if len(doors) < len(pairs) or any(door.closed_on for door in doors.values()):
        raise Refused(_("所选的户中有已注销的，请刷新后重选。"))
    posts = {path: require(may_pair(actor, path=path)) for path in {door.path for door in doors.values()}}
    if actor.person_id in pairs.values():
        raise Refused(_("不能把户分给自己，请由其他经办人或上级综治中心办理。"))
    if from_on > day_of(at) + AHEAD:
        raise Refused(_("起始日最晚为一年以后。"))
    people, units = _cadres(set(pairs.values()), on=max(from_on, day_of(at)))
    last = _last_pairs(doors.keys())
    if seen is not None:
        _check_seen(doors, last, seen, pairs)
    wanted = {door: staff for door, staff in pairs.items() if not _stands(last.get(door), staff, from_on)}
    for door in wanted:
        _check_order(doors[door], last.get(door), from_on)
    if ended := [last[door].pk for door in wanted if door in last]:
        Liaison.objects.filter(pk__in=ended).update(to_on=from_on)
    ids = insert_each(
        Liaison,
        each={
            "door_id": list(wanted),
            "staff_id": list(wanted.values()),
            "unit_id": [units[staff] for staff in wanted.values()],
            "path": [doors[door].path for door in wanted],
            "previous_to_on": [from_on if door in last else None for door in wanted],
        },
        shared={
            "from_on": from_on,
            "how": how,
            "handover_id": handover.pk if handover else None,
        },
    )
    post = next(iter(posts.values()), None)
    _record(wanted, doors, people, last, {"from_on": from_on, "how": how}, actor=actor, post=post, at=at)
    if ids:
        align_duties(doors=list(wanted), actor=actor, at=at)
    return ids


def _cadres(wanted: set[UUID], *, on: dt.date) -> tuple[dict[UUID, Staff], dict[UUID, UUID]]:
    """The people, and the unit of each on a day."""
    people: dict[UUID, Staff] = Staff.objects.in_bulk(wanted)
    units = dict(
        Membership.objects.filter(on_day(on), staff_id__in=people).values_list("staff_id", "unit_id")
    )
    for staff_id in sorted(wanted):
        person = people.get(staff_id)
        if person is None or person.left_on is not None or staff_id not in units:
            raise Refused(_("%(name)s已离岗或没有单位，不能包联。") % {"name": person or _("所选干部")})
    return people, units


def _last_pairs(doors: Collection[UUID]) -> dict[UUID, Any]:
    rows = Liaison.objects.filter(door_id__in=doors, to_on=None)
    named = rows.values_list("pk", "door_id", "staff_id", "from_on", "staff__name", named=True)
    return {row.door_id: row for row in named}


def _check_seen(
    doors: Mapping[UUID, Any],
    last: Mapping[UUID, Any],
    seen: Mapping[UUID, UUID | None],
    pairs: Mapping[UUID, UUID],
) -> None:
    for door_id, pair_id in seen.items():
        pair = last.get(door_id)
        if (pair.pk if pair else None) == pair_id or (pair and pair.staff_id == pairs[door_id]):
            continue
        raise Conflict(
            _("%(door)s刚刚已由他人安排给%(name)s，请刷新后再办。")
            % {"door": doors[door_id].address, "name": pair.staff__name if pair else _("其他干部")}
        )


def _stands(pair: Any, staff_id: UUID, from_on: dt.date) -> bool:
    return pair is not None and pair.staff_id == staff_id and pair.from_on <= from_on


def _check_order(door: Any, pair: Any, from_on: dt.date) -> None:
    if from_on < door.opened_on:
        raise Refused(_("%(door)s在这一天还没有登记。") % {"door": door.address})
    if pair is None:
        return
    if pair.from_on > from_on:
        raise Conflict(
            _("%(door)s自%(day)s起已另有安排，请先撤销。") % {"door": door.address, "day": pair.from_on}
        )
    if pair.from_on == from_on:
        raise Refused(
            _("%(door)s的包联当天刚开始（%(name)s），请从次日起更换。")
            % {"door": door.address, "name": pair.staff__name}
        )


def _record(
    wanted: Mapping[UUID, UUID],
    doors: Mapping[UUID, Any],
    people: Mapping[UUID, Staff],
    last: Mapping[UUID, Any],
    after: Mapping[str, Any],
    *,
    actor: Actor,
    post: ActingPost | None,
    at: dt.datetime,
) -> None:
    if len(wanted) == 1:
        ((door, staff),) = wanted.items()
        entry = Entry(
            subject_type=Door._meta.label_lower,
            subject_id=door,
            subject_label=doors[door].name,
            path=doors[door].path,
            before={"staff": last[door].staff__name} if door in last else {},
            after={"staff": people[staff].name, "cadre": str(staff), **after},
        )
        record_many(DOORS_PAIRED, actor=actor, post=post, at=at, rows=[entry])
        return
    lots: dict[UUID, list[str]] = defaultdict(list)
    for door, staff in wanted.items():
        lots[staff].append(doors[door].path)
    entries = [
        Entry.of(people[staff], path=shared_area(paths), after={"count": len(paths), **after})
        for staff, paths in lots.items()
    ]
    record_many(DOORS_GIVEN, actor=actor, post=post, at=at, rows=entries)
