"""A dispute is graded: how likely it is to escalate, why, who helps, until when, and how those in danger are kept safe."""

import datetime as dt
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import Staff
from core.audit.actions.record import record
from core.deadlines.actions.open_deadlines import open_deadline
from core.permissions.actor import Actor
from core.permissions.verdict import Refused, require
from core.tenancy.ids import uuid7
from core.workcalendar.rules import Term, day_of, end_of
from core.workcalendar.selectors import county_calendar
from disputes.checking import require_about_dispute
from disputes.choices import GradeEnd, Promise, Risk
from disputes.grading import finish_grades, standing, sweep_over
from disputes.log_codes import RISK_GRADED
from disputes.models import Case, GradeDeadline, Handler, RiskGrade
from disputes.policies.risk import may_grade
from disputes.rules.risks import first_level
from disputes.terms import terms_on


@transaction.atomic
def grade_risk(
    *,
    case: Case,
    risk: str,
    reason: str,
    helper: Staff | None,
    safety_plan: str,
    ends_on: dt.date,
    actor: Actor,
    at: dt.datetime,
    key: UUID | None = None,
) -> RiskGrade:
    """Grade it under the latest sweep of the place; a grade that stood before ends. Its end date is a promise.

    Args:
        helper: who accompanies; needed from medium risk on.
        safety_plan: for those in danger; needed for high risk.

    Raises:
        Refused: not theirs, no sweep yet, the case is closed, something needed is missing, or the reason judges a
            person or names a complaint.
    """
    case = Case.objects.select_for_update(of=("self",)).get(pk=case.pk)
    if key is not None and (known := RiskGrade.objects.filter(pk=key, case=case).first()) is not None:
        return known
    sweep = sweep_over(case.path)
    is_handler = Handler.objects.filter(case=case, staff_id=actor.person, to_at=None).exists()
    post = require(may_grade(actor, case, sweep, is_handler=is_handler))
    if sweep is None:  # may_grade has refused it
        raise Refused(_("本辖区尚未发起风险排查。"))
    reason, safety_plan = reason.strip(), safety_plan.strip()
    _check(risk, reason, helper, safety_plan)
    warn = _check_end(ends_on, case, at)
    before = standing().filter(case=case).first()
    if before is not None:
        finish_grades([before.pk], GradeEnd.REGRADED, at=at)
    graded: RiskGrade = RiskGrade.objects.create(
        id=key or uuid7(),
        sweep=sweep,
        case=case,
        path=case.path,
        level=first_level(post.path if post else None),
        risk=risk,
        reason=reason,
        helper=helper,
        safety_plan=safety_plan,
        ends_on=ends_on,
        graded_at=at,
        graded_by_id=actor.person,
    )
    open_deadline(
        GradeDeadline,
        kind=Promise.RISK_REVIEW,
        started_at=at,
        due_at=end_of(ends_on),
        warn=warn,
        grade=graded,
    )
    after = {"risk": str(Risk(risk).label), "ends_on": ends_on, "helper": helper.name if helper else ""}
    record(
        RISK_GRADED,
        actor=actor,
        post=post,
        at=at,
        subject=case,
        before={"risk": str(before.get_risk_display())} if before else {},
        after=after,
        reason=reason,
    )
    return graded


def _check(risk: str, reason: str, helper: Staff | None, safety_plan: str) -> None:
    if risk not in Risk.values:
        raise Refused(_("请选择风险等级。"))
    if not reason:
        raise Refused(_("请写明评定理由。"))
    require_about_dispute(reason)
    if risk != Risk.LOW and helper is None:
        raise Refused(_("中、高风险须明确帮助人。"))
    if risk == Risk.HIGH and not safety_plan:
        raise Refused(_("高风险须写明对可能受害人的安全方案。"))


def _check_end(ends_on: dt.date, case: Case, at: dt.datetime) -> Term | None:
    """Within the longest time that the county lets a grade stand; returns how long before its end to warn."""
    today = day_of(at)
    if ends_on <= today:
        raise Refused(_("到期日须晚于今天。"))
    rule = terms_on(today, [Promise.RISK_REVIEW]).find(Promise.RISK_REVIEW, case.level, case.kind_code)
    if rule is None:
        return None
    longest = county_calendar().due_after(at, rule.term.left).last_day
    if ends_on > longest:
        raise Refused(_("到期日不得晚于%(day)s，到期须重新评定。") % {"day": longest})
    return rule.warn
