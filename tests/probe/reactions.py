"""What grows from a probe record: a trace that a drill can count."""

from core.audit.models import Record
from core.audit.reacting import reacts_to
from core.tenancy.ids import uuid7
from tests.probe.log_codes import ESCALATED
from tests.probe.models import ProbeStep


@reacts_to(ESCALATED, many=True)
def tell(records: list[Record]) -> None:
    """Write that somebody was told of the escalation."""
    ProbeStep.objects.bulk_create(
        ProbeStep(id=uuid7(), case_id=record.subject_id, what="TOLD", at=record.at) for record in records
    )
