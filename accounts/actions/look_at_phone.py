import datetime as dt

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts import log_codes as codes
from accounts.models import Staff
from accounts.policies import may_look_at_phone
from accounts.selectors import places_of
from core.audit.actions.record_view import record_view
from core.permissions.actor import Actor
from core.permissions.verdict import Refused, require


@transaction.atomic
def look_at_phone(*, staff: Staff, reason: str, actor: Actor, at: dt.datetime) -> str:
    """A person's own phone in full. The look and its reason are recorded, the number is not.

    Raises:
        Refused: the person stands outside the actor's ground, no reason was given, or there is no number.
    """
    places = places_of(staff.pk, on=timezone.localtime(at).date())
    post = require(may_look_at_phone(actor, places=places))
    if not reason.strip():
        raise Refused(_("请填写查看理由。"))
    if not staff.personal_phone:
        raise Refused(_("此人没有登记本人电话。"))
    record_view(
        codes.PHONE_SEEN,
        actor=actor,
        post=post,
        at=at,
        subject=staff,
        fields=["personal_phone"],
        reason=reason.strip(),
    )
    return str(staff.personal_phone.reveal())
