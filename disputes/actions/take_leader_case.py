"""A leader takes a case on as their own (包案), with a group; they settle, follow and report back (包调处、包跟踪、包反馈)."""

import datetime as dt
from collections.abc import Sequence
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import Staff
from core.audit.actions.record import record
from core.deadlines.actions.settle_deadlines import settle_deadlines
from core.permissions.actor import Actor
from core.permissions.verdict import Refused, require
from core.tenancy.ids import uuid7
from disputes.choices import HandlerRole, Promise
from disputes.leading import promise_report
from disputes.log_codes import LEADER_CASE_ENDED, LEADER_CASE_TAKEN
from disputes.models import Case, CaseDeadline, Handler, LeaderCase
from disputes.policies import may_take_personal_case


@transaction.atomic
def take_leader_case(
    *,
    case: Case,
    leader: Staff,
    members: Sequence[str],
    plan: str,
    report_every_days: int,
    actor: Actor,
    at: dt.datetime,
    key: UUID | None = None,
) -> LeaderCase:
    """Order that a leader answers for the case. They see its file from now on; a report is promised each interval.

    Raises:
        Refused: not theirs to order, the case is closed, or it has a leader already.
    """
    post = require(may_take_personal_case(actor, case))
    case = Case.objects.select_for_update(of=("self",)).get(pk=case.pk)
    if key is not None and (known := LeaderCase.objects.filter(pk=key, case=case).first()) is not None:
        return known
    if not case.is_open:
        raise Refused(_("该纠纷已结案，须先重新启动。"))
    if LeaderCase.objects.filter(case=case, to_at=None).exists():
        raise Refused(_("该纠纷已有包案领导。"))
    if not 1 <= report_every_days <= 90:
        raise Refused(_("反馈间隔须在1至90日之间。"))
    taken: LeaderCase = LeaderCase.objects.create(
        id=key or uuid7(),
        case=case,
        leader=leader,
        members=list(members),
        plan=plan,
        report_every_days=report_every_days,
        from_at=at,
    )
    Handler.objects.get_or_create(
        case=case,
        staff=leader,
        role=HandlerRole.JOINT,
        to_at=None,
        defaults={"level": case.level, "from_at": at},
    )
    promise_report(taken, case, at=at)
    record(
        LEADER_CASE_TAKEN,
        actor=actor,
        post=post,
        at=at,
        subject=case,
        after={"leader": leader.name, "members": "、".join(members)},
    )
    return taken


@transaction.atomic
def end_leader_case(*, leader_case: LeaderCase, result: str, actor: Actor, at: dt.datetime) -> LeaderCase:
    """It is over, with its result.

    Raises:
        Refused: not theirs, over already, or no result.
    """
    case = Case.objects.select_for_update(of=("self",)).get(pk=leader_case.case_id)
    post = require(may_take_personal_case(actor, case))
    leader_case = LeaderCase.objects.select_for_update().get(pk=leader_case.pk)
    if leader_case.to_at is not None:
        raise Refused(_("该包案已结束。"))
    if not result.strip():
        raise Refused(_("请写明包案结果。"))
    leader_case.to_at, leader_case.result = at, result.strip()
    leader_case.save(update_fields=["to_at", "result"])
    settle_deadlines(
        CaseDeadline.objects.filter(case=case, kind=Promise.GROUP_REPORT), at=at, outcome="ENDED"
    )
    record(LEADER_CASE_ENDED, actor=actor, post=post, at=at, subject=case, reason=result)
    return leader_case
