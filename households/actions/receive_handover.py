import datetime as dt

from django.db import transaction
from django.utils.translation import gettext as _

from core.audit.actions.record import record
from core.permissions.actor import Actor
from core.permissions.verdict import Refused
from households.log_codes import HANDOVER_RECEIVED
from households.models import Handover


@transaction.atomic
def receive_handover(*, handover: Handover, actor: Actor, at: dt.datetime) -> Handover:
    """签收: the successor says that they know of the doors. The pairs begin on their day with or without it.

    Raises:
        Refused: somebody else's, or received already.
    """
    if handover.to_staff_id != actor.person_id:
        raise Refused(_("由接收人本人签收。"))
    if not Handover.objects.filter(pk=handover.pk, received_at=None).update(received_at=at):
        raise Refused(_("已经签收。"))
    handover.received_at = at
    record(
        HANDOVER_RECEIVED,
        actor=actor,
        at=at,
        subject=handover,
        path=str(actor.tenant),
        after={"count": handover.count, "on": handover.on},
    )
    return handover
