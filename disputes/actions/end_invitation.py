"""An invitation to a case ends."""

import datetime as dt

from django.db import transaction

from core.grants.actions.revoke import revoke
from core.permissions.actor import Actor
from core.permissions.verdict import require
from disputes.log_codes import INVITATION_ENDED
from disputes.models import Case, CaseGrant
from disputes.policies import may_write
from disputes.selectors import facts_of


@transaction.atomic
def end_invitation(*, invitation: CaseGrant, reason: str, actor: Actor, at: dt.datetime) -> None:
    """Close it, with a reason; who was let in and what for stays on record.

    Raises:
        Refused: not theirs, closed already, or no reason.
    """
    case = Case.objects.select_for_update(of=("self",)).get(pk=invitation.content_object_id)
    post = require(may_write(actor, case, facts_of(case)))
    revoke(grants=[invitation], reason=reason, actor=actor, at=at, post=post, code=INVITATION_ENDED)
