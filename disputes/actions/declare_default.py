"""Somebody does not do what was agreed: mediation is taken up again."""

import datetime as dt
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from core.permissions.actor import Actor
from core.permissions.verdict import Refused
from core.workcalendar.rules import day_of
from disputes.choices import Outcome, Verb
from disputes.models import Case, Obligation
from disputes.stepping import begin_step, take_step


@transaction.atomic
def declare_default(
    *,
    case: Case,
    reason: str,
    actor: Actor,
    at: dt.datetime,
    key: UUID | None = None,
    seen: int | None = None,
) -> Case:
    """Take mediation up again because an obligation is past its day (人民调解法 arts. 31–32: the committee urges
    performance; a party may go to court). By the sweep on its own, by a person with a reason.

    Raises:
        Refused: see `begin_step`; or nothing is past its day.
    """
    turn = begin_step(case=case, verb=Verb.DEFAULT, actor=actor, key=key, seen=seen)
    if turn.is_repeat:
        return turn.case
    late = Obligation.objects.filter(
        agreement__case=turn.case,
        agreement__voided_at=None,
        performed_on=None,
        defaulted_at=None,
        due_on__lt=day_of(at),
    )
    whats = list(late.values_list("what", flat=True))
    if not whats:
        raise Refused(_("没有逾期未履行的事项。"))
    late.update(defaulted_at=at)
    return take_step(
        turn,
        at=at,
        note=reason,
        changes={"outcome": Outcome.NONE, "settled_at": None, "was_late": True},
        facts={"defaulted": len(whats)},
    )
