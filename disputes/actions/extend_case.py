"""More time: by approval for the level's term, by both parties' consent for the statutory month."""

import datetime as dt
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from core.deadlines.actions.extend_deadlines import extend_deadlines
from core.permissions.actor import Actor
from core.permissions.verdict import Refused
from core.workcalendar.rules import Term
from disputes.choices import Promise, Verb
from disputes.models import Case, CaseDeadline
from disputes.stepping import begin_step, take_step

LONGEST = 90
EXTENDABLE = (Promise.SETTLE_LEVEL, Promise.SETTLE_STATUTORY)


class NothingToExtend(Refused):
    """The term has run out, stands still, or does not run."""


@transaction.atomic
def extend_case(
    *,
    case: Case,
    promise: str,
    by: Term,
    reason: str,
    has_consent: bool,
    actor: Actor,
    at: dt.datetime,
    key: UUID | None = None,
    seen: int | None = None,
) -> Case:
    """Extend one of the two settlement promises before it is due.

    The statutory month is extended only with both parties' consent (人民调解工作若干规定 art. 36), which is recorded.

    Raises:
        NothingToExtend, Refused: see `begin_step`; or the consent is missing.
    """
    turn = begin_step(case=case, verb=Verb.EXTEND, actor=actor, key=key, seen=seen)
    if turn.is_repeat:
        return turn.case
    if promise not in EXTENDABLE:
        raise Refused(_("该时限不能延长。"))
    if promise == Promise.SETTLE_STATUTORY and not has_consent:
        raise Refused(_("一个月法定期限须经双方当事人同意才能延长。"))
    if by.value > LONGEST:
        raise Refused(_("一次延长不得超过%(n)s。") % {"n": Term(LONGEST, by.unit)})
    running = CaseDeadline.objects.filter(case=turn.case, kind=promise)
    if not extend_deadlines(running, by=by, at=at):
        raise NothingToExtend(_("该时限已到期、已中止或未在计时，不能延长。"))
    label = str(Promise(promise).label)
    return take_step(
        turn,
        at=at,
        note=reason,
        facts={"promise": promise, "by": str(by), "has_consent": has_consent},
        told={"until": _("%(what)s延长%(by)s") % {"what": label, "by": by}},
    )
