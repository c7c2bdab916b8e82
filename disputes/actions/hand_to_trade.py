"""A case goes to the committee of its trade (行业性专业性调委会)."""

import datetime as dt
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from core.permissions.actor import Actor
from core.permissions.verdict import Refused
from disputes.choices import CommitteeKind, Level, Verb
from disputes.handing import hand_over, pack_of, stay_as_joint
from disputes.models import Case, Committee
from disputes.stepping import begin_step, take_step


@transaction.atomic
def hand_to_trade(
    *,
    case: Case,
    committee: Committee,
    reason: str,
    actor: Actor,
    at: dt.datetime,
    key: UUID | None = None,
    seen: int | None = None,
) -> Case:
    """Hand it to a trade's committee that takes disputes of this kind.

    Raises:
        Refused: see `begin_step`; or the committee takes other kinds only.
    """
    turn = begin_step(case=case, verb=Verb.HAND_TO_TRADE, actor=actor, key=key, seen=seen)
    if turn.is_repeat:
        return turn.case
    case = turn.case
    if committee.kind != CommitteeKind.TRADE or committee.valid_to is not None:
        raise Refused(_("请选择在用的行业性专业性调委会。"))
    if committee.kind_codes and case.kind_code not in committee.kind_codes:
        raise Refused(_("%(name)s不受理这一类纠纷。") % {"name": committee.name})
    hand_over(
        case,
        to_level=Level.TRADE,
        pack=pack_of(case),
        to_committee_id=committee.pk,
        reason=reason,
        at=at,
        by=actor.person_id,
    )
    stay_as_joint(case, facts=turn.facts, at=at)
    changes = {"mediator_id": None, "committee_id": committee.pk, "has_no_handler": False}
    return take_step(
        turn,
        at=at,
        note=reason,
        level=Level.TRADE,
        changes=changes,
        facts={"committee": committee.name},
        told={"committee": committee.name},
    )
