"""Who is on duty at a room: a day, or the week as it was before."""

import datetime as dt
from collections.abc import Collection, Sequence
from uuid import UUID

from django.db import transaction
from django.db.models import F, Q
from django.utils.translation import gettext as _

from accounts.selectors import on_day
from core.audit.actions.record import record
from core.permissions.actor import Actor
from core.permissions.verdict import Refused, require
from core.workcalendar.rules import day_of
from disputes.committees import WEEK
from disputes.log_codes import ROSTER_COPIED, SHIFT_SET
from disputes.models import Committee, DutyShift, Mediator, Room
from disputes.policies import may_keep_committee

AHEAD = dt.timedelta(days=366)


@transaction.atomic
def set_shift(
    *, room: Room, on: dt.date, mediator_ids: Collection[UUID], actor: Actor, at: dt.datetime
) -> list[Mediator]:
    """Put exactly these people on duty at the room that day; nobody clears the day.

    Raises:
        Refused: not theirs, a room out of use, a day gone by or far ahead, or somebody who doesn't mediate there that day.
    """
    committee = Committee.objects.select_for_update(of=("self",)).get(pk=room.committee_id)
    post = require(may_keep_committee(actor, committee))
    room = Room.objects.get(pk=room.pk)
    if not room.is_active:
        raise Refused(_("该调解室已停用。"))
    if on < day_of(at):
        raise Refused(_("已经过去的日子不能再排班。"))
    if on > day_of(at) + AHEAD:
        raise Refused(_("值班最多排到一年以内。"))
    there = Mediator.objects.filter(on_day(on), committee=committee, pk__in=list(mediator_ids))
    people = list(there.order_by("name"))
    if len(people) != len(set(mediator_ids)):
        raise Refused(_("只能安排当日在任的本调委会调解员值班。"))
    shifts = DutyShift.objects.filter(room=room, on=on)
    before = list(shifts.order_by("mediator__name").values_list("mediator__name", flat=True))
    shifts.exclude(mediator__in=people).delete()
    DutyShift.objects.bulk_create(
        [DutyShift(room=room, mediator=one, on=on) for one in people], ignore_conflicts=True
    )
    record(
        SHIFT_SET,
        actor=actor,
        post=post,
        at=at,
        subject=room,
        path=committee.path,
        before={"who": "、".join(before)},
        after={"on": on, "who": "、".join(one.name for one in people) or _("无人")},
    )
    return people


@transaction.atomic
def copy_week(*, rooms: Sequence[Room], monday: dt.date, actor: Actor, at: dt.datetime) -> int:
    """Take the week before over into the week from `monday` on, day by day; days that are set or gone by stay as they are,
    and who has left by then is not taken over.

    Returns:
        How many shifts were added.

    Raises:
        Refused: one of the rooms is not theirs, or nothing could be taken over.
    """
    posts = [require(may_keep_committee(actor, room.committee)) for room in rooms]
    week = dt.timedelta(days=WEEK)
    set_already = set(
        DutyShift.objects.filter(room__in=rooms, on__range=(monday, monday + week - dt.timedelta(days=1)))
        .values_list("room_id", "on")
        .distinct()
    )
    last = DutyShift.objects.filter(
        Q(mediator__to_on=None) | Q(mediator__to_on__gt=F("on") + week),
        room__in=rooms,
        room__is_active=True,
        on__range=(monday - week, monday - dt.timedelta(days=1)),
    ).select_related("mediator", "room")
    added = DutyShift.objects.bulk_create(
        DutyShift(room=shift.room, mediator=shift.mediator, on=shift.on + week)
        for shift in last
        if shift.on + week >= day_of(at) and (shift.room_id, shift.on + week) not in set_already
    )
    if not added:
        raise Refused(_("上周没有可以沿用的班次，或本周已经排好。"))
    record(
        ROSTER_COPIED,
        actor=actor,
        post=posts[0],
        at=at,
        path=rooms[0].committee.path if len(rooms) == 1 else str(actor.tenant),
        after={"week": _("%(day)s起一周") % {"day": monday}, "shifts": len(added)},
    )
    return len(added)
