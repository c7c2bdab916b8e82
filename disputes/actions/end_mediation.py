"""Mediation ends without an agreement; the parties are told their other ways (人民调解法 art. 26)."""

import datetime as dt
from collections.abc import Iterable
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from core.permissions.actor import Actor
from core.permissions.verdict import Refused
from disputes.choices import Verb
from disputes.models import Case, Party
from disputes.stepping import begin_step, take_step

ENDINGS = (Verb.WITHDRAW, Verb.FAIL, Verb.TERMINATE)


@transaction.atomic
def end_mediation(
    *,
    case: Case,
    verb: Verb,
    reason: str,
    actor: Actor,
    at: dt.datetime,
    key: UUID | None = None,
    seen: int | None = None,
) -> Case:
    """End it: withdrawn by the applicant, not reached (调解不成), or terminated for another reason.

    Raises:
        Refused: see `begin_step`; or `verb` is no such ending.
    """
    if verb not in ENDINGS:
        raise Refused(_("请选择终止方式。"))
    turn = begin_step(case=case, verb=verb, actor=actor, key=key, seen=seen)
    return turn.case if turn.is_repeat else take_step(turn, at=at, note=reason)


@transaction.atomic
def refuse_mediation(
    *,
    case: Case,
    party_ids: Iterable[UUID],
    reason: str,
    actor: Actor,
    at: dt.datetime,
    key: UUID | None = None,
    seen: int | None = None,
) -> Case:
    """A party clearly refuses: mediation must end (人民调解法 art. 17).

    Raises:
        Refused: see `begin_step`; or nobody is named who refused.
    """
    turn = begin_step(case=case, verb=Verb.REFUSE, actor=actor, key=key, seen=seen)
    if turn.is_repeat:
        return turn.case
    refusing = Party.objects.filter(case=turn.case, pk__in=list(party_ids))
    names = list(refusing.values_list("name", flat=True))
    if not names:
        raise Refused(_("请选择拒绝调解的当事人。"))
    refusing.update(has_refused=True)
    return take_step(turn, at=at, note=reason, facts={"refused": len(names)})
