"""The three conditions of effect, as they are met one by one."""

import datetime as dt

from django.db import transaction
from django.utils.translation import gettext as _

from core.audit.actions.record import record
from core.permissions.actor import Actor
from core.permissions.verdict import Refused, require
from core.workcalendar.rules import day_of
from disputes.choices import State
from disputes.log_codes import AGREEMENT_SIGNED
from disputes.models import Agreement, Case
from disputes.policies import may_write
from disputes.rules.agreements import effective_on
from disputes.selectors import facts_of


@transaction.atomic
def sign_agreement(
    *,
    agreement: Agreement,
    parties_signed_on: dt.date | None,
    mediator_signed_on: dt.date | None,
    sealed_on: dt.date | None,
    actor: Actor,
    at: dt.datetime,
) -> Agreement:
    """Note the parties' signatures, the mediator's, and the seal (人民调解法 art. 29): effective on the latest day.

    Raises:
        Refused: not theirs, in effect already, or a day before the agreement or ahead.
    """
    case = Case.objects.select_for_update(of=("self",)).get(pk=agreement.case_id)
    post = require(may_write(actor, case, facts_of(case)))
    if case.state != State.MEDIATING or agreement.voided_at is not None:
        raise Refused(_("该协议已生效或已失效，不能再登记签名。"))
    days = {
        "parties_signed_on": parties_signed_on,
        "mediator_signed_on": mediator_signed_on,
        "sealed_on": sealed_on,
    }
    if any(day is not None and not agreement.agreed_on <= day <= day_of(at) for day in days.values()):
        raise Refused(_("签名、盖章日期须在达成协议之后、今天之前。"))
    for name, day in days.items():
        setattr(agreement, name, day)
    agreement.effective_on = effective_on(form=agreement.form, agreed_on=agreement.agreed_on, **days)
    agreement.save(update_fields=[*days, "effective_on"])
    record(
        AGREEMENT_SIGNED,
        actor=actor,
        post=post,
        at=at,
        subject=case,
        after={**days, "effective_on": agreement.effective_on},
    )
    return agreement
