"""A grade ends: the risk is over, or the dispute is."""

import datetime as dt
from collections.abc import Sequence
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from core.audit.actions.record import Entry, record, record_many
from core.permissions.actor import Actor
from core.permissions.verdict import Refused, require
from disputes.choices import GradeEnd
from disputes.grading import finish_grades, locked_grade, standing
from disputes.log_codes import RISK_ENDED
from disputes.models import RiskGrade
from disputes.policies.risk import may_end_grade


@transaction.atomic
def end_grade(*, grade: RiskGrade, note: str, actor: Actor, at: dt.datetime) -> RiskGrade:
    """End it before its day, with what has changed; the dispute is of low risk again.

    Raises:
        Refused: not theirs, ended already, or nothing was written.
    """
    grade = locked_grade(grade)
    post = require(may_end_grade(actor, grade))
    if not note.strip():
        raise Refused(_("请写明风险解除的情况。"))
    finish_grades([grade.pk], GradeEnd.LIFTED, at=at, note=note.strip())
    grade.ended_at, grade.ending = at, GradeEnd.LIFTED
    after = {"ending": str(GradeEnd.LIFTED.label), "risk": str(grade.get_risk_display())}
    record(RISK_ENDED, actor=actor, post=post, at=at, subject=grade.case, after=after, reason=note.strip())
    return grade


@transaction.atomic
def end_settled_grades(*, case_ids: Sequence[UUID], actor: Actor, at: dt.datetime) -> int:
    """End the grades of disputes that are closed or merged; those without one are passed over.

    Returns:
        How many ended.
    """
    grades = list(standing().filter(case_id__in=case_ids).select_related("case"))
    gone = [grade for grade in grades if not grade.case.is_open]
    finish_grades([grade.pk for grade in gone], GradeEnd.SETTLED, at=at)
    after = {"ending": str(GradeEnd.SETTLED.label)}
    record_many(RISK_ENDED, actor=actor, at=at, rows=[Entry.of(grade.case, after=after) for grade in gone])
    return len(gone)
