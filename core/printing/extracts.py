"""The audit extract (审计摘录): a search of records on paper, masked exactly as it stands on the page."""

from collections.abc import Sequence
from typing import Any, Final

from django.utils import timezone
from django.utils.translation import gettext as _

from core.audit.areas import names_of
from core.audit.models import Record
from core.printing.ledger import Ledger, LedgerColumn

MOST_ROWS: Final = 3000
"""A hundred and fifty pages; a longer one is taken out as a sheet."""


def extract(records: Sequence[Record], *, unit: str, period: str) -> dict[str, Any]:
    """What the ledger template sets."""
    areas = names_of(record.path for record in records)
    ledger = Ledger(
        title=_("行为记录摘录"),
        unit=unit,
        unit_label=_("摘录单位（盖章）"),
        period_label=_("查询范围"),
        period=period,
        landscape=True,
        note=_("个人信息已脱敏；页脚“存证”为摘录时本县行为记录链的末端，可用其核对记录未被改动。"),
        signers=((_("摘录人"), ""), (_("复核人"), ""), (_("日期"), "")),
        columns=[
            LedgerColumn(_("时间"), 2.4, "center"),
            LedgerColumn(_("操作人"), 1.4),
            LedgerColumn(_("岗位"), 2.2),
            LedgerColumn(_("行为"), 6),
            LedgerColumn(_("区域"), 2.2),
            LedgerColumn(_("理由"), 2.4),
            LedgerColumn(_("途径"), 1),
        ],
    )
    rows = [
        [
            f"{timezone.localtime(record.at):%Y-%m-%d %H:%M:%S}",
            record.actor_name,
            record.post_title,
            str(record.sentence),
            areas.get(record.path or "", ""),
            record.reason,
            str(record.get_channel_display()),
        ]
        for record in records
    ]
    return {**ledger.as_data(), "rows": rows}
