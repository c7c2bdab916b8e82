import datetime as dt

from django.db import transaction

from accounts import log_codes as codes
from accounts.choices import SlipPurpose
from accounts.codes import digest_of
from accounts.models import Slip
from core.audit.actions.record import record
from core.permissions.actor import Actor


@transaction.atomic
def use_recovery_code(*, code: str, actor: Actor, at: dt.datetime) -> bool:
    """Take a recovery code in place of the phone, once.

    Returns:
        Whether it was one of the actor's and still unused.
    """
    used = Slip.objects.filter(
        staff_id=actor.person,
        purpose=SlipPurpose.RECOVERY,
        digest=digest_of(code),
        used_at=None,
        cancelled_at=None,
    ).update(used_at=at)
    if used:
        record(codes.RECOVERY_USED, actor=actor, at=at)
    return bool(used)
