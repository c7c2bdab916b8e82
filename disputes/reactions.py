"""What follows from a step of a case, after its commit."""

from core.audit.models import Record
from core.audit.reacting import reacts_to
from core.permissions.actor import Actor
from disputes.actions.end_grade import end_settled_grades
from disputes.choices import Verb
from disputes.log_codes import STEPS


@reacts_to(STEPS[Verb.CLOSE], STEPS[Verb.MERGE], many=True)
def no_risk_outlives_its_dispute(records: list[Record]) -> None:
    """The grade of a dispute that is closed or merged ends with it."""
    first = records[0]
    cases = [record.subject_id for record in records if record.subject_id is not None]
    end_settled_grades(case_ids=cases, actor=Actor.system(first.tenant_id), at=first.at)
