"""Somebody mediates for a committee no longer."""

import datetime as dt
from typing import Final

from django.db import transaction
from django.utils.translation import gettext as _

from core.audit.actions.record import record
from core.permissions.actor import Actor
from core.permissions.verdict import Refused, require
from core.workcalendar.rules import day_of
from disputes.committees import open_cases_led_by
from disputes.log_codes import MEDIATOR_LEFT
from disputes.models import Committee, DutyShift, Mediator
from disputes.policies import may_keep_committee

LATEST: Final = dt.timedelta(days=365)
"""An end is entered when it is known; one farther ahead is a slip of the pen."""


@transaction.atomic
def leave_committee(
    *, mediator: Mediator, on: dt.date, reason: str, actor: Actor, at: dt.datetime
) -> Mediator:
    """End their time as of a day; the shifts from then on are free again.

    Raises:
        Refused: not theirs, gone already, a day not after they came or too far ahead, no reason, or open cases that they lead.
    """
    committee = Committee.objects.select_for_update(of=("self",)).get(pk=mediator.committee_id)
    post = require(may_keep_committee(actor, committee))
    mediator = Mediator.objects.select_for_update(of=("self",)).get(pk=mediator.pk)
    if mediator.to_on is not None:
        raise Refused(_("%(name)s已离任。") % {"name": mediator.name})
    if on <= mediator.from_on:
        earliest = mediator.from_on + dt.timedelta(days=1)
        raise Refused(_("最早可于%(day)s离任，即任职日的次日；任职日有误的，请先修改。") % {"day": earliest})
    if on > day_of(at) + LATEST:
        raise Refused(_("离任日最迟为今天起一年内。"))
    if not reason.strip():
        raise Refused(_("请写明离任原因。"))
    if number := open_cases_led_by(mediator):
        raise Refused(
            _("%(name)s主办的纠纷还有 %(n)s 件在办，请先改派。") % {"name": mediator.name, "n": number}
        )
    freed = DutyShift.objects.filter(mediator=mediator, on__gte=on).delete()[0]
    mediator.to_on = on
    mediator.save(update_fields=["to_on"])
    record(
        MEDIATOR_LEFT,
        actor=actor,
        post=post,
        at=at,
        subject=mediator,
        path=committee.path,
        before={"committee": committee.name},
        after={"to_on": on, "shifts": freed},
        reason=reason.strip(),
    )
    return mediator
