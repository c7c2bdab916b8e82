"""A ledger is printed, numbered and kept as it was."""

import datetime as dt
from typing import Final

from django.db import transaction
from django.utils.translation import gettext as _

from core.audit.actions.record import record
from core.permissions.actor import Actor
from core.permissions.verdict import Refused, require
from core.printing.actions.issue_ledger import issue_ledger
from core.printing.ledger import Ledger
from core.printing.models import IssuedDocument
from core.tabular.writing import paper_rows
from core.workcalendar.rules import day_of
from disputes.exports import LedgerKind
from disputes.ledger_rows import ledger_cases, rows_of
from disputes.log_codes import LEDGER_PRINTED
from disputes.policies import may_print_ledger
from disputes.rules.levels import seal_at
from grids.models import Area

MOST_ROWS: Final = 20_000
NUMBER: Final = "纠台〔{year}〕{seq}号"
DOCUMENT_KIND: Final = "disputes.ledger"


@transaction.atomic
def print_ledger(
    *,
    kind: LedgerKind,
    place: Area,
    since: dt.datetime,
    until: dt.datetime,
    period: str,
    actor: Actor,
    at: dt.datetime,
) -> IssuedDocument:
    """Set a ledger of an area and period as a numbered paper, names in full as its form requires.

    Args:
        place: its own unit seals it; it counts the numbers.

    Raises:
        Refused: not theirs, nothing in it, or more than is set in one go.
    """
    path, unit = place.path, seal_at(place.name, place.path)
    post = require(may_print_ledger(actor, path))
    cases = ledger_cases(kind, [path], since, until)
    count = cases.count()
    if not count:
        raise Refused(_("本期没有记录，无需印制。"))
    if count > MOST_ROWS:
        raise Refused(_("超过%(n)s件，请缩小时段或区域。") % {"n": MOST_ROWS})
    ledger = Ledger(
        title=f"{_years(since, until)}{place.name}{kind.sheet.title}",
        columns=kind.sheet.columns,
        unit=unit,
        period_label=_("填报时间"),
        period=period,
        signers=((_("签发人"), ""), (_("制表人"), actor.name), (_("联系电话"), "")),
        issued_by=unit,
        landscape=True,
    )
    document = issue_ledger(
        ledger=ledger,
        rows=paper_rows(kind.sheet, rows_of(cases, in_full=True), unmasked=True),
        kind=DOCUMENT_KIND,
        title=f"{place.name}{kind.sheet.title}",
        number=NUMBER,
        organisation_id=place.pk,
        path=path,
        actor=actor,
        at=at,
        post=post,
    )
    record(
        LEDGER_PRINTED,
        actor=actor,
        post=post,
        at=at,
        subject=document,
        path=path,
        after={"title": str(kind.sheet.title), "rows": count, "period": period},
    )
    return document


def _years(since: dt.datetime, until: dt.datetime) -> str:
    """2026年, or 2025—2026年 where the period runs over New Year."""
    first, last = day_of(since).year, day_of(until - dt.timedelta(days=1)).year
    return f"{first}年" if first == last else f"{first}—{last}年"
