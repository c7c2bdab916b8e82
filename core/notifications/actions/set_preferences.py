from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from core.audit.actions.record import record
from core.notifications.log_codes import PREFERENCES_CHANGED
from core.notifications.models import Preference
from core.permissions.actor import Actor


@transaction.atomic
def set_preferences(
    *, actor: Actor, at: datetime, channels: Sequence[str], digest_hour: int | None
) -> Preference:
    """How the actor wants to be told from now on.

    Args:
        channels: channels to use; none means the inbox alone.
        digest_hour: hour of the day (0–23) of one daily message instead of one a notice; None: at once.
    """
    row: Preference
    row, _made = Preference.objects.select_for_update().get_or_create(
        user_id=actor.user_id, defaults={"channels": [], "digest_hour": None}
    )
    before = {"channels": row.channels, "digest_hour": row.digest_hour}
    row.channels, row.digest_hour = sorted(channels), digest_hour
    row.save(update_fields=["channels", "digest_hour"])
    after = {"channels": row.channels, "digest_hour": row.digest_hour}
    record(PREFERENCES_CHANGED, actor=actor, at=at, before=before, after=after)
    return row
