"""A case goes up a level, with its pack; the level below stays beside it."""

import datetime as dt
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from core.permissions.actor import Actor
from core.permissions.verdict import Refused
from core.workcalendar.rules import day_of
from disputes.choices import LADDER, Level, Outcome, Urgency, Verb
from disputes.handing import hand_over, pack_and_taker, stay_as_joint
from disputes.models import Case
from disputes.rules.levels import level_above
from disputes.stepping import Turn, begin_step, take_step


@transaction.atomic
def hand_up_case(
    *,
    case: Case,
    reason: str,
    actor: Actor,
    at: dt.datetime,
    key: UUID | None = None,
    seen: int | None = None,
) -> Case:
    """Hand it to the next level. Where nobody can take it there, the county's centre is told; never skipped.

    Raises:
        Refused: see `begin_step`.
    """
    turn = begin_step(case=case, verb=Verb.HAND_UP, actor=actor, key=key, seen=seen)
    if turn.is_repeat:
        return turn.case
    return _go_up(turn, level_above(turn.case.level), reason, at)


@transaction.atomic
def send_urgently(
    *,
    case: Case,
    to_level: str,
    reason: str,
    actor: Actor,
    at: dt.datetime,
    key: UUID | None = None,
    seen: int | None = None,
) -> Case:
    """The urgent path (特事特办): straight to the township or the county.

    Raises:
        Refused: see `begin_step`; or that level is not above.
    """
    turn = begin_step(case=case, verb=Verb.URGENT, actor=actor, key=key, seen=seen)
    if turn.is_repeat:
        return turn.case
    level = turn.case.level
    if to_level not in LADDER or level == Level.TRADE or LADDER.index(to_level) <= LADDER.index(level):
        raise Refused(_("只能直报上级。"))
    return _go_up(turn, to_level, reason, at)


def _go_up(turn: Turn, to_level: str | None, reason: str, at: dt.datetime) -> Case:
    case = turn.case
    if to_level is None:  # the table has refused it
        raise Refused(_("已是最高办理层级。"))
    pack, has_taker = pack_and_taker(case, to_level, on=day_of(at))
    hand_over(case, to_level=to_level, pack=pack, reason=reason, at=at, by=turn.actor.person_id)
    stay_as_joint(case, facts=turn.facts, at=at)
    changes: dict[str, Any] = {
        "mediator_id": None,
        "committee_id": None,
        "outcome": Outcome.NONE,
        "has_no_handler": not has_taker,
    }
    if turn.move.verb == Verb.URGENT:
        changes["urgency"] = Urgency.SPECIAL
    return take_step(turn, at=at, note=reason, level=to_level, changes=changes)
