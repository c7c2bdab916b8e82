"""Who is told of what happens to a case."""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.choices import Role
from accounts.models import Post, Staff
from accounts.selectors import on_day
from accounts.telling import named, tell_staff
from core.audit.models import Record
from core.notifications.declaring import notifies
from core.notifications.models import Notice
from disputes.choices import Level, Verb
from disputes.handing import TAKERS
from disputes.log_codes import (
    ADVISER_INVITED,
    BRAKE_PULLED,
    CARD_ORDERED,
    CONTEST_OVERDUE,
    LEADER_CASE_TAKEN,
    PROMISE_MISSED,
    PROMISE_NEAR,
    PROMISE_STILL_OWED,
    RAISED_AT_TOP,
    RECUSAL_ASKED,
    RISK_CONTESTED,
    RISK_GRADED,
    RISK_NEAR,
    RISK_REVIEW_DUE,
    STATEMENT_NEAR,
    STATEMENT_OVERDUE,
    STATEMENT_RETURNED,
    STEPS,
    UNIT_ASKED,
)
from disputes.models import Case, CaseGrant, Handler, LeaderCase, MonthlyStatement, RiskGrade
from disputes.rules.levels import first_level, seat_of
from grids.models import Area

_LEADERS = (Role.COUNTY_LEADER, Role.COUNTY_CENTRE)
_TOWNSHIP_CENTRE = (Role.TOWNSHIP_CLERK, Role.POLITICAL_LEGAL_MEMBER)
_MOVED = (Verb.REGISTER, Verb.HAND_UP, Verb.ESCALATE, Verb.URGENT, Verb.HAND_BACK, Verb.HAND_TO_TRADE)


@notifies(*(STEPS[verb] for verb in _MOVED))
def those_who_take_over(record: Record) -> Iterable[Notice]:
    """Whoever can take the case where it is led now; the county's centre where nobody can."""
    case = _case(record)
    if case is None or not case.is_open:
        return
    seat = seat_of(case.path, case.level)
    if case.has_no_handler:
        yield from _to_holders(str(record.tenant_id), (Role.COUNTY_CENTRE,), record, _("无人接办"), case)
    else:
        told = list(_to_holders(seat, TAKERS[case.level], record, _("新待办"), case))
        # They may have left since the case was led there: somebody has to know of it all the same.
        yield from told or _to_holders(
            str(record.tenant_id), (Role.COUNTY_CENTRE,), record, _("无人接办"), case
        )


@notifies(PROMISE_NEAR, PROMISE_MISSED, PROMISE_STILL_OWED)
def those_who_owe_it(record: Record) -> Iterable[Notice]:
    """The case's handlers; where it has none, whoever could take it."""
    case = _case(record)
    if case is None:
        return
    what = record.after.get("what", "")
    title = _("%(what)s时限临近") if record.code == PROMISE_NEAR.key else _("%(what)s逾期")
    handlers = Handler.objects.filter(case=case, to_at=None).values_list("staff_id", flat=True)
    if people := set(handlers):
        yield from _to_staff(people, record, title % {"what": what}, case)
    else:
        seat = seat_of(case.path, case.level)
        yield from _to_holders(seat, TAKERS[case.level], record, title % {"what": what}, case)


@notifies(RAISED_AT_TOP, BRAKE_PULLED)
def the_countys_leaders(record: Record) -> Iterable[Notice]:
    """What stands at the top and is late, and a sweep that waits for a decision."""
    yield from _to_holders(str(record.tenant_id), _LEADERS, record, _("需要县级处理"), _case(record))


@notifies(STEPS[Verb.ASSIGN], STEPS[Verb.ACCEPT])
def the_mediator(record: Record) -> Iterable[Notice]:
    """Who is named to mediate."""
    case = _case(record)
    if case is not None and case.mediator_id:
        yield from _to_staff({case.mediator_id}, record, _("请您主办"), case)


@notifies(STEPS[Verb.RETURN])
def the_registrar(record: Record) -> Iterable[Notice]:
    """Whoever registered it."""
    case = _case(record)
    if case is not None and case.registered_by_id:
        yield from _to_staff({case.registered_by_id}, record, _("退回补正"), case)


@notifies(RISK_GRADED, RISK_REVIEW_DUE, RISK_NEAR)
def who_graded_and_who_helps(record: Record) -> Iterable[Notice]:
    """The helper is told that they were named; both are told when the grade runs out."""
    case = _case(record)
    grade = RiskGrade.objects.filter(case=case, ended_at=None).first() if case else None
    if case is None or grade is None:
        return
    if record.code == RISK_GRADED.key:
        people, title = {grade.helper_id} - {None, grade.graded_by_id}, _("请您帮助化解风险")
    else:
        people, title = {grade.helper_id, grade.graded_by_id} - {None}, _("风险等级到期")
    yield from _to_staff(people, record, title, case, route="case_risk")


