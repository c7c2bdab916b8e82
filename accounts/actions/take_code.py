import datetime as dt

from django.db import transaction

from accounts.models import Authenticator, User
from accounts.rules import Match, matching_step, wait_after
from core.permissions.actor import Actor


@transaction.atomic
def take_code(*, user: User, code: str, at: dt.datetime, actor: Actor | None = None) -> bool:
    """Use a code from the user's phone, once. A wrong one makes the next try wait.

    Returns:
        Whether the code fits. Nobody is signed in yet, so there is no actor.
    """
    # Locked, or two tries at once would both pass with one code.
    phone = Authenticator.objects.select_for_update(no_key=True).filter(user=user).first()
    if phone is None or (phone.failed_at is not None and at < phone.failed_at + wait_after(phone.failures)):
        return False
    fits = matching_step(phone.key.reveal(), code, at=at, last=Match(phone.last_step, phone.drift))
    if fits is None:
        phone.failures, phone.failed_at = phone.failures + 1, at
        phone.save(update_fields=["failures", "failed_at"])
        return False
    phone.last_step, phone.drift = fits
    phone.failures, phone.failed_at, phone.used_at = 0, None, at
    phone.save(update_fields=["last_step", "drift", "failures", "failed_at", "used_at"])
    return True
