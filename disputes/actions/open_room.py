"""A mediation room is opened, or changed."""

import datetime as dt

from django.db import transaction
from django.utils.translation import gettext as _

from core.audit.actions.record import record
from core.permissions.actor import Actor
from core.permissions.verdict import Refused, require
from core.workcalendar.rules import day_of
from disputes.checking import require_sound
from disputes.log_codes import ROOM_CHANGED, ROOM_OPENED
from disputes.models import Committee, DutyShift, Room
from disputes.policies import may_keep_committee


@transaction.atomic
def open_room(
    *, committee: Committee, name: str, place: str, is_mobile: bool, actor: Actor, at: dt.datetime
) -> Room:
    """Open it under its name (品牌调解室, 流动调解室).

    Raises:
        Refused: not theirs, closed, no name, or one of that name.
    """
    committee = Committee.objects.select_for_update(of=("self",)).get(pk=committee.pk)
    post = require(may_keep_committee(actor, committee))
    name = name.strip()
    if not name:
        raise Refused(_("请填写调解室名称。"))
    if Room.objects.filter(committee=committee, name=name).exists():
        raise Refused(_("该调委会已有同名的调解室。"))
    room = Room(committee=committee, name=name, place=place.strip(), is_mobile=is_mobile)
    require_sound(room)
    room.save(force_insert=True)
    record(
        ROOM_OPENED,
        actor=actor,
        post=post,
        at=at,
        subject=room,
        path=committee.path,
        after={"committee": committee.name, "place": room.place, "is_mobile": is_mobile},
    )
    return room


@transaction.atomic
def change_room(
    *,
    room: Room,
    name: str,
    place: str,
    is_mobile: bool,
    is_active: bool,
    actor: Actor,
    at: dt.datetime,
) -> Room:
    """Rename or move it, close it or take it into use again; a closed one has no duty from today on.

    Raises:
        Refused: not theirs, no name, one of that name, or nothing changes.
    """
    committee = Committee.objects.select_for_update(of=("self",)).get(pk=room.committee_id)
    post = require(may_keep_committee(actor, committee))
    room = Room.objects.select_for_update(of=("self",)).get(pk=room.pk)
    given = {"name": name.strip(), "place": place.strip(), "is_mobile": is_mobile, "is_active": is_active}
    if not given["name"]:
        raise Refused(_("请填写调解室名称。"))
    if Room.objects.filter(committee=committee, name=given["name"]).exclude(pk=room.pk).exists():
        raise Refused(_("该调委会已有同名的调解室。"))
    before = {field: getattr(room, field) for field, value in given.items() if getattr(room, field) != value}
    if not before:
        raise Refused(_("没有需要修改的内容。"))
    for field in before:
        setattr(room, field, given[field])
    require_sound(room)
    room.save(update_fields=list(before))
    if not is_active:
        DutyShift.objects.filter(room=room, on__gte=day_of(at)).delete()
    record(
        ROOM_CHANGED,
        actor=actor,
        post=post,
        at=at,
        subject=room,
        path=committee.path,
        before=before,
        after={field: given[field] for field in before},
    )
    return room
