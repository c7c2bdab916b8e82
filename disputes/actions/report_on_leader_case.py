"""A case group reports back."""

import datetime as dt
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from core.audit.actions.record import record
from core.deadlines.actions.settle_deadlines import settle_deadlines
from core.permissions.actor import Actor
from core.permissions.verdict import Refused, require
from core.tenancy.ids import uuid7
from disputes.choices import Promise
from disputes.leading import promise_report
from disputes.log_codes import LEADER_CASE_REPORTED
from disputes.models import Case, CaseDeadline, GroupReport, LeaderCase
from disputes.policies import may_write
from disputes.selectors import facts_of


@transaction.atomic
def report_on_leader_case(
    *,
    leader_case: LeaderCase,
    progress: str,
    next_step: str,
    actor: Actor,
    at: dt.datetime,
    key: UUID | None = None,
) -> GroupReport:
    """Report what was done and what comes next; the next report is promised from now.

    Raises:
        Refused: not theirs, the group's work is over, or nothing was written.
    """
    case = Case.objects.select_for_update(of=("self",)).get(pk=leader_case.case_id)
    if key is not None and (known := GroupReport.objects.filter(pk=key).first()) is not None:
        return known
    post = require(may_write(actor, case, facts_of(case)))
    leader_case = LeaderCase.objects.get(pk=leader_case.pk)
    if leader_case.to_at is not None:
        raise Refused(_("该包案已结束。"))
    if not progress.strip():
        raise Refused(_("请写明进展。"))
    written: GroupReport = GroupReport.objects.create(
        id=key or uuid7(),
        leader_case=leader_case,
        at=at,
        by_id=actor.person,
        progress=progress.strip(),
        next_step=next_step,
    )
    settle_deadlines(
        CaseDeadline.objects.filter(case=case, kind=Promise.GROUP_REPORT, about=leader_case.pk),
        at=at,
        outcome="REPORTED",
    )
    promise_report(leader_case, case, at=at)
    record(LEADER_CASE_REPORTED, actor=actor, post=post, at=at, subject=case, reason=progress.strip())
    return written
