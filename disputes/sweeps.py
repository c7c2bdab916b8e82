"""What happens when something promised on a case comes due. Warnings become notices through their records.

A sweep never waits for a case: one that somebody holds at this moment is looked at again in a minute. Whoever takes a
step locks the case and then its promises; a sweep holds promises first, and if it waited for the case, each would wait
for the other.

What is missed but still owed stays open, its lamp red, and is told again each week until it is done or owed no more.
"""

import datetime as dt
from collections.abc import Callable, Collection, Mapping, Sequence
from typing import Final
from uuid import UUID

from django.db.models import F

from core.audit.actions.record import Entry, record_many
from core.deadlines.actions.settle_deadlines import cancel_deadlines
from core.deadlines.choices import State as DeadlineState
from core.deadlines.models import Deadline
from core.deadlines.registry import Batch, on_due, on_warn
from core.permissions.actor import Actor
from core.permissions.verdict import Refused
from core.workcalendar.rules import day_of
from disputes.actions.declare_default import declare_default
from disputes.actions.escalate_cases import escalate_cases
from disputes.actions.pull_brake import pull_brake
from disputes.actions.raise_at_top import raise_at_top
from disputes.actions.resubmit_case import resubmit_case
from disputes.actions.resume_case import resume_case
from disputes.actions.review_grades import review_grades
from disputes.braking import ESCALATING, WAIT, counts_now, is_braked, is_released, rule_on
from disputes.choices import Promise, State
from disputes.log_codes import (
    CONTEST_OVERDUE,
    PROMISE_LAPSED,
    PROMISE_MISSED,
    PROMISE_NEAR,
    PROMISE_STILL_OWED,
    RISK_NEAR,
    STATEMENT_NEAR,
    STATEMENT_OVERDUE,
)
from disputes.models import Case, CaseDeadline, GradeDeadline, MonthDeadline, RiskGrade
from grids.models import Area

BUSY: Final = dt.timedelta(minutes=1)
REMINDED_AFTER: Final = dt.timedelta(days=7)
LATER: Final = "NOT_YET"
MISSED: Final = "MISSED"
NOTHING_OWED: Final = "NOTHING_OWED"


def _escalate(batch: Batch) -> str:
    """A level's term is missed: up, or at the top to the leaders. Too many at once wait for a person."""
    if is_braked(at=batch.at):
        return _wait(batch.ids, batch.at + WAIT)
    if not is_released(at=batch.at):
        due, open_cases = counts_now(at=batch.at)
        if rule_on(day_of(batch.at)).is_exceeded(due, open_cases):
            pull_brake(counted=due, open_cases=open_cases, actor=batch.actor, at=batch.at)
            return _wait(batch.ids, batch.at + WAIT)
    # A promise of a level that the case has left since then leads nowhere.
    owed = CaseDeadline.objects.filter(id__any_of=batch.ids, level=F("case__level"))
    cases = dict(owed.values_list("id", "case_id"))
    if len(cases) < len(batch.ids):
        _nothing_owed(set(batch.ids) - cases.keys(), batch)
    done = set(escalate_cases(ids=list(cases.values()), actor=batch.actor, at=batch.at, by=batch.ids))
    rest = {deadline: case for deadline, case in cases.items() if case not in done}
    if rest:
        _not_escalated(batch, rest)
    return "ESCALATED"


for _kind in ESCALATING:
    on_due(CaseDeadline, _kind)(_escalate)


def _not_escalated(batch: Batch, rest: Mapping[UUID, UUID]) -> None:
    """Those at the top go to the leaders and stay owed; those that somebody holds wait; the others owe nothing."""
    raised = set(raise_at_top(ids=list(rest.values()), actor=batch.actor, at=batch.at))
    at_top = {deadline for deadline, case in rest.items() if case in raised}
    _still_owed(CaseDeadline, at_top, batch.at)
    left = {deadline: case for deadline, case in rest.items() if deadline not in at_top}
    free = _free(left, batch.at)
    still_owing = set(
        Case.objects.filter(pk__in=free.values(), state__in=(State.PAUSED, *_UNDECIDED)).values_list(
            "pk", flat=True
        )
    )
    waiting = [deadline for deadline, case in free.items() if case in still_owing]
    _wait(waiting, batch.at + BUSY)
    _nothing_owed(free.keys() - set(waiting), batch)


_UNDECIDED: Final = (State.REGISTERED, State.ACCEPTED, State.MEDIATING, State.HANDED_UP)


@on_due(CaseDeadline, Promise.PERFORMANCE)
def performance_missed(batch: Batch) -> str:
    """An instalment is not performed: mediation is taken up again."""

    def reopen(case: Case, actor: Actor, at: dt.datetime) -> None:
        declare_default(case=case, reason="协议约定事项逾期未履行", actor=actor, at=at)

    return _one_by_one(batch, State.PERFORMING, reopen, "REOPENED")


