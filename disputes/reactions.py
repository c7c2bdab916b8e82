"""What follows from a step of a case, or from what was heard at a door, after its commit."""

from django.utils.translation import gettext as _

from core.audit.models import Record
from core.audit.reacting import reacts_to
from core.permissions.actor import Actor
from disputes.actions.end_grade import end_settled_grades
from disputes.actions.register_case import register_case
from disputes.choices import Verb
from disputes.from_the_door import case_from_the_door
from disputes.log_codes import STEPS
from households.actions.answer_demand import answer_demand
from households.choices import DemandKind
from households.log_codes import DEMAND_RAISED
from households.models import Demand


@reacts_to(STEPS[Verb.CLOSE], STEPS[Verb.MERGE], many=True)
def no_risk_outlives_its_dispute(records: list[Record]) -> None:
    """The grade of a dispute that is closed or merged ends with it."""
    first = records[0]
    cases = [record.subject_id for record in records if record.subject_id is not None]
    end_settled_grades(case_ids=cases, actor=Actor.system(first.tenant_id), at=first.at)


@reacts_to(DEMAND_RAISED)
def a_dispute_heard_at_the_door_becomes_a_case(record: Record) -> None:
    """The case bears the demand's own id, so that relayed twice it is one; the demand is answered with its code."""
    demand = Demand.objects.select_related("door", "visit").filter(pk=str(record.subject_id)).first()
    if demand is None or demand.kind != DemandKind.DISPUTE or not demand.is_open:
        return
    heard = case_from_the_door(demand)
    if heard is None:
        return
    (entry, parties), actor = heard, Actor.system(record.tenant_id)
    case = register_case(entry=entry, parties=parties, actor=actor, at=record.at, key=demand.pk)
    answer = _("已登记为矛盾纠纷，一案一码 %(code)s，按纠纷化解程序办理。") % {"code": case.code}
    answer_demand(demand=demand, answer=answer, actor=actor, at=record.at)
