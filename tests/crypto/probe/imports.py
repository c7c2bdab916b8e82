"""An import that can be made slow, for drills that kill whoever runs it."""

import os
import time
from collections.abc import Sequence
from datetime import datetime

from core.permissions.actor import Actor
from core.tabular.checking import SheetRow
from core.tabular.columns import Column, Sheet
from core.tabular.registry import imports
from tests.crypto.probe.models import ProbePerson

SLOW_PEOPLE = Sheet("slow_people", "人员", [Column("name", "姓名", required=True), Column("phone", "手机")])


@imports("probe.slow_people", sheet=SLOW_PEOPLE, ability="probe.import", title="人员")
def import_slowly(*, rows: Sequence[SheetRow], actor: Actor, at: datetime) -> None:
    """One person after the other, with a pause."""
    for row in rows:
        ProbePerson.objects.create(name=row["name"], phone=row["phone"])
        time.sleep(float(os.environ.get("FENGGE_PROBE_PAUSE", "0")))
