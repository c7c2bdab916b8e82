"""What a leader's own case (包案) promises: a report back, each interval anew."""

import datetime as dt

from core.deadlines.actions.open_deadlines import open_deadline
from core.deadlines.rules import Rule
from core.workcalendar.choices import Unit
from core.workcalendar.rules import Term
from disputes.choices import Promise
from disputes.models import Case, CaseDeadline, LeaderCase


def promise_report(leader_case: LeaderCase, case: Case, *, at: dt.datetime) -> None:
    """The next report of the group is promised."""
    open_deadline(
        CaseDeadline,
        kind=Promise.GROUP_REPORT,
        started_at=at,
        rule=Rule(Term(leader_case.report_every_days, Unit.NATURAL_DAYS)),
        case=case,
        level=case.level,
        about=leader_case.pk,
    )
