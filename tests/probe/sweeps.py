"""What happens to probe deadlines: a step and a record for each case, by a few statements a batch."""

import os
import time
from uuid import UUID

from django.db import connection

from core.audit.actions.record import Entry, record_many
from core.audit.codes import Code
from core.deadlines.registry import Batch, on_due, on_warn
from core.tenancy.ids import uuid7
from tests.probe.log_codes import ESCALATED, REMINDED
from tests.probe.models import ProbeCase, ProbeDeadline

INSERT_STEPS = """
INSERT INTO probe_probestep (tenant_id, id, case_id, what, at)
SELECT %s, new.id, new.case_id, %s, %s FROM unnest(%s::uuid[], %s::uuid[]) AS new (id, case_id)
"""


@on_warn(ProbeDeadline, "ANSWER")
def remind(batch: Batch) -> str:
    """Write that the case comes near its end."""
    _write(batch, "REMINDED", REMINDED)
    return ""


@on_due(ProbeDeadline, "ANSWER")
def escalate(batch: Batch) -> str:
    """Write that the case was escalated, unless one of them is poisoned. A drill can make it slow."""
    cases = _write(batch, "ESCALATED", ESCALATED)
    time.sleep(float(os.environ.get("FENGGE_PROBE_PAUSE", "0")))
    if any(is_poisoned for _, _, is_poisoned in cases):
        raise ValueError("a poisoned case")
    return "ESCALATED"


def _write(batch: Batch, what: str, code: Code) -> list[tuple[UUID, str, bool]]:
    cases = list(
        ProbeCase.objects.filter(deadlines__id__in=batch.ids).values_list("id", "title", "is_poisoned")
    )
    ids = [uuid7() for _ in cases]
    with connection.cursor() as cursor:
        cursor.execute(INSERT_STEPS, [batch.actor.tenant, what, batch.at, ids, [key for key, _, _ in cases]])
    entries = (
        Entry("probe.probecase", key, subject_label=title, after={"step": what}) for key, title, _ in cases
    )
    record_many(code, actor=batch.actor, at=batch.at, rows=entries)
    return cases
