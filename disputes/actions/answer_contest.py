"""An objection to a grade is answered, with its reason."""

import datetime as dt

from django.db import transaction
from django.utils.translation import gettext as _

from core.audit.actions.record import record
from core.deadlines.actions.settle_deadlines import settle_deadlines
from core.permissions.actor import Actor
from core.permissions.verdict import Refused, require
from disputes.choices import GradeEnd, Promise
from disputes.grading import finish_grades, locked_grade
from disputes.log_codes import CONTEST_ANSWERED
from disputes.models import GradeDeadline, RiskGrade
from disputes.policies.risk import may_answer_contest


@transaction.atomic
def answer_contest(
    *, grade: RiskGrade, answer: str, is_upheld: bool, actor: Actor, at: dt.datetime
) -> RiskGrade:
    """Answer it. Upheld, the grade ends with it; whoever thinks another grade right gives one anew.

    Raises:
        Refused: not theirs, nothing to answer, or no reason.
    """
    grade = locked_grade(grade)
    post = require(may_answer_contest(actor, grade))
    if not answer.strip():
        raise Refused(_("请写明答复和理由。"))
    grade.contest_answer, grade.is_upheld = answer.strip(), is_upheld
    grade.answered_at, grade.answered_by_id = at, actor.person
    grade.save(update_fields=["contest_answer", "is_upheld", "answered_at", "answered_by"])
    waiting = GradeDeadline.objects.filter(grade=grade, kind=Promise.RISK_CONTEST)
    settle_deadlines(waiting, at=at, outcome="ANSWERED")
    if is_upheld:
        finish_grades([grade.pk], GradeEnd.UPHELD, at=at)
        grade.ended_at, grade.ending = at, GradeEnd.UPHELD
    record(
        CONTEST_ANSWERED,
        actor=actor,
        post=post,
        at=at,
        subject=grade.case,
        after={"outcome": _("异议成立") if is_upheld else _("维持原评定")},
        reason=answer.strip(),
    )
    return grade
