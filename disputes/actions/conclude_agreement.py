"""An agreement in effect ends the mediation; what is owed by it begins to run."""

import datetime as dt
from uuid import UUID

from django.db import transaction

from core.permissions.actor import Actor
from core.workcalendar.choices import Unit
from core.workcalendar.rules import SHANGHAI, Term, day_of, end_of
from disputes.choices import AgreementForm, Promise, Verb
from disputes.models import Agreement, Case, Obligation
from disputes.rules.agreements import effective_on
from disputes.stepping import begin_step, opening, take_step
from disputes.terms import terms_on

WARN_OF_INSTALMENT = Term(3, Unit.NATURAL_DAYS)


@transaction.atomic
def conclude_agreement(
    *, case: Case, actor: Actor, at: dt.datetime, key: UUID | None = None, seen: int | None = None
) -> Case:
    """Take the step to performance: the 30 days of judicial confirmation run from the day of effect
    (人民调解法 art. 33), and each instalment is promised for its own day.

    Raises:
        Refused: see `begin_step`; the sentence names the condition of effect that is missing.
    """
    turn = begin_step(case=case, verb=Verb.AGREE, actor=actor, key=key, seen=seen)
    if turn.is_repeat:
        return turn.case
    case = turn.case
    agreement = Agreement.objects.get(case=case, voided_at=None)
    if agreement.effective_on is None:  # an oral one takes effect when it is agreed
        agreement.effective_on = effective_on(
            form=agreement.form,
            agreed_on=agreement.agreed_on,
            parties_signed_on=agreement.parties_signed_on,
            mediator_signed_on=agreement.mediator_signed_on,
            sealed_on=agreement.sealed_on,
        )
        agreement.save(update_fields=["effective_on"])
    effect = dt.datetime.combine(agreement.effective_on or agreement.agreed_on, dt.time(12), SHANGHAI)
    openings = [
        opening(
            case,
            Promise.PERFORMANCE,
            min(at, effect),
            due_at=end_of(one.due_on),
            warn=WARN_OF_INSTALMENT,
            about=one.pk,
        )
        for one in Obligation.objects.filter(agreement=agreement).order_by("position")
    ]
    if agreement.form == AgreementForm.WRITTEN:
        rule = terms_on(day_of(effect), [Promise.CONFIRMATION]).find(
            Promise.CONFIRMATION, case.level, case.kind_code
        )
        if rule is not None:
            openings.append(opening(case, Promise.CONFIRMATION, effect, rule=rule))
    return take_step(
        turn,
        at=at,
        facts={"form": agreement.form, "effective_on": str(agreement.effective_on)},
        opens=openings,
        no_rules_for=(Promise.CONFIRMATION, Promise.PERFORMANCE),
    )
