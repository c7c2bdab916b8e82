"""A mediator's relation or interest is declared or asked about, and decided (回避)."""

import datetime as dt

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import Staff
from core.audit.actions.record import record
from core.permissions.actor import Actor
from core.permissions.verdict import Refused, require
from disputes import seed
from disputes.checking import differing
from disputes.choices import HandlerRole
from disputes.log_codes import RECUSAL_ASKED, RECUSAL_DECIDED
from disputes.models import Case, Handler, Party, Recusal
from disputes.policies import may_decide_recusal, may_write
from disputes.selectors import facts_of


@transaction.atomic
def ask_recusal(
    *,
    case: Case,
    mediator: Staff,
    ground: str,
    party: Party | None,
    note: str,
    actor: Actor,
    at: dt.datetime,
) -> Recusal:
    """Ask that a mediator stand aside, or declare it of oneself. The same asked twice is asked once.

    Raises:
        Refused: not theirs, the ground is unknown, or they are asked to stand aside already and it is not decided.
    """
    case = Case.objects.select_for_update(of=("self",)).get(pk=case.pk)
    post = require(may_write(actor, case, facts_of(case)))
    grounds = {one.code: one.label for one in seed.recusal_grounds()}
    if ground not in grounds:
        raise Refused(_("请选择回避事由。"))
    standing: Recusal | None = Recusal.objects.filter(case=case, staff=mediator, decided_at=None).first()
    if standing is not None:
        if differing(standing, {"ground": ground, "party": party and party.pk, "note": note}):
            raise Refused(
                _("%(name)s已有一项回避申请待决定（%(ground)s），决定后才能再提。")
                % {"name": mediator.name, "ground": grounds.get(standing.ground, standing.ground)}
            )
        return standing
    asked: Recusal = Recusal.objects.create(
        case=case, staff=mediator, party=party, ground=ground, note=note, asked_at=at
    )
    record(
        RECUSAL_ASKED,
        actor=actor,
        post=post,
        at=at,
        subject=case,
        after={"mediator": mediator.name, "ground": ground},
        reason=note,
    )
    return asked


@transaction.atomic
def decide_recusal(*, recusal: Recusal, is_granted: bool, actor: Actor, at: dt.datetime) -> Recusal:
    """Decide it. Granted, the mediator leads and works on the case no more, and another one has to be named.

    Raises:
        Refused: decided already, or by the mediator themself.
    """
    case = Case.objects.select_for_update(of=("self",)).get(pk=recusal.case_id)
    recusal = Recusal.objects.select_for_update(of=("self",)).get(pk=recusal.pk)
    post = require(may_decide_recusal(actor, case, recusal.staff_id))
    if recusal.decided_at is not None:
        raise Refused(_("该回避申请已经决定。"))
    recusal.decided_at, recusal.is_granted, recusal.decided_by_id = at, is_granted, actor.person_id
    recusal.save(update_fields=["decided_at", "is_granted", "decided_by"])
    if is_granted:
        working = Handler.objects.filter(case=case, staff_id=recusal.staff_id, to_at=None)
        was_lead = working.filter(role=HandlerRole.LEAD).exists()
        working.update(to_at=at)
        if was_lead:
            Case.objects.filter(pk=case.pk).update(mediator=None, has_no_handler=True)
    record(
        RECUSAL_DECIDED,
        actor=actor,
        post=post,
        at=at,
        subject=case,
        after={"mediator": recusal.staff.name, "outcome": _("准予") if is_granted else _("不准")},
    )
    return recusal
