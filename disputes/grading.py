"""What the verbs of risk share: which sweep goes over a place, how a grade ends, what the dispute's risk is then."""

import datetime as dt
from collections.abc import Iterable
from uuid import UUID

from django.db.models import QuerySet

from core.deadlines.actions.settle_deadlines import cancel_deadlines, settle_deadlines
from core.paths.ranges import ancestors_of
from disputes.choices import FINAL, GradeEnd, Risk, SweepLevel
from disputes.models import Case, GradeDeadline, RiskGrade, RiskSweep


def sweep_over(path: str) -> RiskSweep | None:
    """The latest sweep that goes over a place, its own or one of an area above. Grading goes on after it was closed:
    risk waits for no quarter."""
    found: RiskSweep | None = (
        RiskSweep.objects.filter(path__in=ancestors_of(path)).order_by("-year", "-quarter", "-path").first()
    )
    return found


def standing() -> QuerySet[RiskGrade]:
    """Grades that count now."""
    return RiskGrade.objects.filter(ended_at=None)


def locked_grade(grade: RiskGrade) -> RiskGrade:
    """The case first, then its grade: the order of locks in this room."""
    Case.objects.select_for_update(of=("self",)).only("pk", "tenant_id").get(pk=grade.case_id)
    found: RiskGrade = (
        RiskGrade.objects.select_for_update(of=("self",)).select_related("case").get(pk=grade.pk)
    )
    return found


def finish_grades(grades: Iterable[UUID], ending: GradeEnd, *, at: dt.datetime, note: str = "") -> int:
    """End standing grades: nothing is owed on them any more. Where the township had confirmed one and the dispute goes
    on, it is of low risk again; what one person alone had judged changes nothing by ending.

    Returns:
        How many ended.
    """
    ids = list(grades)
    ended = standing().filter(pk__in=ids).update(ended_at=at, ending=ending, end_note=note[:300])
    owed = GradeDeadline.objects.filter(grade_id__in=ids)
    if ending in (GradeEnd.LIFTED, GradeEnd.UPHELD):
        settle_deadlines(owed, at=at, outcome=ending)
    else:
        cancel_deadlines(owed, at=at, outcome=ending)
    if ending not in (GradeEnd.REGRADED, GradeEnd.SETTLED):
        cases = RiskGrade.objects.filter(pk__in=ids, level=SweepLevel.TOWNSHIP).values("case_id")
        Case.objects.filter(pk__in=cases).exclude(state__in=FINAL).update(risk=Risk.LOW)
    return ended
