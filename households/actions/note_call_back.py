"""What the household said when it was called about a visit."""

import datetime as dt

from django.db import transaction
from django.utils.translation import gettext as _

from core.audit.actions.record import record
from core.permissions.actor import Actor
from core.permissions.verdict import Refused, require
from core.workcalendar.rules import day_of
from households.choices import Answer
from households.log_codes import CALL_BACK_NOTED
from households.models import CallBack, Visit
from households.policies import may_look_after
from households.selectors import unit_of
from households.visiting import require_length


@transaction.atomic
def note_call_back(
    *, call_back: CallBack, result: str, note: str = "", actor: Actor, at: dt.datetime
) -> CallBack:
    """Record the result of a call. Who was not reached can be called again; what was said once stands.

    Raises:
        Refused: not the head, no result, a contradiction without a word on it, or the result stands already.
    """
    row = CallBack.objects.select_for_update(of=("self",)).get(pk=call_back.pk)
    visit = Visit.objects.get(pk=row.visit_id)
    unit_id = unit_of(visit.staff_id, on=day_of(visit.visited_at))
    post = require(may_look_after(actor, visit, unit_id=unit_id))
    if row.result not in ("", Answer.NOT_REACHED):
        raise Refused(_("这次回访的结果已经登记。"))
    if result not in Answer.values:
        raise Refused(_("请选择核实结果。"))
    if result == Answer.CONTRADICTED and not note.strip():
        raise Refused(_("不属实的，请写明群众怎么说。"))
    require_length(CallBack, "note", note)
    row.result, row.note, row.called_at = result, note.strip(), at
    row.save(update_fields=["result", "note", "called_at"])
    record(
        CALL_BACK_NOTED,
        actor=actor,
        post=post,
        at=at,
        subject=visit,
        after={"says": str(row.get_result_display()), "result": result},
    )
    return row
