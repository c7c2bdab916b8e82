"""Allow a sheet in full, or turn the request down."""

from datetime import datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from core.audit.actions.record import record
from core.permissions.actor import Actor
from core.permissions.verdict import Refused, require
from core.tabular import log_codes, policies
from core.tabular.models import ExportRequest

DAYS_TO_TAKE = 7


class AnswerMissing(Refused):
    """Who is turned down is told why."""


@transaction.atomic
def settle_export(
    *, asked: ExportRequest, approve: bool, answer: str, actor: Actor, at: datetime
) -> ExportRequest:
    """Settle a request (locked by who fetched it). Approved, it may be taken once within seven days.

    Raises:
        Refused: not this person's to settle, settled already, or turned down without a word.
    """
    post = require(policies.may_settle_export(actor, asked))
    if not approve and not answer.strip():
        raise AnswerMissing(_("退回申请请写明原因。"))
    asked.settled_by_id, asked.settled_by_name = actor.user_id, actor.name
    asked.settled_as = post.title if post else ""
    asked.settled_at, asked.is_approved, asked.answer = at, approve, answer.strip()
    asked.expires_at = at + timedelta(days=DAYS_TO_TAKE) if approve else None
    asked.save(
        update_fields=[
            "settled_by",
            "settled_by_name",
            "settled_as",
            "settled_at",
            "is_approved",
            "answer",
            "expires_at",
        ]
    )
    told = {"title": asked.title, "asked_by": asked.asked_by_name}
    record(
        log_codes.EXPORT_APPROVED if approve else log_codes.EXPORT_TURNED_DOWN,
        actor=actor,
        post=post,
        at=at,
        subject=asked,
        after=told | ({"expires_at": asked.expires_at} if approve else {}),
        reason=asked.answer,
    )
    return asked
