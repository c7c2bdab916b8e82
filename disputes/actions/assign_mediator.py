"""Somebody is named to mediate, or another one takes over."""

import datetime as dt
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import Staff
from core.permissions.actor import Actor
from core.permissions.verdict import Refused
from disputes.choices import Verb
from disputes.handing import name_lead
from disputes.models import Case
from disputes.stepping import begin_step, take_step


@transaction.atomic
def assign_mediator(
    *,
    case: Case,
    mediator: Staff,
    actor: Actor,
    at: dt.datetime,
    is_chosen: bool = False,
    reason: str = "",
    key: UUID | None = None,
    seen: int | None = None,
) -> Case:
    """Name the mediator; whoever led before stays as joint handler.

    Raises:
        Refused: see `begin_step`; or the person has left, or recused themselves from this case.
    """
    turn = begin_step(case=case, verb=Verb.ASSIGN, actor=actor, key=key, seen=seen)
    if turn.is_repeat:
        return turn.case
    if mediator.left_on is not None:
        raise Refused(_("%(name)s已离岗，请另行指定。") % {"name": mediator.name})
    if mediator.pk in turn.facts.recused_ids:
        raise Refused(_("%(name)s已从本纠纷回避，请另行指定。") % {"name": mediator.name})
    name_lead(turn.case, mediator.pk, facts=turn.facts, level=turn.case.level, at=at, is_chosen=is_chosen)
    return take_step(
        turn,
        at=at,
        note=reason,
        changes={"mediator_id": mediator.pk, "has_no_handler": False},
        facts={"mediator": mediator.name, "is_chosen": is_chosen},
        told={"mediator": mediator.name},
    )
