"""A case goes back to the level below."""

import datetime as dt
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from core.permissions.actor import Actor
from core.permissions.verdict import Refused
from core.workcalendar.rules import day_of
from disputes.choices import Verb
from disputes.handing import hand_over, pack_and_taker, stay_as_joint
from disputes.models import Case
from disputes.rules.levels import level_below
from disputes.stepping import begin_step, take_step


@transaction.atomic
def hand_back_case(
    *,
    case: Case,
    reason: str,
    actor: Actor,
    at: dt.datetime,
    key: UUID | None = None,
    seen: int | None = None,
) -> Case:
    """Hand it back with a reason. Raises Refused: see `begin_step`."""
    turn = begin_step(case=case, verb=Verb.HAND_BACK, actor=actor, key=key, seen=seen)
    if turn.is_repeat:
        return turn.case
    to_level = level_below(turn.case.level, turn.case.path)
    if to_level is None:  # the table has refused it
        raise Refused(_("已是最低办理层级，不能再退交。"))
    pack, has_taker = pack_and_taker(turn.case, to_level, on=day_of(at))
    hand_over(turn.case, to_level=to_level, pack=pack, reason=reason, at=at, by=actor.person_id)
    stay_as_joint(turn.case, facts=turn.facts, at=at)
    changes = {
        "mediator_id": None,
        "committee_id": None,
        "has_no_handler": not has_taker,
    }
    return take_step(turn, at=at, note=reason, level=to_level, changes=changes)
