"""Doors are given to cadres: one statement for the ends, one for the beginnings, whatever their number."""

import datetime as dt
from collections.abc import Mapping
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import Membership, Staff
from accounts.selectors import on_day
from core.audit.actions.record import Entry, record_many
from core.permissions.actor import Actor
from core.permissions.verdict import Conflict, Refused, require
from core.tenancy.inserting import insert_each
from core.workcalendar.rules import day_of
from households.actions.align_duties import align_duties
from households.choices import PairedBy
from households.log_codes import DOORS_PAIRED
from households.models import Door, Handover, Liaison
from households.policies import may_pair


@transaction.atomic
def pair_doors(
    *,
    pairs: Mapping[UUID, UUID],
    from_on: dt.date,
    how: str = PairedBy.HAND,
    handover: Handover | None = None,
    actor: Actor,
    at: dt.datetime,
) -> list[UUID]:
    """Pair each door with a cadre from a day on. Who was paired with it before stays so until that day; a door that is
    paired with this cadre already is passed over.

    Args:
        pairs: door id → staff id.

    Returns:
        Ids of the pairs that began.

    Raises:
        Refused: not their ground, a door that is closed or unknown, a cadre without a unit, a day before the last pair
            of a door began.
        Conflict: a door is to change hands on a later day already.
    """
    doors = {
        door.pk: door
        for door in Door.objects.select_for_update(of=("self",)).filter(pk__in=pairs.keys()).order_by("pk")
    }
    if len(doors) < len(pairs) or any(not door.is_open for door in doors.values()):
        raise Refused(_("所选的户中有已注销的，请刷新后重选。"))
    posts = {path: require(may_pair(actor, path=path)) for path in {door.path for door in doors.values()}}
    people = Staff.objects.in_bulk(set(pairs.values()))
    units = dict(
        Membership.objects.filter(on_day(max(from_on, day_of(at))), staff_id__in=people).values_list(
            "staff_id", "unit_id"
        )
    )
    for staff_id in set(pairs.values()):
        person = people.get(staff_id)
        if person is None or person.left_on is not None or staff_id not in units:
            raise Refused(_("%(name)s已离岗或没有单位，不能包联。") % {"name": person or _("所选干部")})
    last = _last_pairs(doors)
    wanted = {door: staff for door, staff in pairs.items() if not _stands(last.get(door), staff, from_on)}
    for door in wanted:
        _check_order(doors[door], last.get(door), from_on)
    ended = [last[door].pk for door in wanted if door in last]
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
    entries = [
        Entry.of(
            doors[door],
            before={"staff": last[door].staff.name} if door in last else {},
            after={"staff": people[staff].name, "from_on": from_on, "how": how},
        )
        for door, staff in wanted.items()
    ]
    record_many(DOORS_PAIRED, actor=actor, post=next(iter(posts.values()), None), at=at, rows=entries)
    if ids:
        align_duties(doors=list(wanted), actor=actor, at=at)
    return ids


def _last_pairs(doors: Mapping[UUID, Door]) -> dict[UUID, Liaison]:
    rows = Liaison.objects.filter(door_id__in=doors.keys(), to_on=None).select_related("staff")
    return {row.door_id: row for row in rows}


def _stands(pair: Liaison | None, staff_id: UUID, from_on: dt.date) -> bool:
    return pair is not None and pair.staff_id == staff_id and pair.from_on <= from_on


def _check_order(door: Door, pair: Liaison | None, from_on: dt.date) -> None:
    if from_on < door.opened_on:
        raise Refused(_("%(door)s在这一天还没有登记。") % {"door": door.address})
    if pair is None:
        return
    if pair.from_on > from_on:
        raise Conflict(
            _("%(door)s自%(day)s起已另有安排，请先撤销。") % {"door": door.address, "day": pair.from_on}
        )
    if pair.from_on == from_on:
        raise Refused(_("%(door)s的包联当天刚开始，请从次日起更换。") % {"door": door.address})
