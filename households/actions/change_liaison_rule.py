"""What the county has settled about pairing and visiting changes, from a day on."""

import datetime as dt
from collections.abc import Mapping

from django.db import transaction
from django.utils.translation import gettext as _

from core.audit.actions.record import record
from core.permissions.actor import Actor
from core.permissions.verdict import Conflict, Refused, require
from core.rules.dated import earliest_day, refusal_of_day
from core.workcalendar.choices import Unit
from core.workcalendar.rules import day_of
from households.log_codes import LIAISON_RULE_CHANGED
from households.models import LiaisonRule
from households.policies import may_change_settings
from households.rules.settings import NUMBERS, refusal
from households.ruling import settings_of


@transaction.atomic
def change_liaison_rule(
    *,
    numbers: Mapping[str, int],
    demand_unit: str,
    request_unit: str,
    valid_from: dt.date,
    source: str,
    actor: Actor,
    at: dt.datetime,
) -> LiaisonRule:
    """Put a new rule in force; the one before ends that day. What was promised before stays as it was promised.

    Args:
        numbers: by the names of `rules.settings.NUMBERS`.
        source: the county's own document that says so.

    Raises:
        Refused: not theirs, out of range, a day gone by or not after the last rule's, or no source.
        Conflict: somebody else changed it at this moment.
    """
    post = require(may_change_settings(actor))
    if why := refusal(numbers):
        raise Refused(why)
    if demand_unit not in Unit.values or request_unit not in Unit.values:
        raise Refused(_("请选择期限单位。"))
    if not source.strip():
        raise Refused(_("请写明依据的文件。"))
    # The last one is locked whether it is open or not, so that of two changes at once the second sees the first.
    last = LiaisonRule.objects.select_for_update().order_by("-valid_from").first()
    if last is not None and last.valid_to is not None:
        raise Conflict(_("包联规则刚刚被他人调整，请刷新后再办。"))
    if last is not None and (why := refusal_of_day(valid_from, earliest_day(last.valid_from, day_of(at)))):
        raise Refused(why)
    if last is not None:
        last.valid_to = valid_from
        last.save(update_fields=["valid_to"])
    rule: LiaisonRule = LiaisonRule.objects.create(
        **{name: numbers[name] for name in NUMBERS},
        demand_unit=demand_unit,
        request_unit=request_unit,
        valid_from=valid_from,
        source=source.strip()[:200],
    )
    record(
        LIAISON_RULE_CHANGED,
        actor=actor,
        post=post,
        at=at,
        subject=rule,
        path=str(actor.tenant),
        before=settings_of(last) if last else {},
        after={**settings_of(rule), "valid_from": valid_from, "source": rule.source},
    )
    return rule
