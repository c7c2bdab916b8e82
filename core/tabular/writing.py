"""Sheets out: workbooks and CSV, masked unless somebody approved, with a line that says who took them and when.

Text never becomes a formula: what a resident typed as =HYPERLINK(…) stays what they typed.
"""

import csv
import io
import tempfile
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any, BinaryIO, Final, cast

import xlsxwriter
from django.utils.translation import gettext as _

from core.tabular.cells import SHANGHAI, shown
from core.tabular.choices import Kind
from core.tabular.columns import Column, Sheet

FONT: Final = {"font_name": "宋体", "font_size": 11}
NUMBERS: Final = frozenset({Kind.INTEGER, Kind.DECIMAL})
_OPTIONS: Final = {
    "constant_memory": True,
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
    "default_date_format": "yyyy-mm-dd",
    "remove_timezone": True,
}
_FORMULA_STARTS: Final = ("=", "+", "-", "@", "\t", "\r")


@dataclass(frozen=True, slots=True)
class Watermark:
    """Who took the sheet out, and when: stands in its second line and in the foot of each printed page.

    Attributes:
        filters: what the rows were asked by, in words; it stands before the rest in the second line.
    """

    account: str
    at: datetime
    unmasked: bool = False
    approved_by: str = ""
    filters: str = ""

    @property
    def second_line(self) -> str:
        said = _("条件：%(filters)s") % {"filters": self.filters} if self.filters else ""
        return f"{said}　{self}" if said else str(self)

    def __str__(self) -> str:
        line = _("导出人：%(account)s　导出时间：%(at)s") % {
            "account": self.account,
            "at": f"{self.at.astimezone(SHANGHAI):%Y-%m-%d %H:%M:%S}",
        }
        if self.approved_by:
            line += "　" + _("批准人：%(name)s") % {"name": self.approved_by}
        return line + "　" + (_("含明文，注意保密") if self.unmasked else _("已脱敏"))


def new_workbook(out: BinaryIO) -> Any:
    return xlsxwriter.Workbook(out, _OPTIONS)


def write_workbook(
    sheet: Sheet, rows: Iterable[Any], watermark: Watermark, out: BinaryIO, *, unmasked: bool = False
) -> int:
    """Write rows (mappings or objects) as a workbook; memory stays flat however many there are.

    Returns:
        How many rows were written.
    """
    book = new_workbook(out)
    page = book.add_worksheet(
        str(sheet.title)[:31].translate(str.maketrans("[]:*?/\\", "_______")) or "Sheet1"
    )
    title = book.add_format({**FONT, "bold": True, "font_size": 14})
    small = book.add_format({**FONT, "font_size": 9, "font_color": "#7f7f7f"})
    head = book.add_format({**FONT, "bold": True, "bg_color": "#eaf1fa", "border": 1, "text_wrap": True})
    formats = {
        align: book.add_format({**FONT, "align": align, "text_wrap": True})
        for align in ("left", "center", "right")
    }
    for position, column in enumerate(sheet.columns):
        page.set_column(position, position, column.width)
    page.freeze_panes(3, 0)
    page.repeat_rows(2)
    page.fit_to_pages(1, 0)
    page.set_paper(9)
    if len(sheet.columns) > 7:
        page.set_landscape()
    page.set_footer("&L" + str(watermark).replace("&", "&&") + "&R第 &P 页 共 &N 页")
    page.write_string(0, 0, str(sheet.title), title)
    page.write_string(1, 0, watermark.second_line, small)
    for position, column in enumerate(sheet.columns):
        page.write_string(2, position, str(column.label), head)
    written = 0
    for written, row in enumerate(rows, start=1):
        for position, column in enumerate(sheet.columns):
            _write(page, written + 2, position, column, column.read(row), formats[column.align], unmasked)
    if written:
        page.autofilter(2, 0, written + 2, len(sheet.columns) - 1)
    book.close()
    return written


def _write(
    page: Any, line: int, position: int, column: Column, value: Any, style: Any, unmasked: bool
) -> None:
    if value is None or value == "":
        return
    if column.kind in NUMBERS and isinstance(value, (int, float, Decimal)) and not column.mask:
        page.write_number(line, position, value, style)
    else:
        page.write_string(line, position, shown(column, value, unmasked=unmasked)[:32767], style)


def csv_lines(
    sheet: Sheet, rows: Iterable[Any], watermark: Watermark, *, unmasked: bool = False
) -> Iterator[str]:
    """The same as CSV, line by line, beginning with the mark that tells Excel it is UTF-8."""
    yield "\ufeff" + _csv_line([str(sheet.title), str(watermark)])
    yield _csv_line([str(column.label) for column in sheet.columns])
    for row in rows:
        yield _csv_line([_harmless(shown(c, c.read(row), unmasked=unmasked), c) for c in sheet.columns])


def _csv_line(cells: Sequence[str]) -> str:
    out = io.StringIO()
    csv.writer(out).writerow(cells)
    return out.getvalue()


def _harmless(text: str, column: Column) -> str:
    return "'" + text if column.kind not in NUMBERS and text.startswith(_FORMULA_STARTS) else text


def spooled() -> BinaryIO:
    """Where a workbook is put together: in memory while small, on disk when large, gone when closed."""
    return cast(BinaryIO, tempfile.SpooledTemporaryFile(max_size=4 * 1024 * 1024))


def paper_rows(sheet: Sheet, rows: Iterable[Any], *, unmasked: bool = False) -> list[list[str]]:
    """Rows as a printed ledger takes them: `render_ledger(Ledger(title, sheet.columns), paper_rows(sheet, rows), …)`.

    Args:
        unmasked: what the official form requires in full; the paper is then issued, numbered and recorded.
    """
    return [[shown(column, column.read(row), unmasked=unmasked) for column in sheet.columns] for row in rows]
