"""The household itself confirms or contradicts a visit, by the code on its contact card."""

import datetime as dt
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from core.audit.actions.record import record
from core.permissions.actor import Actor
from core.permissions.verdict import Refused
from households.choices import Answer
from households.log_codes import VISIT_ANSWERED
from households.models import Visit
from households.selectors import visits_by_code
from households.visiting import require_length


class NothingFound(Refused):
    """No visit of this door: whether the code or the visit was wrong is not said."""


@transaction.atomic
def answer_visit(
    *, code: str, visit_id: UUID, says: str, note: str = "", actor: Actor, at: dt.datetime
) -> Visit:
    """Answer once for a visit. The same answer again changes nothing; a contradiction tells the visitor's unit head.

    Args:
        code: as it was typed; it is the only right that is asked for, so the actor is the platform itself.

    Raises:
        NothingFound: no such code, or no such visit of that door.
        Refused: neither yes nor no, or answered otherwise before.
    """
    found = visits_by_code(code, on=at).select_for_update(of=("self",)).filter(pk=visit_id)
    visit = found.first()
    if visit is None:
        raise NothingFound(_("没有找到，请核对连心卡上的服务码。"))
    if says not in (Answer.CONFIRMED, Answer.CONTRADICTED):
        raise Refused(_("请选择属实或不属实。"))
    require_length(Visit, "answer_note", note)
    if visit.answer:
        if visit.answer == says:
            return visit
        raise Refused(_("您已经答复过这次走访。如有变化，请拨打连心卡上的电话。"))
    visit.answer, visit.answer_note, visit.answered_at = says, note.strip(), at
    visit.save(update_fields=["answer", "answer_note", "answered_at"])
    record(
        VISIT_ANSWERED,
        actor=actor,
        at=at,
        subject=visit,
        after={"says": str(visit.get_answer_display()), "result": says},
    )
    return visit
