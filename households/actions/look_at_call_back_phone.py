"""A head who calls back reads the door's number, and leaves a trace."""

import datetime as dt

from django.db import transaction
from django.utils.translation import gettext as _

from core.audit.actions.record import record
from core.permissions.actor import Actor
from core.permissions.verdict import Refused, require
from core.workcalendar.rules import day_of
from households.choices import Answer
from households.log_codes import CALL_BACK_PHONE
from households.models import CallBack
from households.policies import may_look_after
from households.selectors import unit_of


@transaction.atomic
def look_at_call_back_phone(*, call_back: CallBack, actor: Actor, at: dt.datetime) -> str:
    """The number to call, while the call is still to be made.

    Raises:
        Refused: not the head, the call was made, or no number is known.
    """
    row = CallBack.objects.select_related("visit__door").get(pk=call_back.pk)
    visit = row.visit
    unit_id = unit_of(visit.staff_id, on=day_of(visit.visited_at))
    post = require(may_look_after(actor, visit, unit_id=unit_id))
    if row.result not in ("", Answer.NOT_REACHED):
        raise Refused(_("这次回访已经完成。"))
    if visit.door is None or not visit.door.phone:
        raise Refused(_("这一户没有登记电话。"))
    record(CALL_BACK_PHONE, actor=actor, post=post, at=at, subject=visit.door)
    return str(visit.door.phone.reveal())
