"""A list of cases goes out on paper, as it was filtered."""

import datetime as dt
from collections.abc import Iterable, Mapping
from itertools import islice
from typing import Any, Final

from django.db import transaction
from django.utils.translation import gettext as _

from core.audit.actions.record import record
from core.permissions.actor import Actor
from core.permissions.verdict import Refused
from core.printing.actions.issue_document import issue_document
from core.printing.ledger import Ledger
from core.printing.models import IssuedDocument
from core.printing.typesetting import LEDGER
from core.tabular.writing import paper_rows
from core.workcalendar.rules import shown
from disputes.exports import CASES
from disputes.log_codes import LEDGER_PRINTED

MOST_ROWS: Final = 5_000
DOCUMENT_KIND: Final = "disputes.cases"


@transaction.atomic
def print_cases(
    *, rows: Iterable[Mapping[str, Any]], filters: str, unit: str, path: str, actor: Actor, at: dt.datetime
) -> IssuedDocument:
    """Set the cases as a masked list: for the table of a meeting, not an official form, so it takes no number.

    Args:
        rows: as `queue_rows.sheet_rows` gives them, in their order.
        filters: what the list was filtered by, in words; `unit` and `path` name the ground it is of.

    Raises:
        Refused: nothing in it, or more than is set in one go.
    """
    lines = paper_rows(CASES, islice(rows, MOST_ROWS + 1))
    if not lines:
        raise Refused(_("没有符合条件的纠纷，无需打印。"))
    if len(lines) > MOST_ROWS:
        raise Refused(_("超过%(n)s件，请缩小范围。") % {"n": MOST_ROWS})
    ledger = Ledger(
        title=str(CASES.title),
        columns=CASES.columns,
        unit=unit,
        period_label=_("条件与时间"),
        period=f"{filters}　{shown(at)}",
        signers=((_("制表人"), actor.name),),
        landscape=True,
    )
    document = issue_document(
        template=LEDGER,
        data={**ledger.as_data(), "rows": lines},
        kind=DOCUMENT_KIND,
        title=f"{unit}{CASES.title}",
        actor=actor,
        at=at,
        path=path,
    )
    record(
        LEDGER_PRINTED,
        actor=actor,
        at=at,
        subject=document,
        path=path,
        after={"title": str(CASES.title), "rows": len(lines), "period": filters},
    )
    return document
