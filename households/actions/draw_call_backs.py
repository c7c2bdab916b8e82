"""Visits of a month are drawn, by a stored seed, for a call to the household."""

import datetime as dt
import secrets
from uuid import UUID

from django.db import transaction

from core.audit.actions.record import record
from core.permissions.actor import Actor
from core.permissions.verdict import require
from core.tenancy.context import required_tenant
from core.workcalendar.rules import day_of
from grids.models import Area
from households.log_codes import CALL_BACKS_DRAWN
from households.models import CallBack
from households.policies import may_draw
from households.rules.drawing import drawn, sample_size
from households.ruling import rule_on
from households.visit_selectors import visits_to_draw_from


@transaction.atomic
def draw_call_backs(
    *,
    month: dt.date,
    path: str = "",
    unit_id: UUID | None = None,
    actor: Actor,
    at: dt.datetime,
    seed: str = "",
) -> list[UUID]:
    """Draw so many per cent of a month's visits of a ground or of a unit, by the county's rule. What was drawn before
    counts, so drawing twice adds only what came since.

    Args:
        month: its first day.
        seed: 32 characters; made here where none is given. With it and the visits as of `at`, the draw can be repeated.

    Returns:
        Ids of the visits drawn now.

    Raises:
        Refused: not the head of that ground or unit.
    """
    post = require(may_draw(actor, path=path, unit_id=unit_id))
    # One draw at a time: two at once would each draw the whole share.
    Area.objects.select_for_update(no_key=True).only("pk", "tenant_id").get(path=str(required_tenant()))
    seed = seed or secrets.token_hex(16)
    found = visits_to_draw_from(month=month, path=path, unit_id=unit_id, but=actor.person_id)
    population = list(found.values_list("pk", flat=True))
    before = set(CallBack.objects.filter(visit_id__in=population).values_list("visit_id", flat=True))
    wanted = sample_size(len(population), rule_on(day_of(at)).call_back_percent) - len(before)
    chosen = drawn(set(population) - before, count=max(wanted, 0), seed=seed)
    CallBack.objects.bulk_create(
        [CallBack(visit_id=visit, drawn_at=at, drawn_by_id=actor.person, seed=seed) for visit in chosen]
    )
    record(
        CALL_BACKS_DRAWN,
        actor=actor,
        post=post,
        at=at,
        path=path or str(actor.tenant),
        after={"population": len(population), "drawn": len(chosen), "seed": seed, "month": month},
    )
    return chosen
