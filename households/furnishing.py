"""The facts of the trade that a county starts with; the county changes them afterwards."""

import datetime as dt

from django.db import transaction

from core.audit.actions.record import record
from core.permissions.actor import Actor
from households.log_codes import COUNTY_FURNISHED
from households.models import LiaisonRule
from households.seed import liaison_rule


@transaction.atomic
def furnish_county(*, actor: Actor, at: dt.datetime, on: dt.date) -> list[str]:
    """Write the rule of pairing and visiting into the open county, in force from a day; a county's own is left alone.

    Returns:
        Names of the tables that were empty.
    """
    if LiaisonRule.objects.exists():
        return []
    LiaisonRule.objects.create(valid_from=on, **liaison_rule())
    record(COUNTY_FURNISHED, actor=actor, at=at, path=str(actor.tenant), after={"from": on})
    return [str(LiaisonRule._meta.verbose_name)]
