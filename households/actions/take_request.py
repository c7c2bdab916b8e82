"""A resident asks to see, correct or delete what is kept of them: written down, with a day for the answer."""

import datetime as dt

from django.db import transaction
from django.utils.translation import gettext as _

from core.audit.actions.record import record
from core.deadlines.actions.open_deadlines import open_deadline
from core.permissions.actor import Actor
from core.permissions.verdict import Refused, require
from core.workcalendar.rules import shown
from households.asking import rule_of_requests
from households.choices import Promise, RequestKind
from households.log_codes import REQUEST_TAKEN
from households.models import DataRequest, Door, DoorDeadline, Member
from households.policies import may_take_request


@transaction.atomic
def take_request(
    *,
    door: Door,
    kind: str,
    text: str,
    asked_by: str,
    member: Member | None = None,
    asked_at: dt.datetime | None = None,
    actor: Actor,
    at: dt.datetime,
) -> DataRequest:
    """Take it, and promise an answer by the county's rule.

    Args:
        member: whose data it is about; the household's where it isn't said.
        asked_by: the resident's name, as they gave it.
        asked_at: when it came in; now where it isn't said.

    Raises:
        Refused: not their ground, no words, an instant to come, somebody of another door.
    """
    door = Door.objects.select_for_update(of=("self",)).get(pk=door.pk)
    post = require(may_take_request(actor, path=door.path))
    asked_at = asked_at or at
    if asked_at > at:
        raise Refused(_("收到时间不能晚于现在。"))
    if kind not in RequestKind.values:
        raise Refused(_("请选择请求的种类。"))
    if not text.strip() or not asked_by.strip():
        raise Refused(_("请写明请求人和请求的内容。"))
    if member is not None and member.door_id != door.pk:
        raise Refused(_("此人不在本户登记。"))
    asked = DataRequest(
        door=door,
        member=member,
        path=door.path,
        kind=kind,
        text=text.strip(),
        asked_by=asked_by.strip(),
        asked_at=asked_at,
        taken_by_id=actor.person,
    )
    asked.full_clean(exclude=["tenant"])
    asked.save(force_insert=True)
    promise = open_deadline(
        DoorDeadline,
        kind=Promise.REQUEST,
        started_at=asked_at,
        rule=rule_of_requests(asked_at),
        request=asked,
    )
    record(
        REQUEST_TAKEN,
        actor=actor,
        post=post,
        at=at,
        subject=door,
        after={
            "kind": asked.get_kind_display(),
            "asked_by_name": asked.asked_by,
            "text": asked.text,
            "due_at": shown(promise.due_at),
        },
    )
    return asked
