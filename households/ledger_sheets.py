"""The ledgers of the room as column specs: one spec is the page, the sheet and the bound volume (REFERENCE §9.2).

A row is a plain mapping (`ledger_rows`). Names and phones are masked on sheets; a filed volume carries them in full, as
its form requires. ID numbers stand in no ledger, and of a minor no phone.
"""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from django.utils.translation import gettext_lazy as _

from core.crypto.masks import mask_address, mask_name, mask_phone
from core.tabular.choices import Kind
from core.tabular.columns import Column, Sheet
from households.choices import VolumeKind

HOUSEHOLDS: Final = Sheet(
    "households.households",
    _("干部包联群众信息台账"),
    [
        Column("town", _("乡镇"), width=8),
        Column("village", _("村（社区）"), width=9),
        Column("grid", _("网格"), width=10),
        Column("head", _("户主"), width=7, mask=mask_name),
        Column("name", _("姓名"), width=7, mask=mask_name),
        Column("sex", _("性别"), width=5),
        Column("born", _("出生年月"), width=8),
        Column("relation", _("与户主关系"), width=8),
        Column("address", _("家庭住址"), width=19, mask=mask_address),
        Column("phone", _("电话"), width=12.5, mask=mask_phone),
        Column("entity", _("市场主体名称"), width=13),
        Column("cadre", _("包联干部"), width=7),
        Column("unit", _("单位"), width=13),
        Column("duty", _("职务"), width=9),
        Column("cadre_phone", _("电话（干部）"), width=13.5),
        Column("note", _("备注"), width=8),
    ],
)
UNITS: Final = Sheet(
    "households.units",
    _("单位汇总台账"),
    [
        Column("unit", _("单位"), width=24),
        Column("cadres", _("包联干部数"), kind=Kind.INTEGER, width=9),
        Column("doors", _("包联户数"), kind=Kind.INTEGER, width=9),
        Column("entities", _("市场主体数"), kind=Kind.INTEGER, width=9),
        Column("owed", _("本月应访"), kind=Kind.INTEGER, width=9),
        Column("visited", _("本月实访"), kind=Kind.INTEGER, width=9),
        Column("phoned", _("电话联系"), kind=Kind.INTEGER, width=9),
        Column("demands", _("问题数"), kind=Kind.INTEGER, width=8),
        Column("answered", _("办结数"), kind=Kind.INTEGER, width=8),
    ],
)
JOURNAL: Final = Sheet(
    "households.journal",
    _("民情日记"),
    [
        Column("visited_at", _("走访时间"), kind=Kind.MOMENT, width=10),
        Column("way", _("方式"), width=5),
        Column("address", _("地点"), width=15, mask=mask_address),
        Column("met", _("对象"), width=8, mask=mask_name),
        Column("visitor", _("走访人员"), width=7),
        Column("typist", _("记录人"), width=7),
        Column("said", _("家庭情况和困难"), width=34, max_length=2000),
        Column("demands", _("诉求建议"), width=26, max_length=2000),
        Column("follow_up", _("后续计划"), width=15, max_length=2000),
        Column("comment", _("点评"), width=13, max_length=500),
    ],
)
PROBLEMS: Final = Sheet(
    "households.problems",
    _("问题台账"),
    [
        Column("text", _("问题"), width=34, max_length=500),
        Column("source", _("来源"), width=18),
        Column("raised_on", _("提出日期"), kind=Kind.DATE, width=9),
        Column("unit", _("归口部门"), width=14),
        Column("staff", _("责任人"), width=8),
        Column("measure", _("整改措施"), width=30, max_length=1000),
        Column("due_on", _("时限"), kind=Kind.DATE, width=9),
        Column("progress", _("进展"), width=8),
        Column("closed_on", _("销号"), kind=Kind.DATE, width=9),
    ],
)
LEDGERS: Final[Mapping[str, Sheet]] = MappingProxyType(
    {
        VolumeKind.HOUSEHOLDS: HOUSEHOLDS,
        VolumeKind.UNITS: UNITS,
        VolumeKind.JOURNAL: JOURNAL,
        VolumeKind.PROBLEMS: PROBLEMS,
    }
)
