"""The last day of risk grades is over: low ones end, the others ask to be graded anew."""

import datetime as dt
from collections.abc import Sequence
from uuid import UUID

from django.db import transaction

from core.audit.actions.record import Entry, record_many
from core.permissions.actor import Actor
from disputes.choices import GradeEnd, Risk
from disputes.grading import finish_grades, standing
from disputes.log_codes import RISK_ENDED, RISK_REVIEW_DUE


@transaction.atomic
def review_grades(*, ids: Sequence[UUID], actor: Actor, at: dt.datetime) -> set[UUID]:
    """End the low ones and those of closed disputes. A dispute of medium or high risk keeps its grade until somebody
    looks at it again: a date alone makes nobody safe.

    Returns:
        The grades that wait to be given anew.
    """
    grades = list(standing().filter(pk__in=ids).select_related("case"))
    settled = [grade for grade in grades if not grade.case.is_open]
    over = [grade for grade in grades if grade.case.is_open and grade.risk == Risk.LOW]
    left = [grade for grade in grades if grade.case.is_open and grade.risk != Risk.LOW]
    for gone, ending in ((settled, GradeEnd.SETTLED), (over, GradeEnd.EXPIRED)):
        finish_grades([grade.pk for grade in gone], ending, at=at)
        entries = [Entry.of(grade.case, after={"ending": str(ending.label)}) for grade in gone]
        record_many(RISK_ENDED, actor=actor, at=at, rows=entries)
    asked = [Entry.of(grade.case, after={"risk": str(grade.get_risk_display())}) for grade in left]
    record_many(RISK_REVIEW_DUE, actor=actor, at=at, rows=asked)
    return {grade.pk for grade in left}