@on_due(CaseDeadline, Promise.RESUBMIT)
def not_resubmitted(batch: Batch) -> str:
    """Nobody put it right in time: it comes back as it is, so that it can't lie between two desks."""

    def bring_back(case: Case, actor: Actor, at: dt.datetime) -> None:
        resubmit_case(case=case, note="逾期未补正，转回待受理", actor=actor, at=at)

    return _one_by_one(batch, State.RETURNED, bring_back, MISSED)


@on_due(CaseDeadline, Promise.RESUME)
def pause_is_over(batch: Batch) -> str:
    """The day until which it was paused is over: the terms run on."""

    def go_on(case: Case, actor: Actor, at: dt.datetime) -> None:
        resume_case(case=case, note="中止期满，自动恢复", actor=actor, at=at)

    return _one_by_one(batch, State.PAUSED, go_on, "RESUMED")


def _one_by_one(
    batch: Batch, state: State, act: Callable[[Case, Actor, dt.datetime], None], outcome: str
) -> str:
    """Few rows, each with its own step: the case is free and still where the promise was made for."""
    owed = dict(CaseDeadline.objects.filter(id__in=batch.ids).values_list("id", "case_id"))
    free = _free(owed, batch.at)
    cases = Case.objects.in_bulk(set(free.values()))
    for deadline, case_id in free.items():
        row = CaseDeadline.objects.filter(pk=deadline, state=DeadlineState.OPEN)
        if cases[case_id].state != state:
            # Another row of this batch may have moved the case already: this one was missed all the same.
            cancel_deadlines(row, at=batch.at, outcome=NOTHING_OWED)
            continue
        # Decided before the step, whose table would otherwise count it as kept or as owed no more.
        row.update(state=DeadlineState.ACTED, outcome=outcome, decided_at=batch.at, next_check_at=None)
        try:
            act(cases[case_id], batch.actor, batch.at)
        except Refused:  # performed or declared meanwhile
            CaseDeadline.objects.filter(pk=deadline).update(outcome=NOTHING_OWED)
        cases[case_id] = Case.objects.get(pk=case_id)
    return outcome


@on_due(CaseDeadline, Promise.CONFIRMATION)
def no_confirmation_asked(batch: Batch) -> str:
    """The days in which the parties could ask the court together are over; asking was their choice."""
    rows = _rows(batch.ids)
    record_many(PROMISE_LAPSED, actor=batch.actor, at=batch.at, rows=_entries(rows))
    return "LAPSED"


def _tell(batch: Batch) -> str:
    """Told on the day it is missed, and again each week while it is owed."""
    owed = dict(CaseDeadline.objects.filter(id__in=batch.ids).values_list("id", "case_id"))
    free = _free(owed, batch.at)
    Case.objects.filter(pk__in=free.values(), was_late=False).update(was_late=True)
    rows = _rows(free.keys())
    first = [row for row in rows if row.outcome != MISSED]
    again = [row for row in rows if row.outcome == MISSED]
    record_many(PROMISE_MISSED, actor=batch.actor, at=batch.at, rows=_entries(first))
    record_many(PROMISE_STILL_OWED, actor=batch.actor, at=batch.at, rows=_entries(again))
    _still_owed(CaseDeadline, free.keys(), batch.at)
    return MISSED


for _kind in (
    Promise.FIRST_CONTACT,
    Promise.SETTLE_STATUTORY,
    Promise.FOLLOW_UP_1,
    Promise.FOLLOW_UP_2,
    Promise.CLOSE,
    Promise.RECEIPT,
    Promise.MANDATORY_REPORT,
    Promise.GROUP_REPORT,
):
    on_due(CaseDeadline, _kind)(_tell)


def _warn(batch: Batch) -> str:
    record_many(PROMISE_NEAR, actor=batch.actor, at=batch.at, rows=_entries(_rows(batch.ids)))
    return ""


for _kind in Promise:
    on_warn(CaseDeadline, _kind)(_warn)


def _rows(ids: Collection[UUID]) -> list[CaseDeadline]:
    return list(CaseDeadline.objects.filter(id__in=ids).order_by("due_at", "id"))


def _entries(rows: Sequence[CaseDeadline]) -> list[Entry]:
    cases = Case.objects.in_bulk({row.case_id for row in rows})
    return [
        Entry.of(cases[row.case_id], after={"what": row.what, "due_at": row.due_at.isoformat()})
        for row in rows
    ]


def _free(owed: Mapping[UUID, UUID], at: dt.datetime) -> dict[UUID, UUID]:
    """Those promises whose cases nobody else holds, theirs locked now; the others are looked at again soon."""
    if not owed:
        return {}
    locked = Case.objects.select_for_update(of=("self",), skip_locked=True).filter(pk__in=set(owed.values()))
    held = set(locked.values_list("pk", flat=True))
    _wait([deadline for deadline, case in owed.items() if case not in held], at + BUSY)
    return {deadline: case for deadline, case in owed.items() if case in held}


