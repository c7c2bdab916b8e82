"""The second factor: a one-time password from the phone (RFC 6238), and paper codes for the day it is lost."""

import datetime as dt

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _

from accounts import log_codes as codes
from accounts.choices import OFFICERS, SlipPurpose
from accounts.codes import digest_of, new_code
from accounts.models import Authenticator, Slip, User
from accounts.rules import matching_step
from core.audit.actions.record import record
from core.permissions.actor import Actor
from core.permissions.verdict import Refused

RECOVERY_CODES = 8


class WrongCode(Refused):
    """The code from the phone does not fit the secret."""


@transaction.atomic
def set_up_totp(*, user: User, key: str, code: str, actor: Actor, at: dt.datetime) -> list[str]:
    """Bind a phone to the user, replacing the one before.

    Args:
        key: the secret as shown in the QR code, hexadecimal.
        code: six digits from the phone, which prove that it has the secret.

    Returns:
        Recovery codes, shown this once.

    Raises:
        WrongCode: the phone has another secret, or another time.
    """
    user = User.objects.select_for_update(no_key=True).get(pk=user.pk)
    match = matching_step(key, code, at=at)
    if match is None:
        raise WrongCode(_("动态口令不正确，请确认手机时间已自动校准。"))
    Authenticator.objects.filter(user=user).delete()
    Authenticator.objects.create(
        user=user, key=key, last_step=match.step, drift=match.drift, bound_at=at, used_at=at
    )
    User.objects.filter(pk=user.pk).update(
        session_epoch=F("session_epoch") + 1
    )  # sessions without the factor end
    Slip.objects.filter(staff_id=actor.person, purpose=SlipPurpose.RECOVERY, used_at=None).update(
        cancelled_at=at
    )
    fresh = [new_code() for _number in range(RECOVERY_CODES)]
    Slip.objects.bulk_create(
        Slip(
            staff_id=actor.person,
            purpose=SlipPurpose.RECOVERY,
            digest=digest_of(one),
            issued_by_id=actor.person_id,
            issued_at=at,
        )
        for one in fresh
    )
    record(codes.TOTP_SET_UP, actor=actor, at=at)
    return fresh


@transaction.atomic
def remove_totp(*, user: User, actor: Actor, at: dt.datetime) -> None:
    """Do without the second factor again; the three officers can't."""
    if any(post.role in OFFICERS for post in actor.posts):
        raise Refused(_("三员岗位必须使用动态口令。"))
    Authenticator.objects.filter(user=user).delete()
    Slip.objects.filter(staff_id=actor.person, purpose=SlipPurpose.RECOVERY, used_at=None).update(
        cancelled_at=at
    )
    record(codes.TOTP_REMOVED, actor=actor, at=at)
