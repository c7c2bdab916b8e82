"""A case goes to another body: court, arbitration, petition office, police."""

import datetime as dt
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from core.audit.actions.record import record
from core.deadlines.actions.open_deadlines import open_deadlines
from core.deadlines.actions.settle_deadlines import settle_deadlines
from core.permissions.actor import Actor
from core.permissions.verdict import Refused, require
from core.workcalendar.rules import day_of
from disputes.checking import require_sound
from disputes.choices import Promise, State, TransferTo, Verb
from disputes.log_codes import RECEIPT_NOTED
from disputes.models import Case, CaseDeadline, Transfer
from disputes.policies import may_write
from disputes.selectors import facts_of
from disputes.stepping import begin_step, openings_by_rule, take_step


@transaction.atomic
def transfer_case(
    *,
    case: Case,
    to: str,
    body: str,
    reason: str,
    actor: Actor,
    at: dt.datetime,
    key: UUID | None = None,
    seen: int | None = None,
) -> Case:
    """Transfer it; its receipt is waited for.

    Raises:
        Refused: see `begin_step`; or no body is named.
    """
    turn = begin_step(case=case, verb=Verb.TRANSFER, actor=actor, key=key, seen=seen)
    if turn.is_repeat:
        return turn.case
    if to not in TransferTo.values or not body.strip():
        raise Refused(_("请填写接收单位。"))
    transfer = Transfer(case=turn.case, to=to, body=body.strip(), reason=reason, sent_at=at)
    require_sound(transfer)
    transfer.save(force_insert=True)
    return take_step(turn, at=at, note=reason, facts={"to": to, "body": body}, told={"to": body})


@transaction.atomic
def note_receipt(
    *, transfer: Transfer, received_on: dt.date, receipt: str, result: str, actor: Actor, at: dt.datetime
) -> Transfer:
    """Note that the other body signed for it, and what came of it: the dossier's time to be closed begins.

    Raises:
        Refused: not theirs, or received before it was sent.
    """
    case = Case.objects.select_for_update(of=("self",)).get(pk=transfer.case_id)
    post = require(may_write(actor, case, facts_of(case)))
    transfer = Transfer.objects.select_for_update().get(pk=transfer.pk)
    is_received = transfer.received_on is not None
    if not day_of(transfer.sent_at) <= received_on <= day_of(at):
        raise Refused(_("签收日期须在移送之后、今天之前。"))
    transfer.received_on, transfer.receipt, transfer.result = received_on, receipt, result
    require_sound(transfer)
    transfer.save(update_fields=["received_on", "receipt", "result"])
    settle_deadlines(CaseDeadline.objects.filter(case=case, kind=Promise.RECEIPT), at=at, outcome="RECEIVED")
    if case.state == State.TRANSFERRED and not is_received:
        open_deadlines(CaseDeadline, openings_by_rule(case, [Promise.CLOSE], at))
    record(
        RECEIPT_NOTED,
        actor=actor,
        post=post,
        at=at,
        subject=case,
        after={"to": transfer.body, "receipt": receipt},
    )
    return transfer
