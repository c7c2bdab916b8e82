"""All pairs of a cadre go to another on a day."""

import datetime as dt
from collections.abc import Collection
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import Staff
from core.audit.actions.record import record
from core.permissions.actor import Actor
from core.permissions.verdict import Refused
from core.workcalendar.rules import day_of
from households.actions.pair_doors import pair_doors
from households.choices import PairedBy
from households.handovers import pairs_to_give, why_not_on
from households.log_codes import PAIRS_HANDED_OVER
from households.models import Handover
from households.rules.places import shared_area


@transaction.atomic
def hand_over_pairs(
    *,
    from_staff: Staff,
    to_staff: Staff,
    on: dt.date,
    reason: str,
    only: Collection[UUID] | None = None,
    follows_a_post: bool = False,
    actor: Actor,
    at: dt.datetime,
) -> Handover:
    """Give every door of a cadre to another from a day on. Until then the first one has them; none stands alone.

    Args:
        only: these pairs; None for all of them.
        follows_a_post: the post on which the pairs hang is handed over, by somebody who was judged by that verb.

    Raises:
        Refused: to the same person, a day gone by, nothing to give, a pair that begins on that day or later or is to
            change hands later, or whatever `pair_doors` refuses.
    """
    if from_staff.pk == to_staff.pk:
        raise Refused(_("接收人不能是移交人本人。"))
    if on < day_of(at):
        raise Refused(_("交接日不能早于今天。"))
    pairs = [pair for pair in pairs_to_give(from_staff.pk, on=on) if only is None or pair.pk in only]
    if why := why_not_on(pairs, on):
        raise Refused(why)
    handover: Handover = Handover.objects.create(
        from_staff=from_staff,
        to_staff=to_staff,
        on=on,
        count=len(pairs),
        reason=reason.strip()[:200],
        made_by_id=actor.person,
        made_at=at,
    )
    pair_doors(
        pairs={pair.door_id: to_staff.pk for pair in pairs},
        seen={pair.door_id: pair.pk for pair in pairs},
        from_on=on,
        how=PairedBy.HANDOVER,
        handover=handover,
        actor=Actor.system(actor.tenant) if follows_a_post else actor,
        at=at,
    )
    record(
        PAIRS_HANDED_OVER,
        actor=actor,
        at=at,
        subject=handover,
        path=shared_area([pair.path for pair in pairs]),
        after={"from": from_staff.name, "to": to_staff.name, "on": on, "count": len(pairs)},
        reason=handover.reason,
    )
    return handover
