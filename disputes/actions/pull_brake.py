"""The mass brake: a sweep about to hand up too large a share of a county's cases stops and asks a person."""

import datetime as dt
from decimal import Decimal

from django.db import transaction
from django.utils.translation import gettext as _

from core.audit.actions.record import record
from core.permissions.actor import Actor
from core.permissions.verdict import Refused, require
from core.workcalendar.rules import day_of, shown
from disputes.braking import rule_on
from disputes.log_codes import BRAKE_PULLED, BRAKE_RELEASED
from disputes.models import SweepBrake
from disputes.policies import may_change_settings


@transaction.atomic
def pull_brake(*, counted: int, open_cases: int, actor: Actor, at: dt.datetime) -> SweepBrake:
    """Stop handing up until somebody releases it. Pulled twice it stays as it was pulled first."""
    share = Decimal(counted * 100) / Decimal(max(open_cases, 1))
    brake = SweepBrake(
        counted=counted, open_cases=open_cases, share=min(share, Decimal("999.99")), pulled_at=at
    )
    # Of two sweeps that pull it at once the second finds the first one's brake, and neither fails.
    SweepBrake.objects.bulk_create([brake], ignore_conflicts=True)
    standing = SweepBrake.objects.get(released_at=None)
    if standing.pk != brake.pk:
        return standing
    record(
        BRAKE_PULLED,
        actor=actor,
        at=at,
        subject=brake,
        path=str(actor.tenant),
        after={"counted": counted, "open_cases": open_cases},
    )
    return brake


@transaction.atomic
def release_brake(*, brake: SweepBrake, decision: str, actor: Actor, at: dt.datetime) -> SweepBrake:
    """Let the sweep go on, with a reason; the cases that are due go up with its next turns. Until when it isn't asked
    again is said by the rule of this day, and stays so when the rule changes.

    Raises:
        Refused: not theirs to decide, released already, or no reason.
    """
    post = require(may_change_settings(actor))
    brake = SweepBrake.objects.select_for_update().get(pk=brake.pk)
    if brake.released_at is not None:
        raise Refused(_("已经放行。"))
    if not decision.strip():
        raise Refused(_("请写明处理意见。"))
    brake.released_at, brake.released_by_id, brake.decision = at, actor.person_id, decision.strip()
    brake.released_until = at + dt.timedelta(hours=rule_on(day_of(at)).released_hours)
    brake.save(update_fields=["released_at", "released_until", "released_by", "decision"])
    record(
        BRAKE_RELEASED,
        actor=actor,
        post=post,
        at=at,
        subject=brake,
        path=str(actor.tenant),
        after={"released_until": shown(brake.released_until)},
        reason=decision,
    )
    return brake
