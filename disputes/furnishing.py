"""The facts of the trade that a county starts with, from `seed/`; the county changes them afterwards."""

import datetime as dt

from django.db import transaction

from core.audit.actions.record import record
from core.permissions.actor import Actor
from disputes import seed
from disputes.choices import Promise
from disputes.log_codes import COUNTY_FURNISHED
from disputes.models import AllowanceRate, CaseKind, TermRule


@transaction.atomic
def furnish_county(*, actor: Actor, at: dt.datetime, on: dt.date) -> None:
    """Write kinds, terms and allowance rates into the open county, in force from a day. A second time adds nothing."""
    titles = {source.code: source.title for source in seed.sources()}
    kinds = [
        CaseKind(code=kind.code, label=kind.label, statistics_row=kind.statistics_row, position=position)
        for position, kind in enumerate(seed.kinds())
    ]
    terms = [
        TermRule(
            promise=term.what,
            level=term.level,
            kind_code=term.kind,
            value=term.value,
            unit=term.unit,
            warn_value=term.warn_value,
            warn_unit=term.warn_unit or "",
            valid_from=on,
            source=f"{titles[term.source]}{term.clause}",
        )
        for term in seed.terms()
        if term.what in Promise.values
    ]
    rates = [
        AllowanceRate(grade=rate.grade, amount=rate.amount, valid_from=on, source=titles[rate.source])
        for rate in seed.allowance_rates()
    ]
    CaseKind.objects.bulk_create(kinds, ignore_conflicts=True)
    TermRule.objects.bulk_create(terms, ignore_conflicts=True)
    AllowanceRate.objects.bulk_create(rates, ignore_conflicts=True)
    record(COUNTY_FURNISHED, actor=actor, at=at, path=str(actor.tenant), after={"from": on})
