"""The facts of the trade that a county starts with, from `seed/`; the county changes them afterwards."""

import datetime as dt

from django.db import transaction

from core.audit.actions.record import record
from core.permissions.actor import Actor
from core.tenancy.models import TenantModel
from disputes import seed
from disputes.braking import seeded_rule
from disputes.choices import Promise
from disputes.log_codes import COUNTY_FURNISHED
from disputes.models import AllowanceRate, BrakeRule, CaseKind, TermRule


@transaction.atomic
def furnish_county(*, actor: Actor, at: dt.datetime, on: dt.date) -> list[str]:
    """Write kinds, terms, allowance rates and the brake's rule into the open county, in force from a day.

    A table that has rows is the county's own and is left alone: what it ended stays ended.

    Returns:
        Names of the tables that were empty.
    """
    written = []
    for model, rows in _rows(on).items():
        if not model.objects.exists():
            model.objects.bulk_create(rows)
            written.append(str(model._meta.verbose_name))
    if written:
        record(
            COUNTY_FURNISHED,
            actor=actor,
            at=at,
            path=str(actor.tenant),
            after={"from": on, "tables": written},
        )
    return written


def _rows(on: dt.date) -> dict[type[TenantModel], list[TenantModel]]:
    titles = {source.code: source.title for source in seed.sources()}
    return {
        CaseKind: [
            CaseKind(
                code=kind.code,
                label=kind.label,
                statistics_row=kind.statistics_row,
                kept_for=kind.kept_for,
                position=position,
            )
            for position, kind in enumerate(seed.kinds())
        ],
        TermRule: [
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
        ],
        AllowanceRate: [
            AllowanceRate(grade=rate.grade, amount=rate.amount, valid_from=on, source=titles[rate.source])
            for rate in seed.allowance_rates()
        ],
        BrakeRule: [seeded_rule(on)],
    }
