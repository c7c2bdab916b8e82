"""Sheets that go out: an area and everything in force below it."""

from django.utils.translation import gettext_lazy as _

from core.tabular.choices import Kind
from core.tabular.columns import Column, Sheet
from grids.selectors import kind_labels, level_labels

AREAS = Sheet(
    "areas",
    _("区域"),
    [
        Column("code", _("编码"), width=18),
        Column("name", _("名称"), width=20),
        Column("level", _("层级"), kind=Kind.CHOICE, choices=level_labels),
        Column("kind", _("类型"), kind=Kind.CHOICE, choices=lambda: {"": "", **kind_labels()}),
        Column("parent.name", _("上级"), width=20),
        Column("extent", _("区域范围"), width=30),
        Column("household_count", _("户数"), kind=Kind.INTEGER, width=10),
        Column("supervision_phone", _("监督电话"), width=16),
        Column("valid_from", _("启用日"), kind=Kind.DATE, width=12),
    ],
)
