"""A demand is no longer asked for."""

import datetime as dt

from django.db import transaction
from django.utils.translation import gettext as _

from core.audit.actions.record import record
from core.deadlines.actions.settle_deadlines import cancel_deadlines
from core.permissions.actor import Actor
from core.permissions.verdict import Refused, require
from households.choices import DemandState
from households.log_codes import DEMAND_WITHDRAWN
from households.models import Demand, DoorDeadline, Visit
from households.policies import may_withdraw_demand


@transaction.atomic
def withdraw_demand(*, demand: Demand, reason: str, actor: Actor, at: dt.datetime) -> Demand:
    """Close a demand without an answer, for a reason.

    Raises:
        Refused: not theirs, answered or withdrawn already, no reason.
    """
    demand = Demand.objects.select_for_update(of=("self",)).get(pk=demand.pk)
    post = require(may_withdraw_demand(actor, demand, Visit.objects.get(pk=demand.visit_id)))
    if not reason.strip():
        raise Refused(_("请写明为什么撤回。"))
    demand.state = DemandState.WITHDRAWN
    demand.save(update_fields=["state"])
    cancel_deadlines(DoorDeadline.objects.filter(demand=demand), at=at, outcome=demand.state)
    record(
        DEMAND_WITHDRAWN,
        actor=actor,
        post=post,
        at=at,
        subject=demand,
        after={"state": str(demand.get_state_display())},
        reason=reason.strip()[:300],
    )
    return demand
