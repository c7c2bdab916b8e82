"""What was agreed is done, one thing after the other, until nothing is owed."""

import datetime as dt
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from core.audit.actions.record import record
from core.deadlines.actions.settle_deadlines import settle_deadlines
from core.permissions.actor import Actor
from core.permissions.verdict import Refused, require
from core.workcalendar.rules import day_of
from disputes.choices import Promise, State, Verb
from disputes.log_codes import OBLIGATION_PERFORMED
from disputes.models import Case, CaseDeadline, Obligation
from disputes.policies import may_write
from disputes.selectors import facts_of
from disputes.stepping import begin_step, take_step


@transaction.atomic
def perform_obligation(
    *, obligation: Obligation, performed_on: dt.date, proof: str, actor: Actor, at: dt.datetime
) -> Obligation:
    """Note that one obligation was performed, with its proof. Noted twice it stays as noted first.

    Raises:
        Refused: not theirs, the agreement is not in effect, or the day lies ahead or before it.
    """
    agreement = obligation.agreement
    case = Case.objects.select_for_update(of=("self",)).get(pk=agreement.case_id)
    post = require(may_write(actor, case, facts_of(case)))
    obligation = Obligation.objects.select_for_update().get(pk=obligation.pk)
    if obligation.performed_on is not None:
        return obligation
    if case.state != State.PERFORMING:
        raise Refused(_("协议生效后才能登记履行。"))
    if not agreement.agreed_on <= performed_on <= day_of(at):
        raise Refused(_("履行日期须在达成协议之后、今天之前。"))
    obligation.performed_on, obligation.proof = performed_on, proof
    obligation.save(update_fields=["performed_on", "proof"])
    promise = CaseDeadline.objects.filter(case=case, kind=Promise.PERFORMANCE, about=obligation.pk)
    settle_deadlines(promise, at=at, outcome="PERFORMED")
    record(
        OBLIGATION_PERFORMED,
        actor=actor,
        post=post,
        at=at,
        subject=case,
        after={"what": obligation.what, "on": performed_on, "amount": obligation.amount},
    )
    return obligation


@transaction.atomic
def finish_performance(
    *,
    case: Case,
    actor: Actor,
    at: dt.datetime,
    note: str = "",
    key: UUID | None = None,
    seen: int | None = None,
) -> Case:
    """Nothing is owed any more: the dispute is settled; its dossier and the visits afterwards begin to run.

    Raises:
        Refused: see `begin_step`.
    """
    turn = begin_step(case=case, verb=Verb.PERFORM, actor=actor, key=key, seen=seen)
    return turn.case if turn.is_repeat else take_step(turn, at=at, note=note, changes={"settled_at": at})
