"""A supervision card (督办牌) is ordered on a case, or taken off it."""

import datetime as dt

from django.db import transaction
from django.utils.translation import gettext as _

from core.audit.actions.record import record
from core.permissions.actor import Actor
from core.permissions.verdict import Refused, require
from disputes.choices import Card
from disputes.log_codes import CARD_ORDERED
from disputes.models import Case
from disputes.policies import may_order_card


@transaction.atomic
def order_card(*, case: Case, card: str, reason: str, actor: Actor, at: dt.datetime) -> Case:
    """Order ordinary, yellow or red supervision, or end it. It is ordered on the work, never on anybody in the dispute.

    Raises:
        Refused: not from above, no change, no reason, or the case is closed.
    """
    case = Case.objects.select_for_update(of=("self",)).get(pk=case.pk)
    post = require(may_order_card(actor, case))
    if card not in Card.values or card == case.card:
        raise Refused(_("请选择督办牌。"))
    if not reason.strip():
        raise Refused(_("请写明督办意见。"))
    before, case.card = case.card, card
    case.save(update_fields=["card"])
    record(
        CARD_ORDERED,
        actor=actor,
        post=post,
        at=at,
        subject=case,
        before={"card": before},
        after={"card": str(Card(card).label)},
        reason=reason.strip(),
    )
    return case
