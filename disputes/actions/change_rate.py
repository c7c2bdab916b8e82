"""What a case of a grade is worth changes, from a day on."""

import datetime as dt
from decimal import Decimal

from django.db import transaction
from django.utils.translation import gettext as _

from core.audit.actions.record import record
from core.permissions.actor import Actor
from core.permissions.verdict import Refused, require
from disputes.choices import Grade
from disputes.log_codes import RATE_CHANGED
from disputes.models import AllowanceRate
from disputes.policies.steps import may_change_settings


@transaction.atomic
def change_rate(
    *, grade: str, amount: Decimal, valid_from: dt.date, source: str, actor: Actor, at: dt.datetime
) -> AllowanceRate:
    """Put a new rate in force; the one before ends that day, and cases closed before it keep theirs.

    Args:
        source: the county's own document that says so.

    Raises:
        Refused: not theirs, an unknown grade, a day before the rate in force, no source, or an amount that is none.
    """
    post = require(may_change_settings(actor))
    if grade not in Grade.values:
        raise Refused(_("请选择难易程度。"))
    if not 0 <= amount < 1_000_000:
        raise Refused(_("请填写补贴金额。"))
    if not source.strip():
        raise Refused(_("请写明依据的文件。"))
    before = AllowanceRate.objects.select_for_update().filter(grade=grade, valid_to=None).first()
    if before is not None:
        if valid_from <= before.valid_from:
            raise Refused(_("启用日须晚于现行标准的启用日（%(day)s）。") % {"day": before.valid_from})
        before.valid_to = valid_from
        before.save(update_fields=["valid_to"])
    rate: AllowanceRate = AllowanceRate.objects.create(
        grade=grade, amount=amount, valid_from=valid_from, source=source.strip()[:200]
    )
    record(
        RATE_CHANGED,
        actor=actor,
        post=post,
        at=at,
        subject=rate,
        path=str(actor.tenant),
        before={"amount": str(before.amount)} if before else {},
        after={
            "grade": str(Grade(grade).label),
            "amount": str(amount),
            "from_on": valid_from,
            "source": source,
        },
    )
    return rate
