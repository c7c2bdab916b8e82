"""A party's phones and number are opened, for a reason."""

import datetime as dt

from django.db import transaction
from django.utils.translation import gettext as _

from core.audit.actions.record_view import record_view
from core.permissions.actor import Actor
from core.permissions.verdict import Refused, require
from disputes.log_codes import PARTY_SEEN
from disputes.models import Case, Party
from disputes.policies import may_read_names
from disputes.selectors import facts_of

FIELDS = ("phone", "agent_phone", "id_number")


@transaction.atomic
def look_at_party(*, case: Case, party: Party, reason: str, actor: Actor, at: dt.datetime) -> dict[str, str]:
    """Open them; who looked at the case shows it.

    Returns:
        The plain values by field, those that there are.

    Raises:
        Refused: the actor doesn't handle the case, or gives no reason.
    """
    post = require(may_read_names(actor, case, facts_of(case)))
    if not reason.strip():
        raise Refused(_("请写明查看原因。"))
    opened = {name: plain for name in FIELDS if (plain := getattr(party, name).reveal())}
    record_view(
        PARTY_SEEN,
        actor=actor,
        at=at,
        subject=case,
        post=post,
        fields=Party.labels_of(opened),
        reason=reason.strip(),
    )
    return opened
