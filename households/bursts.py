"""So many visits in so few minutes ask for a look, not for a penalty: they are marked for the head alone."""

import datetime as dt

from core.audit.actions.record import record
from core.permissions.actor import Actor
from households.choices import VisitState
from households.log_codes import VISITS_BURST
from households.models import LiaisonRule, Visit
from households.rules.bursts import crowded


def note_burst(visit: Visit, rule: LiaisonRule, *, at: dt.datetime) -> None:
    """Mark the visits that stand too close together around this one; of each run, one record tells the head.

    Part of the verb that calls it, which holds the visitor's lock.
    """
    if many := _marked(visit, rule):
        record(
            VISITS_BURST,
            actor=Actor.system(visit.tenant_id),
            at=at,
            subject=visit,
            after={"staff": visit.staff.name, "visits": many, "minutes": rule.burst_minutes},
        )


def _marked(visit: Visit, rule: LiaisonRule) -> int:
    """How many stand so, where none of them was marked before; else 0."""
    span = dt.timedelta(minutes=rule.burst_minutes)
    near = dict(
        Visit.objects.filter(
            staff_id=visit.staff_id,
            state=VisitState.KEPT,
            visited_at__range=(visit.visited_at - span, visit.visited_at + span),
        ).values_list("pk", "visited_at")
    )
    found = crowded(near, most=rule.burst_visits, span=span)
    if not found:
        return 0
    rows = Visit.objects.filter(pk__in=found)
    is_new = not rows.filter(is_burst=True).exists()
    rows.filter(is_burst=False).update(is_burst=True)
    return len(found) if is_new else 0
