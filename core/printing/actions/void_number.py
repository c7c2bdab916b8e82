from datetime import datetime

from django.utils.translation import gettext as _

from core.audit.actions.record import record
from core.permissions.actor import ActingPost, Actor
from core.permissions.verdict import Refused
from core.printing import log_codes
from core.printing.models import NumberTaken


class NumberAlreadyVoided(Refused):
    """该编号已作废"""


def void_number(
    *, number: NumberTaken, actor: Actor, at: datetime, reason: str, post: ActingPost | None = None
) -> NumberTaken:
    """Void a number that was given out. It stays in the register and is not given out again.

    Raises:
        NumberAlreadyVoided: somebody was faster.
        Refused: no reason was given.
    """
    if not reason.strip():
        raise Refused(_("请写明作废原因"))
    changed = NumberTaken.objects.filter(pk=number.pk, voided_at__isnull=True).update(
        voided_at=at, void_reason=reason.strip()
    )
    if not changed:
        raise NumberAlreadyVoided(_("该编号已作废"))
    number.voided_at, number.void_reason = at, reason.strip()
    record(
        log_codes.NUMBER_VOIDED,
        actor=actor,
        post=post,
        at=at,
        subject=number,
        after={"number": number.text},
        reason=reason.strip(),
    )
    return number
