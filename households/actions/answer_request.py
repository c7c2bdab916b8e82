"""A resident's request is answered: done, or refused with a reason. What had to be changed was changed by its own verb."""

import datetime as dt

from django.db import transaction
from django.utils.translation import gettext as _

from core.audit.actions.record import record
from core.deadlines.actions.settle_deadlines import settle_deadlines
from core.permissions.actor import Actor
from core.permissions.verdict import Conflict, Refused, require
from households.asking import LATE, ON_TIME
from households.choices import RequestState
from households.log_codes import REQUEST_ANSWERED
from households.models import DataRequest, DoorDeadline
from households.policies import may_answer_request

FIELDS = ["state", "answer", "answered_at", "answered_by"]


@transaction.atomic
def answer_request(
    *, asked: DataRequest, state: str, answer: str, actor: Actor, at: dt.datetime
) -> DataRequest:
    """Answer it in words; its promise is kept, in time or late.

    Raises:
        Refused: not their ground, no words, neither done nor refused.
        Conflict: it has an answer.
    """
    asked = DataRequest.objects.select_for_update(of=("self",)).select_related("door").get(pk=asked.pk)
    post = require(may_answer_request(actor, path=asked.path))
    if asked.state != RequestState.OPEN:
        raise Conflict(_("这项请求已答复，请刷新后查看。"))
    if state not in (RequestState.DONE, RequestState.REFUSED):
        raise Refused(_("请选择办理结果。"))
    if not answer.strip():
        raise Refused(_("请写明答复；不予办理的，写明理由。"))
    asked.state, asked.answer, asked.answered_at, asked.answered_by_id = (
        state,
        answer.strip(),
        at,
        actor.person,
    )
    asked.save(update_fields=FIELDS)
    owed = DoorDeadline.objects.filter(request=asked)
    settle_deadlines(owed.filter(due_at__lt=at), at=at, outcome=LATE)
    settle_deadlines(owed, at=at, outcome=ON_TIME)
    record(
        REQUEST_ANSWERED,
        actor=actor,
        post=post,
        at=at,
        subject=asked.door,
        after={"state": asked.get_state_display(), "answer": asked.answer},
    )
    return asked
