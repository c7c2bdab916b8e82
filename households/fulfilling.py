"""Which duty a kept visit fulfils, and what happens when the visit no longer does. Called by the verbs of visits, inside
their transaction; whoever records the visit has recorded the act.

A visit of a door fulfils the month's duty of the pair that stood on the day, where the paired cadre is the visitor, no
matter who typed it. Meeting somebody in person fulfils whatever is owed; a call, a video or a message only where the
month asks for a contact. Where nobody was found nothing is fulfilled. A leader's visit to a grid fulfils the month of
that lead, and of a lead of a wider area that the grid lies in.

A month that is closed stays as it was: what is recorded late stands among its later corrections (`later.py`). Somebody
exempt who was visited all the same has been visited; taken back, the exemption stands again.
"""

import datetime as dt
from collections.abc import Collection
from typing import Any, Final
from uuid import UUID

from django.db import connection
from django.db.models import Case, Q, Value, When

from core.paths.ranges import ancestors_of
from core.tenancy.context import require_open, required_tenant
from core.tenancy.joining import joined_whole
from core.workcalendar.rules import day_of
from households.choices import DutyState, Owed, VisitState, Way
from households.models import Duty, DutyMonth, Visit
from households.rules.months import first_of

FULFILLABLE: Final = (DutyState.OPEN, DutyState.EXEMPT)

# Which visits fit which duties: of the door on a day of the pair's part, in person or, where that is owed, otherwise.
# Days are days in Shanghai. The first in person counts, else the first of all.
FITTING: Final = """
    SELECT d.tenant_id, d.id, v.id AS visit_id, v.way, v.visited_at, v.recorded_at
    FROM households_duty d
    JOIN households_liaison p ON p.tenant_id = d.tenant_id AND p.id = d.liaison_id
    JOIN households_visit v ON v.tenant_id = d.tenant_id AND v.door_id = p.door_id AND v.staff_id = p.staff_id
        AND v.visited_at >= d.from_on::timestamp AT TIME ZONE 'Asia/Shanghai'
        AND v.visited_at < d.to_on::timestamp AT TIME ZONE 'Asia/Shanghai'
    WHERE v.state = 'KEPT' AND NOT v.found_nobody AND (v.way = 'IN_PERSON' OR d.owed = 'CONTACT')
        AND {which}
    UNION ALL
    SELECT d.tenant_id, d.id, v.id, v.way, v.visited_at, v.recorded_at
    FROM households_duty d
    JOIN households_gridlead g ON g.tenant_id = d.tenant_id AND g.id = d.lead_id
    JOIN households_visit v ON v.tenant_id = d.tenant_id AND v.door_id IS NULL AND v.staff_id = g.staff_id
        AND v.path >= g.path AND v.path < g.path || '~'
        AND v.visited_at >= d.from_on::timestamp AT TIME ZONE 'Asia/Shanghai'
        AND v.visited_at < d.to_on::timestamp AT TIME ZONE 'Asia/Shanghai'
    WHERE v.state = 'KEPT' AND v.way = 'IN_PERSON' AND NOT v.found_nobody
        AND {which}
"""
# Worked out once, as in `months.py`.
_FULFIL: Final = """
WITH best AS MATERIALIZED (
    SELECT DISTINCT ON (id) id, visit_id, (visited_at AT TIME ZONE 'Asia/Shanghai')::date AS day
    FROM ({fitting}) AS fits
    WHERE visited_at <= %(at)s AND (%(without)s::uuid IS NULL OR visit_id <> %(without)s::uuid)
    ORDER BY id, (way <> 'IN_PERSON'), visited_at, visit_id
)
UPDATE households_duty d SET state = 'DONE', visit_id = best.visit_id, done_on = best.day
FROM best
WHERE d.tenant_id = %(tenant)s AND d.id = best.id AND d.state IN ('OPEN', 'EXEMPT')
"""
_UNFULFILLED: Final = """
    d.tenant_id = %(tenant)s AND d.state IN ('OPEN', 'EXEMPT')
    AND d.month IN (SELECT month FROM households_dutymonth WHERE tenant_id = %(tenant)s AND ended_at IS NULL)
"""


