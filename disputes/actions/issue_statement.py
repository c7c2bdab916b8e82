"""The monthly table on paper, as it was signed or as it is counted now."""

import datetime as dt
from typing import Final

from django.db import transaction
from django.utils.translation import gettext as _

from core.audit.actions.record import record
from core.permissions.actor import Actor
from core.permissions.verdict import require
from core.printing.actions.issue_ledger import issue_ledger
from core.printing.ledger import Ledger, LedgerColumn
from core.printing.models import IssuedDocument
from core.workcalendar.rules import SHANGHAI
from disputes.counting import Month, month_matrix
from disputes.log_codes import LEDGER_PRINTED
from disputes.policies import may_print_ledger
from disputes.rules.levels import seal_at
from disputes.rules.statistics import HEADS
from disputes.selectors import statement_of
from disputes.statements import matrix_of
from grids.models import Area

NUMBER: Final = "纠统〔{year}〕{seq}号"
DOCUMENT_KIND: Final = "disputes.statement"
TITLE: Final = "矛盾纠纷排查情况表"


@transaction.atomic
def issue_statement(*, place: Area, month: Month, actor: Actor, at: dt.datetime) -> IssuedDocument:
    """Set it as a numbered paper. Raises Refused: not theirs."""
    post = require(may_print_ledger(actor, place.path))
    statement = statement_of(place.path, month)
    is_signed = statement is not None and statement.signed_at is not None
    counted = matrix_of(statement) if is_signed and statement else month_matrix(place.path, month)
    signer = statement.signed_by.name if is_signed and statement and statement.signed_by else ""
    ledger = Ledger(
        title=f"{month.year}年{place.name}{TITLE}",
        columns=[
            LedgerColumn(_("项目"), 5),
            LedgerColumn(_("指标"), 2, "center"),
            *(LedgerColumn(head, 2, "right") for head in HEADS),
        ],
        unit=seal_at(place.name, place.path),
        period_label=_("填报月份"),
        period=month.name,
        note=_("%(state)s；数据时间 %(at)s")
        % {
            "state": _("已签发封账") if is_signed else _("未签发，仅供核对"),
            "at": f"{(statement.as_of if is_signed and statement else at).astimezone(SHANGHAI):%Y-%m-%d %H:%M}",
        },
        signers=((_("签发人"), signer), (_("制表人"), actor.name), (_("联系电话"), "")),
        issued_by=seal_at(place.name, place.path),
        landscape=False,
        merged=1,
    )
    rows = [[line.label, line.measure, *line.cells] for line in counted.lines()]
    document = issue_ledger(
        ledger=ledger,
        rows=rows,
        kind=DOCUMENT_KIND,
        title=f"{place.name}{month.name}{TITLE}",
        number=NUMBER,
        organisation_id=place.pk,
        path=place.path,
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
        path=place.path,
        after={"title": TITLE, "rows": len(rows), "period": month.name},
    )
    return document
