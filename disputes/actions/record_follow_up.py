"""A visit afterwards: handled is not solved until those concerned say so."""

import datetime as dt
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from core.deadlines.actions.settle_deadlines import settle_deadlines
from core.permissions.actor import Actor
from core.permissions.verdict import Refused
from disputes.checking import require_day, require_sound
from disputes.choices import FollowUpMeans, Promise, Satisfaction, Verb
from disputes.models import Case, CaseDeadline, FollowUp
from disputes.stepping import begin_step, take_step

VISITS = (Promise.FOLLOW_UP_1, Promise.FOLLOW_UP_2)


@transaction.atomic
def record_follow_up(
    *,
    case: Case,
    on: dt.date,
    means: str,
    whom: str,
    content: str,
    satisfaction: str,
    is_solved: bool,
    actor: Actor,
    at: dt.datetime,
    key: UUID | None = None,
    seen: int | None = None,
) -> Case:
    """Put a visit on record; it keeps the earliest visit still promised.

    Raises:
        Refused: see `begin_step`; the day lies ahead, or nothing was written.
    """
    turn = begin_step(case=case, verb=Verb.FOLLOW_UP, actor=actor, key=key, seen=seen)
    if turn.is_repeat:
        return turn.case
    require_day(_("回访日期"), on, at)
    if not whom.strip() or not content.strip():
        raise Refused(_("请填写回访对象和回访情况。"))
    if means not in FollowUpMeans.values or satisfaction not in Satisfaction.values:
        raise Refused(_("请选择回访方式和满意程度。"))
    visit = FollowUp(
        id=turn.key,
        case=turn.case,
        on=on,
        means=means,
        whom=whom.strip(),
        by_id=actor.person,
        content=content.strip(),
        satisfaction=satisfaction,
        is_solved=is_solved,
        written_at=at,
    )
    require_sound(visit)
    visit.save(force_insert=True)
    promised = CaseDeadline.objects.filter(
        case=turn.case, kind__in=VISITS, state__in=("OPEN", "PAUSED")
    ).order_by("due_at")
    first = promised.values_list("pk", flat=True)[:1]
    settle_deadlines(CaseDeadline.objects.filter(pk__in=list(first)), at=at, outcome="VISITED")
    facts = {"satisfaction": satisfaction, "is_solved": is_solved, "means": means}
    return take_step(turn, at=at, note="" if is_solved else _("当事人反映尚未解决"), facts=facts)
