"""The immediate report has gone out."""

import datetime as dt
from collections.abc import Sequence

from django.db import transaction
from django.utils.translation import gettext as _

from core.audit.actions.record import record
from core.deadlines.actions.settle_deadlines import settle_deadlines
from core.permissions.actor import Actor
from core.permissions.verdict import Refused, require
from disputes.choices import Promise
from disputes.log_codes import REPORT_SENT
from disputes.models import Case, CaseDeadline, UrgentReport
from disputes.policies import may_write
from disputes.selectors import facts_of


@transaction.atomic
def send_report(
    *,
    report: UrgentReport,
    reported_to: Sequence[str],
    reported_at: dt.datetime,
    receipt: str,
    delay_reason: str,
    actor: Actor,
    at: dt.datetime,
) -> UrgentReport:
    """Note to whom and when it was reported, and its receipt; why, if it came late.

    Raises:
        Refused: reported already, to nobody, before it was found, or late without a reason.
    """
    case = Case.objects.select_for_update(of=("self",)).get(pk=report.case_id)
    post = require(may_write(actor, case, facts_of(case)))
    report = UrgentReport.objects.select_for_update().get(pk=report.pk)
    if report.reported_at is not None:
        raise Refused(_("该情况已经报告。"))
    if not reported_to:
        raise Refused(_("请填写报告对象。"))
    if not report.found_at <= reported_at <= at:
        raise Refused(_("报告时间须在发现之后、现在之前。"))
    promise = CaseDeadline.objects.filter(case=case, kind=Promise.MANDATORY_REPORT)
    if promise.filter(due_at__lt=reported_at).exists() and not delay_reason.strip():
        raise Refused(_("已超过报告时限，请写明迟报原因。"))
    report.reported_to, report.reported_at = list(reported_to), reported_at
    report.receipt, report.delay_reason = receipt, delay_reason
    report.save(update_fields=["reported_to", "reported_at", "receipt", "delay_reason"])
    settle_deadlines(promise, at=at, outcome="REPORTED")
    record(
        REPORT_SENT,
        actor=actor,
        post=post,
        at=at,
        subject=case,
        after={"to": "、".join(reported_to), "receipt": receipt},
        reason=delay_reason,
    )
    return report
