"""Pairs are spared the visit of an open month, for a reason."""

import datetime as dt
from collections.abc import Collection
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from core.audit.actions.record import Entry, record_many
from core.permissions.actor import Actor
from core.permissions.verdict import Refused, require
from households.choices import DutyState
from households.duty_rows import described, locked_duties
from households.log_codes import DUTY_EXEMPTED
from households.models import Duty
from households.months import months_held_open
from households.policies import may_exempt


@transaction.atomic
def exempt_duties(*, ids: Collection[UUID], reason: str, actor: Actor, at: dt.datetime) -> list[UUID]:
    """Exempt duties that are open. Those that were done or exempted meanwhile are passed over.

    Returns:
        Ids of those exempted now.

    Raises:
        Refused: no reason, one that is not theirs or not there, a month that is closed.
    """
    reason = reason.strip()
    if not reason:
        raise Refused(_("请填写免予走访的原因。"))
    months = months_held_open()
    duties = locked_duties(ids)
    if len(duties) < len(set(ids)):
        raise Refused(_("所选任务中有的已不存在，请刷新后重选。"))
    posts = [require(may_exempt(actor, path=one.path, unit_id=one.owner.unit_id)) for one in duties]
    if any(one.month not in months for one in duties):
        raise Refused(_("当月已核定，不能再免予走访；未完成的请填写说明。"))
    owed = [one for one in duties if one.state == DutyState.OPEN]
    Duty.objects.filter(pk__in=[one.pk for one in owed]).update(
        state=DutyState.EXEMPT, explained=reason, explained_at=at
    )
    rows = [
        Entry(**described(one), after={"month": one.month_name, "staff": one.owner.staff.name})
        for one in owed
    ]
    record_many(DUTY_EXEMPTED, actor=actor, post=next(iter(posts), None), at=at, rows=rows, reason=reason)
    return [one.pk for one in owed]
