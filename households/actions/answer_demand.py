"""A demand is answered."""

import datetime as dt

from django.db import transaction
from django.utils.translation import gettext as _

from core.audit.actions.record import record
from core.deadlines.actions.settle_deadlines import settle_deadlines
from core.permissions.actor import Actor
from core.permissions.verdict import Refused, require
from households.choices import DemandState
from households.log_codes import DEMAND_ANSWERED
from households.models import Demand, DoorDeadline
from households.policies import may_answer_demand
from households.visiting import require_length


@transaction.atomic
def answer_demand(*, demand: Demand, answer: str, actor: Actor, at: dt.datetime) -> Demand:
    """Answer in words; whoever heard the demand is told, and takes the answer to the door.

    Raises:
        Refused: not theirs, answered or withdrawn already, nothing said or too much.
    """
    demand = Demand.objects.select_for_update(of=("self",)).get(pk=demand.pk)
    post = require(may_answer_demand(actor, demand))
    answer = answer.strip()
    if not answer:
        raise Refused(_("请写明怎么办的、结果如何。"))
    require_length(Demand, "answer", answer)
    demand.state, demand.answer = DemandState.ANSWERED, answer
    demand.answered_at, demand.answered_by_id = at, actor.person_id
    demand.save(update_fields=["state", "answer", "answered_at", "answered_by"])
    settle_deadlines(DoorDeadline.objects.filter(demand=demand), at=at, outcome=demand.state)
    record(
        DEMAND_ANSWERED,
        actor=actor,
        post=post,
        at=at,
        subject=demand,
        after={"state": str(demand.get_state_display())},
    )
    return demand
