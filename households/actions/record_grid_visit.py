"""A leader's visit to a grid (包片走访) is written down."""

import datetime as dt
from uuid import UUID

from django.db import transaction

from accounts.models import Staff
from core.audit.actions.record import record
from core.permissions.actor import Actor
from core.permissions.verdict import require
from core.tenancy.ids import uuid7
from core.workcalendar.rules import day_of
from grids.selectors import area_names
from households.choices import VisitState
from households.fulfilling import fulfil
from households.log_codes import GRID_VISIT_RECORDED
from households.models import Visit
from households.policies import may_visit_grid
from households.visiting import (
    VisitEntry,
    VisitKeyTaken,
    check_visit,
    lock_visitor,
    require_lead,
    save_under_key,
    says_the_same,
)


@transaction.atomic
def record_grid_visit(
    *, path: str, entry: VisitEntry, actor: Actor, at: dt.datetime, key: UUID | None = None
) -> Visit:
    """Keep the actor's own visit, and mark the month's duty of the grid done.

    Args:
        path: of the grid.
        key: made by the client; the same visit sent again gives the same answer and writes nothing.

    Raises:
        Refused: not theirs, no leader of the grid on that day; see `check_visit`.
        VisitKeyTaken: the key belongs to something else.
    """
    post = require(may_visit_grid(actor))
    staff = Staff.objects.get(pk=actor.person)
    lock_visitor(staff)
    taken = Visit.objects.filter(pk=key).first() if key else None
    if taken is not None:
        is_same = (taken.door_id, taken.path, taken.staff_id) == (None, path, staff.pk)
        if not is_same or not says_the_same(taken, entry, ()):
            raise VisitKeyTaken
        return taken
    check_visit(entry, at=at)
    require_lead(path, staff, on=day_of(entry.visited_at))
    visit = Visit(
        id=key or uuid7(),
        path=path,
        staff=staff,
        typed_by=staff,
        state=VisitState.KEPT,
        recorded_at=at,
        **entry.columns,
    )
    save_under_key(visit, is_new=True)
    record(
        GRID_VISIT_RECORDED,
        actor=actor,
        post=post,
        at=at,
        subject=visit,
        after={
            "area": area_names([path]).get(path, path),
            "visited_at": visit.visited_at,
            "found_nobody": visit.found_nobody,
        },
    )
    fulfil(visit=visit, at=at)
    return visit
