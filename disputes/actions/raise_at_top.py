"""A case whose term is missed where nobody stands above: it is told to the county's leaders, with a red card."""

import datetime as dt
from collections.abc import Sequence
from uuid import UUID

from django.db import transaction

from core.audit.actions.record import Entry, record_many
from core.permissions.actor import Actor
from disputes.choices import LADDER, Card, Level
from disputes.log_codes import RAISED_AT_TOP
from disputes.models import Case
from disputes.workflow import UNDECIDED

TOP = (LADDER[-1], Level.TRADE)


@transaction.atomic
def raise_at_top(*, ids: Sequence[UUID], actor: Actor, at: dt.datetime) -> list[UUID]:
    """Give those of the cases at the top that are still undecided the red card; the record tells the leaders.

    Returns:
        Ids of the cases raised.
    """
    locked = Case.objects.select_for_update(of=("self",), skip_locked=True).filter(
        pk__in=ids, level__in=TOP, state__in=UNDECIDED
    )
    cases = list(locked.only("id", "tenant_id", "path", "number", "code", "card"))
    found = [case.pk for case in cases]
    Case.objects.filter(pk__in=found).update(card=Card.RED, was_late=True)
    entries = [
        Entry.of(case, before={"card": str(case.get_card_display())}, after={"card": str(Card.RED.label)})
        for case in cases
    ]
    record_many(RAISED_AT_TOP, actor=actor, at=at, rows=entries)
    return found
