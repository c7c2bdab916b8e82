"""Suspicion of a crime, harm to a minor: no matter for mediation, and reported at once."""

import datetime as dt
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from core.permissions.actor import Actor
from core.permissions.verdict import Refused
from disputes.choices import BARRING, Promise, ReportGround, Verb
from disputes.handing import join, name_lead
from disputes.models import Case, UrgentReport
from disputes.stepping import begin_step, openings_by_rule, take_step


@transaction.atomic
def bar_mediation(
    *,
    case: Case,
    ground: str,
    found: str,
    found_at: dt.datetime,
    actor: Actor,
    at: dt.datetime,
    key: UUID | None = None,
    seen: int | None = None,
) -> Case:
    """End mediation; the clock of the report runs from the finding. Where a crime is suspected or a minor was harmed,
    the file is seen by name only from now on (未成年人保护法 arts. 11, 103; 人民调解法 art. 25).

    Raises:
        Refused: see `begin_step`; the ground is unknown or the finding lies ahead.
    """
    turn = begin_step(case=case, verb=Verb.BAR, actor=actor, key=key, seen=seen)
    if turn.is_repeat:
        return turn.case
    if ground not in ReportGround.values:
        raise Refused(_("请选择事由。"))
    if found_at > at:
        raise Refused(_("发现时间不能晚于现在。"))
    UrgentReport.objects.create(
        case=turn.case, ground=ground, found=found, found_at=found_at, by_id=actor.person_id
    )
    changes: dict[str, Any] = {}
    if ground in BARRING:
        # From now on the file is seen by name only: whoever found it has to stand there by name.
        changes["is_restricted"] = True
        if turn.facts.lead_id is None and actor.person_id is not None:
            name_lead(turn.case, actor.person, facts=turn.facts, level=turn.case.level, at=at)
            changes["mediator_id"] = actor.person
        else:
            join(turn.case, actor.person_id, at=at)
    return take_step(
        turn,
        at=at,
        note=found,
        changes=changes,
        facts={"ground": ground},
        told={"ground": str(ReportGround(ground).label)},
        opens=openings_by_rule(turn.case, [Promise.MANDATORY_REPORT], at, started_at=found_at),
        no_rules_for=(Promise.MANDATORY_REPORT,),
    )
