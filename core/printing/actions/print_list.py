"""Print the rows of a list page as a ledger."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Final

from django.db import transaction
from django.utils.translation import gettext as _

from core.audit.actions.record import record
from core.audit.selectors import head_of
from core.permissions.actor import Actor
from core.permissions.verdict import Refused, require
from core.printing.ledger import Ledger, render_ledger
from core.printing.log_codes import LIST_PRINTED
from core.printing.typesetting import Imprint
from core.tabular.exporting import ExportKind
from core.tabular.policies import may_export
from core.tabular.writing import paper_rows

MOST_ROWS: Final = 5000
"""Two hundred pages or so; a longer one is taken out as a sheet."""


class TooLong(Refused):
    """More rows than anybody reads on paper."""


@transaction.atomic
def print_list(
    *, kind: ExportKind, params: Mapping[str, str], unit: str, on: date, actor: Actor, at: datetime
) -> bytes:
    """The masked rows on paper, with who printed them and when in the foot; recorded, neither numbered nor kept.

    Args:
        params: the filters in the address of the page.
        unit: the county's name, for the line above the table.
        on: the day the rows are read for.

    Raises:
        Refused: no right to the sheet, or too many rows.
    """
    post = require(may_export(actor, kind))
    count = kind.count(actor, params, on)
    if count > MOST_ROWS:
        raise TooLong(_("超过 %(n)s 行，请先筛选，或导出表格。") % {"n": MOST_ROWS})
    said = kind.said(actor, params)
    ledger = Ledger(
        title=str(kind.sheet.title),
        columns=kind.sheet.columns,
        unit=unit,
        unit_label=_("单位"),
        period_label=_("条件"),
        period=said or _("全部"),
        note=_("个人信息已脱敏。") if kind.masked else "",
        signers=((_("制表人"), actor.name), (_("审核人"), "")),
    )
    imprint = Imprint(
        printed_at=at, printed_by=actor.name, number="", head_hash=head_of(actor.tenant).printed
    )
    pdf = render_ledger(ledger, paper_rows(kind.sheet, kind.lines(actor, params, on)), imprint)
    record(
        LIST_PRINTED,
        actor=actor,
        post=post,
        at=at,
        after={"title": str(kind.sheet.title), "rows": count, "filters": said},
        path=kind.place_of(actor),
    )
    return pdf
