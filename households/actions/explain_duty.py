"""A visit was missed: the cadre or their head says why. The miss stays."""

import datetime as dt

from django.db import transaction
from django.utils.translation import gettext as _

from core.audit.actions.record import Entry, record_many
from core.permissions.actor import Actor
from core.permissions.verdict import Refused, require
from households.choices import DutyState
from households.duty_rows import described
from households.log_codes import DUTY_EXPLAINED
from households.models import Duty
from households.policies import may_explain


@transaction.atomic
def explain_duty(*, duty: Duty, words: str, actor: Actor, at: dt.datetime) -> Duty:
    """Keep why it was missed. Said again, the earlier words stay in the record.

    Args:
        duty: locked by `access.duty_for`.

    Raises:
        Refused: not theirs, no words, nothing was missed.
    """
    owner = duty.owner
    post = require(may_explain(actor, path=duty.path, unit_id=owner.unit_id, staff_id=owner.staff_id))
    words = words.strip()
    if not words:
        raise Refused(_("请说明未走访的原因。"))
    if duty.state != DutyState.MISSED:
        raise Refused(_("这项任务不是未完成，无须说明。"))
    if duty.explained == words:
        return duty
    before = duty.explained
    duty.explained, duty.explained_at = words, at
    duty.save(update_fields=["explained", "explained_at"])
    entry = Entry(
        **described(duty),
        before={"explained": before} if before else {},
        after={"month": duty.month_name, "staff": owner.staff.name, "explained": words},
    )
    record_many(DUTY_EXPLAINED, actor=actor, post=post, at=at, rows=[entry])
    return duty
