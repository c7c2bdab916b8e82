"""When handing up stops and asks changes, from a day on."""

import datetime as dt

from django.db import transaction
from django.utils.translation import gettext as _

from core.audit.actions.record import record
from core.permissions.actor import Actor
from core.permissions.verdict import Conflict, Refused, require
from core.rules.dated import earliest_day, refusal_of_day
from core.workcalendar.rules import day_of
from disputes.braking import seeded_rule
from disputes.log_codes import BRAKE_RULE_CHANGED
from disputes.models import BrakeRule
from disputes.policies import may_change_settings
from disputes.rules.brakes import refusal


@transaction.atomic
def change_brake_rule(
    *,
    fewest: int,
    share: int,
    released_hours: int,
    valid_from: dt.date,
    source: str,
    actor: Actor,
    at: dt.datetime,
) -> BrakeRule:
    """Put a new rule in force; the one before ends that day. A brake that was pulled or released stays so.

    Args:
        fewest: how many cases may go up at once unasked, however many percent they are.
        share: percent of the open cases that may go up at once unasked, however many they are.
        released_hours: how long nobody is asked again after a release.
        source: the county's own document that says so.

    Raises:
        Refused: not theirs, out of range, a day gone by or not after the last rule's, or no source.
        Conflict: somebody else changed it at this moment.
    """
    post = require(may_change_settings(actor))
    if why := refusal(fewest=fewest, share=share, released_hours=released_hours):
        raise Refused(why)
    if not source.strip():
        raise Refused(_("请写明依据的文件。"))
    # The last one is locked whether it is open or not, so that of two changes at once the second sees the first.
    last = BrakeRule.objects.select_for_update().order_by("-valid_from").first()
    if last is not None and last.valid_to is not None:
        raise Conflict(_("暂停规则刚刚被他人调整，请刷新后再办。"))
    before = last or seeded_rule()
    if why := refusal_of_day(valid_from, earliest_day(before.valid_from, day_of(at))):
        raise Refused(why)
    if last is not None:
        last.valid_to = valid_from
        last.save(update_fields=["valid_to"])
    rule: BrakeRule = BrakeRule.objects.create(
        fewest=fewest,
        share=share,
        released_hours=released_hours,
        valid_from=valid_from,
        source=source.strip()[:200],
    )
    record(
        BRAKE_RULE_CHANGED,
        actor=actor,
        post=post,
        at=at,
        subject=rule,
        path=str(actor.tenant),
        before={
            "fewest": before.fewest,
            "share": before.share,
            "released_hours": before.released_hours,
        },
        after={
            "fewest": fewest,
            "share": share,
            "released_hours": released_hours,
            "from_on": valid_from,
            "source": rule.source,
        },
    )
    return rule
