"""The clock stops: by consent, or for an appraisal."""

import datetime as dt
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from core.deadlines.actions.pause_deadlines import pause_deadlines
from core.permissions.actor import Actor
from core.permissions.verdict import Refused
from core.workcalendar.rules import day_of, end_of
from disputes.choices import PauseGround, Promise, Verb
from disputes.models import Case, CaseDeadline
from disputes.rules.levels import level_above
from disputes.stepping import begin_step, opening, take_step

LONGEST = dt.timedelta(days=366)
STOPPED = (Promise.FIRST_CONTACT, Promise.SETTLE_LEVEL, Promise.SETTLE_STATUTORY)


@transaction.atomic
def pause_case(
    *,
    case: Case,
    ground: str,
    until: dt.date,
    reason: str,
    actor: Actor,
    at: dt.datetime,
    key: UUID | None = None,
    seen: int | None = None,
) -> Case:
    """Pause until a day; what is left of the terms is kept, and the day itself is promised.

    Raises:
        Refused: see `begin_step`; the day is not ahead, the ground unknown, or the level's term is over.
    """
    turn = begin_step(case=case, verb=Verb.PAUSE, actor=actor, key=key, seen=seen)
    if turn.is_repeat:
        return turn.case
    if not day_of(at) < until <= day_of(at) + LONGEST:
        raise Refused(_("中止期满日须晚于今天，且不超过一年。"))
    if ground not in PauseGround.values:
        raise Refused(_("请选择中止事由。"))
    due_at = turn.facts.level_due_at
    if level_above(turn.case.level) is not None and due_at is not None and due_at <= at:
        raise Refused(_("本级期限已届满，即将上交，不能再中止。"))
    pause_deadlines(CaseDeadline.objects.filter(case=turn.case, kind__in=STOPPED), at=at)
    promise = opening(turn.case, Promise.RESUME, at, due_at=end_of(until))
    return take_step(
        turn,
        at=at,
        note=reason,
        facts={"ground": ground, "until": until.isoformat()},
        told={"ground": str(PauseGround(ground).label), "until": until},
        opens=[promise],
    )
