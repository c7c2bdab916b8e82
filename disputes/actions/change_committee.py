"""What a committee is called, who set it up, what it takes."""

import datetime as dt
from collections.abc import Sequence

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import Unit
from core.audit.actions.record import record
from core.permissions.actor import Actor
from core.permissions.verdict import Refused, require
from disputes.checking import require_day, require_sound
from disputes.choices import CommitteeKind
from disputes.committees import first_day_of
from disputes.log_codes import COMMITTEE_CHANGED
from disputes.models import Committee
from disputes.policies import may_keep_committee


@transaction.atomic
def change_committee(
    *,
    committee: Committee,
    name: str,
    unit: Unit | None,
    kind_codes: Sequence[str],
    is_mixed: bool,
    from_on: dt.date,
    actor: Actor,
    at: dt.datetime,
) -> Committee:
    """Change it. The abbreviation stands in numbers given out and is not changed: a new one is a new committee.

    Args:
        from_on: when it was founded; it can be put right, never to after what hangs on it.

    Raises:
        Refused: not theirs, closed, nothing changes, a name that is taken, a trade without kinds, or a day to come or
            after its first member or case.
    """
    committee = Committee.objects.select_for_update(of=("self",)).get(pk=committee.pk)
    post = require(may_keep_committee(actor, committee))
    is_trade = committee.kind == CommitteeKind.TRADE
    given = {
        "name": name.strip(),
        "unit_id": unit.pk if unit else None,
        "kind_codes": sorted(kind_codes) if is_trade else [],
        "is_mixed": is_mixed,
        "valid_from": from_on,
    }
    if not given["name"]:
        raise Refused(_("请填写名称。"))
    if is_trade and not kind_codes:
        raise Refused(_("请选择行业调委会受理的纠纷类型。"))
    if Committee.objects.filter(name=given["name"], valid_to=None).exclude(pk=committee.pk).exists():
        raise Refused(_("已有同名的调委会。"))
    before = {
        name: getattr(committee, name) for name, value in given.items() if getattr(committee, name) != value
    }
    if not before:
        raise Refused(_("没有需要修改的内容。"))
    if "valid_from" in before:
        _check_founding(committee, from_on, at)
    for field in before:
        setattr(committee, field, given[field])
    require_sound(committee)
    committee.save(update_fields=[field.removesuffix("_id") for field in before])
    told = {field.removesuffix("_id"): value for field, value in before.items()}
    record(
        COMMITTEE_CHANGED,
        actor=actor,
        post=post,
        at=at,
        subject=committee,
        before=told,
        after={field.removesuffix("_id"): given[field] for field in before},
    )
    return committee


def _check_founding(committee: Committee, from_on: dt.date, at: dt.datetime) -> None:
    require_day(_("设立日"), from_on, at)
    first = first_day_of(committee)
    if first is not None and from_on > first:
        raise Refused(_("设立日不能晚于%(day)s：该日起已有成员或案件。") % {"day": first})
