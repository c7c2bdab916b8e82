"""What was seen and said at a door is written down, with what was asked for there."""

import datetime as dt
from collections.abc import Sequence
from uuid import UUID

from django.db import transaction

from accounts.models import Staff
from core.audit.actions.record import record
from core.permissions.actor import Actor
from core.permissions.verdict import require
from core.tenancy.ids import uuid7
from core.workcalendar.rules import day_of
from households.bursts import note_burst
from households.choices import VisitState
from households.demanding import raise_demands
from households.fulfilling import fulfil
from households.log_codes import VISIT_RECORDED
from households.models import Door, Visit
from households.policies import may_record_visit
from households.ruling import rule_on
from households.visiting import (
    DemandEntry,
    VisitEntry,
    VisitKeyTaken,
    check_demands,
    check_visit,
    lock_visitor,
    require_pair,
    save_under_key,
    says_the_same,
    share_unit,
)


@transaction.atomic
def record_visit(
    *,
    door: Door,
    staff: Staff,
    entry: VisitEntry,
    demands: Sequence[DemandEntry] = (),
    actor: Actor,
    at: dt.datetime,
    key: UUID | None = None,
) -> Visit:
    """Keep a visit and its demands, and mark the month's duty done: all of it, or nothing.

    Args:
        staff: who was there, the cadre paired with the door on that day. Who writes it down is the actor.
        key: made by the client; the same visit sent again gives the same answer and writes nothing. The key of the
            actor's own draft makes the visit of it.

    Raises:
        Refused: not paired with the door that day, nobody who may write it down; see `check_visit`, `check_demands`.
        VisitKeyTaken: the key belongs to something else.
    """
    lock_visitor(staff)
    taken = Visit.objects.select_for_update(of=("self",)).filter(pk=key).first() if key else None
    if taken is not None and (taken.door_id, taken.staff_id, taken.typed_by_id) != (
        door.pk,
        staff.pk,
        actor.person_id,
    ):
        raise VisitKeyTaken
    if taken is not None and taken.is_kept:
        if not says_the_same(taken, entry, demands):
            raise VisitKeyTaken
        return taken
    check_visit(entry, at=at)
    check_demands(entry, demands)
    on = day_of(entry.visited_at)
    shares = share_unit(actor.person_id, staff.pk, on=on)
    post = require(may_record_visit(actor, visitor_id=staff.pk, path=door.path, shares_unit=shares))
    require_pair(door, staff, on=on)
    visit = Visit(
        id=key or uuid7(),
        door=door,
        path=door.path,
        staff=staff,
        typed_by_id=actor.person,
        state=VisitState.KEPT,
        recorded_at=at,
        **entry.columns,
    )
    save_under_key(visit, is_new=taken is None)
    rule = rule_on(day_of(at))
    record(
        VISIT_RECORDED,
        actor=actor,
        post=post,
        at=at,
        subject=visit,
        after={
            "staff": staff.name,
            "way": str(visit.get_way_display()),
            "visited_at": visit.visited_at,
            "found_nobody": visit.found_nobody,
            "demands": len(demands),
        },
    )
    raise_demands(visit, demands, door=door, rule=rule, actor=actor, post=post, at=at)
    note_burst(visit, rule, at=at)
    fulfil(visit=visit, at=at)
    return visit
