import datetime as dt

from django.db import transaction

from accounts.choices import SignInReason
from accounts.models import SignIn, User
from core.permissions.actor import Actor


@transaction.atomic
def note_sign_in(
    *,
    username: str,
    user: User | None,
    reason: str,
    ip: str | None,
    agent: str,
    at: dt.datetime,
    actor: Actor | None = None,
) -> SignIn:
    """Keep one try to sign in, as it ended. A stranger acts, so there is no actor."""
    return SignIn.objects.create(
        user=user,
        username=username[:40],
        at=at,
        ok=reason in (SignInReason.OK, SignInReason.SLIP_USED),
        reason=reason,
        ip=ip,
        agent=agent[:200],
    )