def _wait(ids: Collection[UUID], until: dt.datetime) -> str:
    if ids:
        CaseDeadline.objects.filter(id__in=ids).update(next_check_at=until)
    return LATER


def _still_owed(model: type[Deadline], ids: Collection[UUID], at: dt.datetime) -> None:
    if ids:
        missed = model.objects.filter(id__in=ids)
        missed.update(outcome=MISSED, next_check_at=at + REMINDED_AFTER, attempts=0, last_error="")


def _nothing_owed(ids: Collection[UUID], batch: Batch) -> None:
    if ids:
        cancel_deadlines(batch.model.objects.filter(id__in=ids), at=batch.at, outcome=NOTHING_OWED)


@on_due(GradeDeadline, Promise.RISK_REVIEW)
def review_due(batch: Batch) -> str:
    """A risk grade's last day is over: it ends, or has to be given anew and is asked for until it is."""
    grades = {row.pk: row.grade_id for row in batch.rows if isinstance(row, GradeDeadline)}
    of_cases = Case.objects.filter(risk_grades__in=grades.values())
    held = set(of_cases.select_for_update(of=("self",), skip_locked=True).values_list("pk", flat=True))
    ours = set(
        RiskGrade.objects.filter(pk__in=grades.values(), case_id__in=held).values_list("pk", flat=True)
    )
    left = review_grades(ids=list(ours), actor=batch.actor, at=batch.at)
    _ask_again([pk for pk, grade in grades.items() if grade not in ours], batch.at + BUSY)
    _ask_again([pk for pk, grade in grades.items() if grade in left], batch.at + REMINDED_AFTER)
    return "ENDED"


@on_due(GradeDeadline, Promise.RISK_CONTEST)
def contest_overdue(batch: Batch) -> str:
    """An objection has no answer yet: told, and asked for until it has."""
    record_many(CONTEST_OVERDUE, actor=batch.actor, at=batch.at, rows=_grade_entries(batch))
    _ask_again(batch.ids, batch.at + REMINDED_AFTER)
    return LATER


@on_warn(GradeDeadline, Promise.RISK_REVIEW)
@on_warn(GradeDeadline, Promise.RISK_CONTEST)
def risk_near(batch: Batch) -> str:
    """Said in time, so that nobody finds a grade run out."""
    record_many(RISK_NEAR, actor=batch.actor, at=batch.at, rows=_grade_entries(batch))
    return ""


def _grade_entries(batch: Batch) -> list[Entry]:
    rows = [row for row in batch.rows if isinstance(row, GradeDeadline)]
    grades = RiskGrade.objects.select_related("case").in_bulk({row.grade_id for row in rows})
    return [
        Entry.of(grades[row.grade_id].case, after={"what": row.what, "due_at": row.due_at.isoformat()})
        for row in rows
    ]


def _ask_again(ids: Collection[UUID], until: dt.datetime) -> None:
    GradeDeadline.objects.filter(id__in=list(ids)).update(next_check_at=until)


@on_due(MonthDeadline, Promise.MONTHLY_REPORT)
def month_not_signed(batch: Batch) -> str:
    """A month's table has no signature: told, and again each week while it is owed. A township that is no more owes
    nothing."""
    rows = _statement_rows(batch)
    in_force = Area.objects.filter(valid_to=None, path__in={row.statement.path for row in rows})
    standing = set(in_force.values_list("path", flat=True))
    owed = [row for row in rows if row.statement.path in standing]
    _nothing_owed([row.pk for row in rows if row.statement.path not in standing], batch)
    record_many(STATEMENT_OVERDUE, actor=batch.actor, at=batch.at, rows=_statement_entries(owed))
    _still_owed(MonthDeadline, [row.pk for row in owed], batch.at)
    return MISSED


@on_warn(MonthDeadline, Promise.MONTHLY_REPORT)
def month_near(batch: Batch) -> str:
    """Said while there is time to look through the table."""
    rows = _statement_entries(_statement_rows(batch))
    record_many(STATEMENT_NEAR, actor=batch.actor, at=batch.at, rows=rows)
    return ""


def _statement_rows(batch: Batch) -> list[MonthDeadline]:
    rows = MonthDeadline.objects.filter(id__in=batch.ids).select_related("statement")
    return list(rows.order_by("due_at", "id"))


def _statement_entries(rows: Sequence[MonthDeadline]) -> list[Entry]:
    labels = MonthDeadline.subject_labels(rows)
    return [
        Entry(
            row.statement._meta.label_lower,
            row.statement_id,
            path=row.statement.path,
            after={"due_at": row.due_at.isoformat()},
            subject_label=labels[row.pk],
        )
        for row in rows
    ]
