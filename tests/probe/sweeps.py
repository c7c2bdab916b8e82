"""What happens to probe deadlines: a step for each case, by one statement a batch."""

import os
import time

from django.db import connection

from core.deadlines.registry import Batch, on_due, on_warn
from core.tenancy.ids import uuid7
from tests.probe.models import ProbeCase, ProbeDeadline

INSERT_STEPS = """
INSERT INTO probe_probestep (tenant_id, id, case_id, what, at)
SELECT d.tenant_id, new.id, d.case_id, %s, %s
FROM unnest(%s::uuid[], %s::uuid[]) AS new (id, deadline_id)
JOIN probe_probedeadline d ON d.tenant_id = %s AND d.id = new.deadline_id
"""


@on_warn(ProbeDeadline, "ANSWER")
def remind(batch: Batch) -> str:
    """Write that the case comes near its end."""
    _write_steps(batch, "REMINDED")
    return ""


@on_due(ProbeDeadline, "ANSWER")
def escalate(batch: Batch) -> str:
    """Write that the case was escalated, unless one of them is poisoned. A drill can make it slow."""
    _write_steps(batch, "ESCALATED")
    time.sleep(float(os.environ.get("FENGGE_PROBE_PAUSE", "0")))
    if ProbeCase.objects.filter(deadlines__id__in=batch.ids, is_poisoned=True).exists():
        raise ValueError("a poisoned case")
    return "ESCALATED"


def _write_steps(batch: Batch, what: str) -> None:
    ids = [uuid7() for _ in batch.ids]
    with connection.cursor() as cursor:
        cursor.execute(INSERT_STEPS, [what, batch.at, ids, list(batch.ids), batch.actor.tenant])
