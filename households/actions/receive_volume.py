"""The county office says that a volume arrived."""

import datetime as dt

from django.db import transaction

from core.audit.actions.record import record
from core.permissions.actor import Actor
from core.permissions.verdict import require
from households.log_codes import VOLUME_RECEIVED
from households.models import Volume
from households.policies import may_receive_volume


@transaction.atomic
def receive_volume(*, volume: Volume, actor: Actor, at: dt.datetime) -> Volume:
    """Sign for a volume; it stands on the register of volumes with who and when.

    Args:
        volume: locked, from `access.volume_for`.

    Raises:
        Refused: not the county office, received already, filed by the same person.
    """
    post = require(may_receive_volume(actor, volume))
    volume.received_by_id, volume.received_at = actor.person, at
    volume.save(update_fields=["received_by", "received_at"])
    record(
        VOLUME_RECEIVED,
        actor=actor,
        post=post,
        at=at,
        subject=volume,
        path=volume.path,
        after={"number": volume.document.number_text},
    )
    return volume
