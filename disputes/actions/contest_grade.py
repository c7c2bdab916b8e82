"""Those concerned are told of a grade, and what they object is written down, by who works at the place."""

import datetime as dt

from django.db import transaction
from django.utils.translation import gettext as _

from core.audit.actions.record import record
from core.deadlines.actions.open_deadlines import open_deadline
from core.permissions.actor import Actor
from core.permissions.verdict import Refused, require
from core.workcalendar.rules import day_of
from disputes.choices import Promise
from disputes.grading import locked_grade
from disputes.log_codes import RISK_CONTESTED, RISK_TOLD
from disputes.models import GradeDeadline, Party, RiskGrade
from disputes.policies.risk import may_contest, may_speak_for_concerned
from disputes.terms import terms_on


@transaction.atomic
def tell_concerned(*, grade: RiskGrade, on: dt.date, actor: Actor, at: dt.datetime) -> RiskGrade:
    """Note the day on which those concerned were told the grade, its reason, and that they may object.

    Raises:
        Refused: not theirs, ended, told already, or a day that was not.
    """
    grade = locked_grade(grade)
    post = require(may_speak_for_concerned(actor, grade))
    if grade.shown_on is not None:
        raise Refused(_("已于%(day)s告知。") % {"day": grade.shown_on})
    if not day_of(grade.graded_at) <= on <= day_of(at):
        raise Refused(_("告知日期须在评定之后、今天之前。"))
    grade.shown_on = on
    grade.save(update_fields=["shown_on"])
    record(RISK_TOLD, actor=actor, post=post, at=at, subject=grade.case, after={"on": on})
    return grade


@transaction.atomic
def contest_grade(
    *, grade: RiskGrade, party: Party | None, contest: str, actor: Actor, at: dt.datetime
) -> RiskGrade:
    """Write down an objection, in the words of who makes it. Its answer is promised.

    Args:
        party: who objects; None for somebody concerned who is no party.

    Raises:
        Refused: not theirs, ended, an objection waits already, or nothing was written.
    """
    grade = locked_grade(grade)
    post = require(may_contest(actor, grade))
    if not contest.strip():
        raise Refused(_("请写明异议内容。"))
    if party is not None and party.case_id != grade.case_id:
        raise Refused(_("异议人不是本纠纷的当事人。"))
    grade.contested_at, grade.contested_by, grade.contest = at, party, contest.strip()
    grade.contest_answer, grade.is_upheld, grade.answered_at, grade.answered_by = "", None, None, None
    if grade.shown_on is None:
        grade.shown_on = day_of(at)  # who objects has been told
    grade.save(
        update_fields=[
            "contested_at",
            "contested_by",
            "contest",
            "contest_answer",
            "is_upheld",
            "answered_at",
            "answered_by",
            "shown_on",
        ]
    )
    terms = terms_on(day_of(at), [Promise.RISK_CONTEST])
    if rule := terms.find(Promise.RISK_CONTEST, grade.case.level, grade.case.kind_code):
        open_deadline(GradeDeadline, kind=Promise.RISK_CONTEST, started_at=at, rule=rule, grade=grade)
    record(RISK_CONTESTED, actor=actor, post=post, at=at, subject=grade.case, reason=contest.strip())
    return grade