@notifies(RISK_CONTESTED, CONTEST_OVERDUE, RECUSAL_ASKED)
def the_centre_of_the_township(record: Record) -> Iterable[Notice]:
    """Whoever answers objections and decides on recusals."""
    case = _case(record)
    if case is not None:
        seat = seat_of(case.path, Level.TOWNSHIP)
        is_recusal = record.code == RECUSAL_ASKED.key
        title = _("回避待决定") if is_recusal else _("风险异议待答复")
        yield from _to_holders(
            seat, _TOWNSHIP_CENTRE, record, title, case, route="case_people" if is_recusal else "case_risk"
        )


@notifies(STATEMENT_NEAR, STATEMENT_OVERDUE, STATEMENT_RETURNED)
def who_signs_the_month(record: Record) -> Iterable[Notice]:
    """The centre that owes the month's table; what a township has missed the county's centre hears too."""
    statement = MonthlyStatement.objects.filter(pk=str(record.subject_id)).first()
    place = Area.objects.filter(path=statement.path).first() if statement else None
    if statement is None or place is None:
        return
    is_township = first_level(place.path) == Level.TOWNSHIP
    people = _holders(place.path, _TOWNSHIP_CENTRE if is_township else (Role.COUNTY_CENTRE,), record)
    if is_township and record.code == STATEMENT_OVERDUE.key:
        people |= _holders(str(record.tenant_id), (Role.COUNTY_CENTRE,), record)
    title = _STATEMENT_TITLES[record.code]
    url = f"{reverse('dispute_statistics')}?month={statement}&area={place.pk}"
    yield from tell_staff(people, record, named(str(title), record), url)


_STATEMENT_TITLES = {
    STATEMENT_NEAR.key: gettext_lazy("月报临近到期"),
    STATEMENT_OVERDUE.key: gettext_lazy("月报逾期"),
    STATEMENT_RETURNED.key: gettext_lazy("月报退回重报"),
}


@notifies(ADVISER_INVITED, UNIT_ASKED)
def who_was_invited(record: Record) -> Iterable[Notice]:
    """The adviser, or the handlers of the department."""
    case = _case(record)
    grants = (
        CaseGrant.objects.filter(content_object=case, granted_at=record.at, closed_at=None) if case else ()
    )
    for grant in grants:
        if grant.unit_id is None:
            staff: Any = Staff.objects.filter(user_id=grant.user_id).values_list("pk", flat=True)
        else:
            held = on_day(timezone.localdate(record.at))
            posts = Post.objects.filter(held, unit_id=grant.unit_id, role=Role.DEPARTMENT_HANDLER)
            staff = posts.values_list("staff_id", flat=True)
        yield from _to_staff(set(staff), record, _("请您参与"), case)


@notifies(LEADER_CASE_TAKEN)
def the_leader(record: Record) -> Iterable[Notice]:
    """Whoever answers for it from now on."""
    case = _case(record)
    led = LeaderCase.objects.filter(case=case, to_at=None).first() if case else None
    if led is not None:
        yield from _to_staff({led.leader_id}, record, _("请您包案"), case)


@notifies(CARD_ORDERED)
def who_is_supervised(record: Record) -> Iterable[Notice]:
    """Those who work on it."""
    case = _case(record)
    if case is not None:
        handlers = Handler.objects.filter(case=case, to_at=None).values_list("staff_id", flat=True)
        yield from _to_staff(set(handlers), record, _("督办"), case)


def _case(record: Record) -> Case | None:
    if record.subject_type != "disputes.case" or record.subject_id is None:
        return None
    found: Case | None = Case.objects.filter(pk=str(record.subject_id)).first()
    return found


def _to_holders(
    path: str, roles: Iterable[str], record: Record, title: str, case: Case | None, *, route: str = "case"
) -> Iterable[Notice]:
    yield from _to_staff(_holders(path, roles, record), record, title, case, route=route)


def _holders(path: str, roles: Iterable[str], record: Record) -> set[UUID]:
    held = on_day(timezone.localdate(record.at))
    posts = Post.objects.filter(held, path=path, role__in=list(roles))
    return set(posts.values_list("staff_id", flat=True))


def _to_staff(
    staff_ids: Iterable[UUID | None], record: Record, title: str, case: Case | None, *, route: str = "case"
) -> Iterable[Notice]:
    url = reverse(route, args=[case.pk]) if case else ""
    yield from tell_staff(staff_ids, record, named(title, record), url)
