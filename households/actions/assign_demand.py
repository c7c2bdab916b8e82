"""A demand gets its responsible department and person."""

import datetime as dt
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from core.audit.actions.record import record
from core.permissions.actor import Actor
from core.permissions.verdict import Refused, require
from core.workcalendar.rules import day_of
from households.demanding import responsible
from households.log_codes import DEMAND_ASSIGNED
from households.models import Demand
from households.policies import may_assign_demand


@transaction.atomic
def assign_demand(
    *,
    demand: Demand,
    unit_id: UUID | None = None,
    staff_id: UUID | None = None,
    actor: Actor,
    at: dt.datetime,
) -> Demand:
    """Name who answers. The term runs on: it was promised to the resident, not to the office.

    Raises:
        Refused: not theirs to assign, nobody named, nothing changes; see `responsible`.
    """
    demand = Demand.objects.select_for_update(of=("self",)).get(pk=demand.pk)
    post = require(may_assign_demand(actor, demand))
    if unit_id is None and staff_id is None:
        raise Refused(_("请选择归口部门或责任人。"))
    unit, person = responsible(unit_id, staff_id, on=day_of(at))
    new = (unit.pk if unit else None, person.pk if person else None)
    if (demand.unit_id, demand.staff_id) == new:
        raise Refused(_("归口部门和责任人没有变化。"))
    before = _named(demand)
    demand.unit, demand.staff = unit, person
    demand.save(update_fields=["unit", "staff"])
    record(
        DEMAND_ASSIGNED, actor=actor, post=post, at=at, subject=demand, before=before, after=_named(demand)
    )
    return demand


def _named(demand: Demand) -> dict[str, str]:
    return {
        "unit": demand.unit.name if demand.unit else "",
        "staff": demand.staff.name if demand.staff else "",
    }
