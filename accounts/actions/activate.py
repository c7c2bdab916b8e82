import datetime as dt

from django.db import transaction
from django.utils.translation import gettext as _

from accounts import log_codes as codes
from accounts.choices import SlipPurpose
from accounts.models import Authenticator, Slip, User
from accounts.passwords import set_password
from core.audit.actions.record import record
from core.permissions.actor import Actor
from core.permissions.verdict import Refused


class SlipVoid(Refused):
    """The slip does not work: used, expired, replaced, or not countersigned."""


@transaction.atomic
def activate(*, slip: Slip, password: str, actor: Actor, at: dt.datetime) -> User:
    """Set a password by a slip, which is then used up. A reset ends every session and the second factor as well,
    since whoever lost the phone comes this way; officers then set it up anew before anything else opens.

    Args:
        actor: the bearer, who is not signed in yet.

    Raises:
        SlipVoid: somebody used it meanwhile, or it does not work.
        ValidationError: the password breaks a rule.
    """
    slip = Slip.objects.select_for_update(of=("self",), no_key=True).select_related("staff").get(pk=slip.pk)
    expired = slip.expires_at is not None and slip.expires_at <= at
    waiting = slip.needs_countersign and slip.countersigned_at is None
    if slip.used_at or slip.cancelled_at or expired or waiting or slip.purpose == SlipPurpose.RECOVERY:
        raise SlipVoid(_("凭单已失效，请向签发人重新领取。"))
    user = User.objects.select_for_update(no_key=True).get(pk=slip.staff.user_id)
    if not user.is_active:
        raise SlipVoid(_("凭单已失效，请向签发人重新领取。"))
    set_password(user, password, at=at)
    Authenticator.objects.filter(user=user).delete()
    Slip.objects.filter(staff=slip.staff, purpose=SlipPurpose.RECOVERY, used_at=None).update(cancelled_at=at)
    slip.used_at = at
    slip.save(update_fields=["used_at"])
    record(
        codes.SLIP_USED,
        actor=actor,
        at=at,
        subject=slip.staff,
        after={"purpose": slip.get_purpose_display()},
    )
    return user
