"""A ledger put into sections and round them what a bound volume has."""

import datetime as dt
from collections.abc import Iterable
from typing import Any, Final

from django.utils.translation import gettext as _

from accounts.models import Staff, Unit
from core.printing.volume import BoundLedger, Section
from core.tabular.writing import paper_rows
from grids.choices import Level
from grids.models import Area
from households.choices import VolumeKind
from households.forms.ledger import month_words
from households.ledger_rows import VILLAGE, lines_of, place_names
from households.ledger_scope import Scope
from households.ledger_sheets import LEDGERS
from households.models import Volume

FILLS_PAGES: Final = (VolumeKind.HOUSEHOLDS, VolumeKind.JOURNAL)
"""A village of these fills pages, which can be taken out for it; the few problems of a village don't."""


def bound_ledger(
    kind: VolumeKind, scope: Scope, *, place: Area, unit: Unit | None, names: tuple[str, str], on: dt.date
) -> BoundLedger:
    """The volume of a ledger: by village, of one unit by cadre, of a village by grid.

    Args:
        names: the county's name and who files it.
    """
    sheet = LEDGERS[kind]
    lines = list(lines_of(kind, scope, on_paper=True))
    sections = [
        Section(title, _("%(n)s条") % {"n": len(some)}, paper_rows(sheet, some, unmasked=True))
        for title, some in _in_sections(kind, lines, place, unit)
    ]
    county, filer = names
    filed_by = unit.name if unit else place.name
    return BoundLedger(
        title=str(sheet.title),
        place=county if place.name == county else county + place.name,
        period=month_words(scope.month),
        facts=[
            (_("填报单位"), filed_by),
            (_("所属月份"), month_words(scope.month)),
            (_("登记截止"), f"{scope.day:%Y-%m-%d}"),
            (_("内容"), _("%(sections)s个部分，%(n)s条") % {"sections": len(sections), "n": len(lines)}),
            (_("报送"), _("%(name)s，%(on)s") % {"name": filer, "on": on}),
            (_("报送对象"), _("县综治中心（县委办存档）")),
        ],
        columns=sheet.columns,
        sections=sections,
        signers=[(_("签发人"), "", ""), (_("审核人"), "", ""), (_("制表人"), filer, f"{on:%Y-%m-%d}")],
        sentence=_("本册%(title)s共%(n)s条，所载内容与登记一致。") % {"title": sheet.title, "n": len(lines)},
        page_each=unit is None and kind in FILLS_PAGES,
    )


def title_of(kind: VolumeKind, scope: Scope, *, place: Area, unit: Unit | None) -> str:
    parts = (unit.name if unit else place.name, month_words(scope.month), str(LEDGERS[kind].title))
    return "".join(parts)[: Volume._meta.get_field("title").max_length]


def _in_sections(
    kind: VolumeKind, lines: list[dict[str, Any]], place: Area, unit: Unit | None
) -> Iterable[tuple[str, list[dict[str, Any]]]]:
    if kind == VolumeKind.UNITS:
        return [(place.name, lines)]
    if unit:
        staff = {line["staff_id"] for line in lines if line["staff_id"]}
        names = dict(Staff.objects.filter(pk__in=staff).values_list("pk", "name"))
        return _grouped(lines, lambda line: names.get(line["staff_id"], _("未结对")))
    depth = VILLAGE if place.level < Level.VILLAGE else VILLAGE * 2
    places = place_names(line["path"] for line in lines)
    return _grouped(lines, lambda line: places.get(line["path"][:depth], place.name), by=depth)


def _grouped(lines: list[dict[str, Any]], title: Any, by: int = 0) -> list[tuple[str, list[dict[str, Any]]]]:
    """Lines of one place, or of one cadre, together, in the order in which they first come."""
    found: dict[Any, list[dict[str, Any]]] = {}
    for line in lines:
        found.setdefault(line["path"][:by] if by else line["staff_id"], []).append(line)
    return [(title(some[0]), some) for some in found.values()] or [("（本期无记录）", [])]
