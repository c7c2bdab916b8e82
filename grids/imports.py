"""Sheets that come in: grids of many villages at once."""

from collections.abc import Iterable, Sequence
from typing import Any

from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from core.permissions.actor import Actor
from core.tabular.checking import RowError, RowsRefused, SheetRow
from core.tabular.choices import Kind
from core.tabular.columns import Column, Sheet
from core.tabular.registry import imports
from grids.actions.open_grids import GridsRefused, NewGrid, open_grids, preview_grids
from grids.selectors import open_kinds

GRIDS = Sheet(
    "grids",
    _("网格"),
    [
        Column(
            "village_code",
            _("村（社区）编码"),
            width=16,
            required=True,
            max_length=12,
            aliases=("村编码", "社区编码"),
            example="130723100001",
        ),
        Column("name", _("网格名称"), width=18, required=True, max_length=80, example="第一网格"),
        Column("kind", _("类型"), kind=Kind.CHOICE, required=True, choices=open_kinds),
        Column("code", _("网格编码"), width=18, max_length=15, unique=True, help=_("不填则自动编号")),
        Column("extent", _("区域范围"), width=30, max_length=300),
        Column("household_count", _("户数"), kind=Kind.INTEGER, min_value=0, max_value=100_000),
    ],
    note=_("每行一个网格；村（社区）须已在区域树中。"),
    unique_together=[("village_code", "name")],
)


def check_grids(rows: Sequence[SheetRow], actor: Actor) -> Iterable[RowError]:
    """What only the database knows: the village, names and codes that are taken."""
    return [
        _row_error(rows, *error) for error in preview_grids(grids=[_grid(row) for row in rows], actor=actor)
    ]


@imports("grids.grids", sheet=GRIDS, ability="grids.change", title=_("批量设网格"), check=check_grids)
def import_grids(*, rows: Sequence[SheetRow], actor: Actor, at: Any) -> int:
    """Open the grids of a checked sheet, from today."""
    try:
        return len(open_grids(grids=[_grid(row) for row in rows], actor=actor, at=at, reason=_t("表格导入")))
    except GridsRefused as refused:
        raise RowsRefused(_row_error(rows, *error) for error in refused.errors) from refused


def _grid(row: SheetRow) -> NewGrid:
    return NewGrid(
        village_code=row["village_code"],
        name=row["name"],
        kind=row["kind"],
        code=row.get("code") or "",
        extent=row.get("extent") or "",
        household_count=row.get("household_count"),
    )


def _row_error(rows: Sequence[SheetRow], position: int, key: str, message: str) -> RowError:
    return RowError(rows[position].number, key, message)
