"""A visit that is not written down to the end yet is kept for later."""

import datetime as dt
from uuid import UUID

from django.db import transaction

from accounts.models import Staff
from core.audit.actions.record import record
from core.permissions.actor import Actor
from core.permissions.verdict import require
from core.workcalendar.rules import day_of
from households.choices import VisitState
from households.log_codes import VISIT_DRAFTED
from households.models import Door, Visit
from households.policies import may_record_visit
from households.visiting import (
    VisitEntry,
    VisitKeyTaken,
    check_draft,
    lock_visitor,
    require_pair,
    share_unit,
)


@transaction.atomic
def keep_draft(
    *, door: Door, staff: Staff, entry: VisitEntry, actor: Actor, at: dt.datetime, key: UUID
) -> Visit:
    """Keep what was written so far, read by the visitor and the typist only. It fulfils nothing and raises no demands.

    Args:
        key: made by the client; a draft under it is written over, and `record_visit` with it makes the visit.

    Raises:
        Refused: see `record_visit`; a draft need not be whole.
        VisitKeyTaken: the key belongs to something else, or the visit was recorded already.
    """
    lock_visitor(staff)
    taken = Visit.objects.select_for_update(of=("self",)).filter(pk=key).first()
    own = (door.pk, staff.pk, actor.person_id)
    if taken is not None and (taken.is_kept or (taken.door_id, taken.staff_id, taken.typed_by_id) != own):
        raise VisitKeyTaken
    check_draft(entry, at=at)
    on = day_of(entry.visited_at)
    shares = share_unit(actor.person_id, staff.pk, on=on)
    post = require(may_record_visit(actor, visitor_id=staff.pk, path=door.path, shares_unit=shares))
    require_pair(door, staff, on=on)
    visit = Visit(
        id=key,
        door=door,
        path=door.path,
        staff=staff,
        typed_by_id=actor.person,
        state=VisitState.DRAFT,
        recorded_at=at,
        **entry.columns,
    )
    visit.save(force_insert=taken is None, force_update=taken is not None)
    record(VISIT_DRAFTED, actor=actor, post=post, at=at, subject=visit, after={"staff": staff.name})
    return visit