def fulfil(*, visit: Visit, at: dt.datetime) -> list[UUID]:
    """Mark what a visit fulfils as done. A draft, an empty door, a day to come and a closed month fulfil nothing.

    Args:
        visit: as it stands in the database now.
        at: when it is recorded.

    Returns:
        Ids of the duties that are done by it: one pair's, or those of a leader's areas above the grid.
    """
    if visit.state != VisitState.KEPT or visit.found_nobody or visit.visited_at > at:
        return []
    day = day_of(visit.visited_at)
    open_now = DutyMonth.objects.filter(month=first_of(day), ended_at=None)
    owed = Duty.objects.filter(
        month__in=open_now.values("month"), state__in=FULFILLABLE, from_on__lte=day, to_on__gt=day
    )
    if visit.way != Way.IN_PERSON:
        owed = owed.filter(owed=Owed.CONTACT)
    if visit.door_id is not None:
        owed = owed.filter(liaison__door=visit.door_id, liaison__staff=visit.staff_id)
    elif visit.way == Way.IN_PERSON:
        owed = owed.filter(_led_by(visit))
    else:
        return []
    ids = list(owed.values_list("pk", flat=True))
    done = Duty.objects.filter(pk__in=ids, state__in=FULFILLABLE)
    done.update(state=DutyState.DONE, visit=visit, done_on=day)
    return ids


def unfulfil(*, visit: Visit, at: dt.datetime) -> list[UUID]:
    """A visit is taken back or corrected: what it fulfilled is owed again, unless another visit of the month fulfils it.

    Call it before the corrected visit is saved and `fulfil` after. Of a closed month nothing changes.

    Returns:
        Ids of the duties that it had fulfilled.
    """
    open_now = DutyMonth.objects.filter(ended_at=None)
    held = Duty.objects.filter(month__in=open_now.values("month"), visit=visit)
    # By the door's pairs or the leader's areas: no index stands on the visit itself.
    of_pairs = held.filter(liaison__door=visit.door_id) if visit.door_id else held.filter(lead__isnull=False)
    ids = list(of_pairs.values_list("pk", flat=True))
    if not ids:
        return []
    Duty.objects.filter(pk__in=ids).update(
        state=Case(When(explained="", then=Value(DutyState.OPEN)), default=Value(DutyState.EXEMPT)),
        visit=None,
        done_on=None,
    )
    fulfil_from_visits(duties=ids, without=visit.pk, at=at)
    return ids


def fulfil_from_visits(
    *,
    at: dt.datetime,
    doors: Collection[UUID] | None = None,
    duties: Collection[UUID] | None = None,
    without: UUID | None = None,
) -> int:
    """Whatever is still owed in the open months and has a fitting visit is done, in one statement.

    Args:
        doors, duties: only the duties of these doors, or only these; None for all.
        without: a visit that no longer counts.

    Returns:
        How many were done.
    """
    require_open(connection, Duty._meta.db_table)
    which = _UNFULFILLED
    if duties is not None:
        which += " AND d.id = ANY(%(duties)s)"
    if doors is not None:
        which += (
            " AND d.liaison_id IN (SELECT id FROM households_liaison"
            " WHERE tenant_id = %(tenant)s AND door_id = ANY(%(doors)s))"
        )
    values: dict[str, Any] = {
        "tenant": required_tenant(),
        "at": at,
        "without": without,
        "duties": list(duties or ()),
        "doors": list(doors or ()),
    }
    with joined_whole(doors if duties is None else duties), connection.cursor() as cursor:
        cursor.execute(_FULFIL.format(fitting=FITTING.format(which=which)), values)
        return int(cursor.rowcount)


def _led_by(visit: Visit) -> Q:
    """Duties of the leader whose areas hold the grid."""
    return Q(lead__staff=visit.staff_id, lead__path__in=ancestors_of(visit.path))
