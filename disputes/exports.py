"""The ledgers as column specs: one spec is the page, the sheet and the bound paper (REFERENCE §9.2).

A row is a plain mapping (`ledger_rows.rows_of`). Names are masked on sheets, in running text too; on the page of whoever
handles the cases and on the numbered paper they stand in full. Phones and ID numbers stand in no ledger.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from django.utils.functional import Promise as Text
from django.utils.translation import gettext_lazy as _

from core.crypto.masks import mask_address, mask_name
from core.tabular.choices import Kind
from core.tabular.columns import Column, Sheet


def mask_names(text: str) -> str:
    """Several names, each masked: 王长顺、李桂芝 → 王*、李*."""
    return "、".join(mask_name(name) for name in text.split("、"))


def mask_both(text: str) -> str:
    """Both sides, each masked: 王长顺 ↔ 李桂芝 → 王* ↔ 李*."""
    return " ↔ ".join(mask_names(side) for side in text.split(" ↔ "))


_NUMBER = Column("number", _("案号"), width=17)
_PARTIES = Column("parties", _("当事人双方"), width=22, mask=mask_both)
_KIND = Column("kind", _("纠纷类型"), width=10)
_SOURCE = Column("source", _("来源"), width=10)
_ACCEPTED = Column("accepted_on", _("受理日期"), kind=Kind.DATE, width=12)
_OUTCOME = Column("outcome", _("结果"), width=10)
_NOTE = Column("note", _("备注"), width=10)

INTAKE = Sheet(
    "disputes.intake",
    _("受理登记台账"),
    [
        Column("number", _("编号"), width=16),
        Column("registered_on", _("登记时间"), kind=Kind.DATE, width=12),
        Column("applicants", _("姓名"), width=10, mask=mask_names),
        Column("sex", _("性别"), width=6),
        Column("address", _("住址"), width=15, mask=mask_address),
        Column("people_count", _("人数"), kind=Kind.INTEGER, width=6),
        Column("kind", _("诉求类别"), width=10),
        Column("summary", _("内容"), width=30, max_length=400),
        Column("registrar", _("首问责任人"), width=9),
        Column("led_by", _("分流去向"), width=14),
        Column("due_on", _("办理时限"), kind=Kind.DATE, width=12),
        _OUTCOME,
        Column("satisfaction", _("满意度"), width=10),
    ],
)
MEDIATION = Sheet(
    "disputes.mediation",
    _("专职调解台账"),
    [
        Column("number", _("卷号"), width=18),
        _ACCEPTED,
        _PARTIES,
        _KIND,
        _SOURCE,
        Column("mediator", _("调解员"), width=9),
        Column("sat_on", _("调解日期"), kind=Kind.DATE, width=12),
        _OUTCOME,
        Column("agreement", _("协议形式"), width=9),
        Column("performance", _("履行"), width=10),
        Column("followed_on", _("回访"), kind=Kind.DATE, width=12),
        _NOTE,
    ],
)
JOINT = Sheet(
    "disputes.joint",
    _("联合调处台账"),
    [
        _NUMBER,
        _ACCEPTED,
        _PARTIES,
        _KIND,
        Column("convener", _("召集人"), width=8),
        Column("units", _("参加科室、单位"), width=21, max_length=400),
        Column("met_on", _("会商时间"), kind=Kind.DATE, width=12),
        Column("opinion", _("会商意见"), width=24, max_length=400),
        Column("mediator", _("主办人"), width=8),
        _OUTCOME,
        _NOTE,
    ],
)
TRADE = Sheet(
    "disputes.trade",
    _("行业专调台账"),
    [
        _NUMBER,
        Column("committee", _("行业调委会"), width=20),
        Column("handed_on", _("移送时间"), kind=Kind.DATE, width=12),
        Column("accepted_on", _("接收时间"), kind=Kind.DATE, width=12),
        _PARTIES,
        _KIND,
        Column("mediator", _("调解员"), width=9),
        Column("opinion", _("行业意见"), width=26, max_length=400),
        _OUTCOME,
        _NOTE,
    ],
)
SWEEP = Sheet(
    "disputes.sweep",
    _("矛盾纠纷排查化解台账"),
    [
        Column("registered_on", _("排查时间"), kind=Kind.DATE, width=12),
        _KIND,
        Column("parties", _("当事人双方"), width=17, mask=mask_both),
        Column("summary", _("纠纷简况"), width=23, max_length=400),
        Column("people_count", _("涉及人数"), kind=Kind.INTEGER, width=6),
        Column("risk", _("风险等级"), width=6),
        Column("leader", _("责任领导"), width=8),
        Column("led_by", _("责任单位"), width=12),
        Column("mediator", _("责任人"), width=8),
        Column("due_on", _("化解时限"), kind=Kind.DATE, width=12),
        Column("progress", _("化解情况"), width=16, max_length=400),
        _OUTCOME,
        Column("closed_on", _("销号时间"), kind=Kind.DATE, width=12),
        Column("note", _("备注"), width=8),
    ],
)
CASES = Sheet(
    "disputes.cases",
    _("纠纷清单"),
    [
        Column("lamp", _("时限"), width=11),
        Column("number", _("编号"), width=20, order="number"),
        Column("title", _("纠纷名称"), width=24),
        Column("parties", _("当事人双方"), width=22, mask=mask_both),
        Column("kind", _("纠纷类型"), width=12, order="kind_code"),
        Column("place", _("所属区域"), width=22),
        Column("state", _("环节"), width=10, order="state"),
        Column("level", _("办理层级"), width=9, order="level"),
        Column("mediator", _("主办人"), width=9, order="mediator__name"),
        Column("risk", _("风险等级"), width=7),
        Column("urgency", _("紧急程度"), width=8),
        Column("card", _("督办牌"), width=8),
        Column("people_count", _("涉及人数"), kind=Kind.INTEGER, width=7, order="people_count"),
        Column("amount", _("涉及金额（元）"), kind=Kind.DECIMAL, width=11, order="amount"),
        Column("source", _("来源"), width=10),
        Column("registered_at", _("登记时间"), kind=Kind.MOMENT, width=15, order="registered_at"),
    ],
)
"""A centre's list as it was filtered. Its `order` fields are what the page sorts by."""


ALLOWANCE = Sheet(
    "disputes.allowance",
    _("以案定补发放表"),
    [
        Column("mediator", _("调解员"), width=10),
        Column("number", _("案号"), width=22),
        Column("kind", _("纠纷类型"), width=12),
        Column("grade", _("难易程度"), width=9),
        Column("closed_on", _("结案日期"), kind=Kind.DATE, width=11),
        Column("amount", _("补贴（元）"), kind=Kind.DECIMAL, width=9),
    ],
)


@dataclass(frozen=True, slots=True)
class LedgerKind:
    """A ledger: which cases stand in it, by which day, and its columns."""

    slug: str
    sheet: Sheet
    by: str  # the instant of the case that places it in a period
    about: Text


LEDGERS: Mapping[str, LedgerKind] = MappingProxyType(
    {
        kind.slug: kind
        for kind in (
            LedgerKind("intake", INTAKE, "registered_at", _("本期登记的全部纠纷")),
            LedgerKind("mediation", MEDIATION, "accepted_at", _("本期由村、乡镇调委会受理的纠纷")),
            LedgerKind("joint", JOINT, "accepted_at", _("本期受理并经联合调处的纠纷")),
            LedgerKind("trade", TRADE, "accepted_at", _("本期由行业性专业性调委会受理的纠纷")),
            LedgerKind("sweep", SWEEP, "registered_at", _("本期排查出的纠纷及其化解情况")),
        )
    }
)
