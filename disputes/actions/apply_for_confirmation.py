"""Both sides ask the court to confirm the agreement (人民调解法 art. 33); and what the court says."""

import datetime as dt
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from core.audit.actions.record import record
from core.deadlines.actions.settle_deadlines import settle_deadlines
from core.permissions.actor import Actor
from core.permissions.verdict import Refused, require
from core.tenancy.ids import uuid7
from core.workcalendar.rules import day_of, last_day
from disputes.choices import AgreementForm, Promise
from disputes.log_codes import CONFIRMATION_APPLIED, CONFIRMATION_DECIDED
from disputes.models import Agreement, Case, CaseDeadline, Confirmation
from disputes.policies import may_write
from disputes.selectors import facts_of


@transaction.atomic
def apply_for_confirmation(
    *,
    agreement: Agreement,
    court: str,
    applied_on: dt.date,
    is_joint: bool,
    actor: Actor,
    at: dt.datetime,
    key: UUID | None = None,
) -> Confirmation:
    """Note the joint application; its term is kept by it. Noted twice it stays as noted first.

    Raises:
        Refused: not theirs, not in effect, not written, not joint, or later than the term that was promised.
    """
    case = Case.objects.select_for_update(of=("self",)).get(pk=agreement.case_id)
    known: Confirmation | None = Confirmation.objects.filter(agreement=agreement).first()
    if known is not None:
        return known
    post = require(may_write(actor, case, facts_of(case)))
    if agreement.effective_on is None or agreement.voided_at is not None:
        raise Refused(_("协议生效后才能申请司法确认。"))
    if agreement.form != AgreementForm.WRITTEN:
        raise Refused(_("口头协议不能申请司法确认，可以先补订书面协议。"))
    if not is_joint:
        raise Refused(_("司法确认须由双方当事人共同申请。"))
    if not court.strip():
        raise Refused(_("请填写法院。"))
    if not agreement.effective_on <= applied_on <= day_of(at):
        raise Refused(_("申请日期须在协议生效之后、今天之前。"))
    promise = CaseDeadline.objects.filter(case=case, kind=Promise.CONFIRMATION)
    latest = promise.order_by("-started_at").first()
    if latest is not None and applied_on > last_day(latest.due_at):
        raise Refused(
            _("已超过申请期限（%(on)s），法院不再受理；一方不履行的可以起诉。")
            % {"on": last_day(latest.due_at)}
        )
    confirmation: Confirmation = Confirmation.objects.create(
        id=key or uuid7(), agreement=agreement, court=court.strip(), applied_on=applied_on
    )
    settle_deadlines(promise, at=at, outcome="APPLIED")
    record(
        CONFIRMATION_APPLIED,
        actor=actor,
        post=post,
        at=at,
        subject=case,
        after={"court": confirmation.court, "on": applied_on},
    )
    return confirmation


@transaction.atomic
def note_confirmation(
    *,
    confirmation: Confirmation,
    reference: str,
    decided_on: dt.date,
    is_confirmed: bool,
    actor: Actor,
    at: dt.datetime,
) -> Confirmation:
    """Note the court's ruling.

    Raises:
        Refused: not theirs, noted already, or a day before the application or ahead.
    """
    case = Case.objects.select_for_update(of=("self",)).get(pk=confirmation.agreement.case_id)
    post = require(may_write(actor, case, facts_of(case)))
    confirmation = Confirmation.objects.select_for_update(of=("self",)).get(pk=confirmation.pk)
    if confirmation.decided_on is not None:
        raise Refused(_("裁定已经登记。"))
    if not confirmation.applied_on <= decided_on <= day_of(at):
        raise Refused(_("裁定日期须在申请之后、今天之前。"))
    confirmation.reference, confirmation.decided_on = reference.strip(), decided_on
    confirmation.is_confirmed = is_confirmed
    confirmation.save(update_fields=["reference", "decided_on", "is_confirmed"])
    record(
        CONFIRMATION_DECIDED,
        actor=actor,
        post=post,
        at=at,
        subject=case,
        after={
            "reference": confirmation.reference,
            "on": decided_on,
            "outcome": _("裁定有效") if is_confirmed else _("裁定驳回"),
        },
    )
    return confirmation
