"""Two workbooks around an import: the empty form to fill in, and the filled one with its errors marked."""

from collections.abc import Mapping, Sequence
from typing import Any, BinaryIO, Final

from django.utils.translation import gettext as _

from core.tabular.cells import plain_text
from core.tabular.checking import RowError
from core.tabular.choices import Kind
from core.tabular.columns import Column, Sheet
from core.tabular.reading import Grid
from core.tabular.writing import FONT, new_workbook

FORM_ROWS: Final = 2000
LIST_LIMIT: Final = 255
_HOW: Final = {
    Kind.TEXT: "文字",
    Kind.INTEGER: "整数",
    Kind.DECIMAL: "数字",
    Kind.DATE: "日期，如 2026-11-22",
    Kind.MOMENT: "时间，如 2026-11-22 14:05",
    Kind.YES_NO: "是 或 否",
    Kind.CHOICE: "从列表中选择",
    Kind.PHONE: "手机或带区号的座机",
    Kind.ID_NUMBER: "18位身份证号（文本格式）",
    Kind.HELD_ID_NUMBER: "18位身份证号（文本格式）",
    Kind.MONTH: "年月，如 1968-10",
}


def write_form(sheet: Sheet, out: BinaryIO) -> None:
    """The workbook to fill in: heads with * where a value is needed, lists to choose from, and how to fill each."""
    book = new_workbook(out)
    page = book.add_worksheet(_("填写"))
    text = book.add_format({**FONT, "num_format": "@"})
    day = book.add_format({**FONT, "num_format": "yyyy-mm-dd"})
    needed = book.add_format({**FONT, "bold": True, "bg_color": "#fdf1d7", "border": 1})
    head = book.add_format({**FONT, "bold": True, "bg_color": "#eaf1fa", "border": 1})
    page.freeze_panes(1, 0)
    for position, column in enumerate(sheet.columns):
        page.set_column(position, position, column.width, day if column.kind == Kind.DATE else text)
        label = str(column.label)
        page.write_string(
            0, position, f"{label}*" if column.required else label, needed if column.required else head
        )
        if choices := _list_of(column):
            page.data_validation(1, position, FORM_ROWS, position, {"validate": "list", "source": choices})
    how = book.add_worksheet(_("填写说明"))
    for position, (label, width) in enumerate(
        ((_("列"), 16), (_("必填"), 8), (_("怎么填"), 40), (_("示例"), 24))
    ):
        how.set_column(position, position, width)
        how.write_string(0, position, label, head)
    for line, column in enumerate(sheet.columns, start=1):
        how.write_string(line, 0, str(column.label))
        how.write_string(line, 1, _("是") if column.required else "")
        how.write_string(line, 2, "；".join(filter(None, [_(_HOW[column.kind]), str(column.help)])))
        how.write_string(line, 3, column.example)
    if sheet.note:
        how.write_string(len(sheet.columns) + 2, 0, str(sheet.note))
    book.close()


def write_errors(sheet: Sheet, grid: Grid, errors: Sequence[RowError], out: BinaryIO) -> None:
    """The rows as they were uploaded, wrong cells marked, and a last column that says what is wrong in each."""
    by_row: dict[int, list[RowError]] = {}
    for error in errors:
        by_row.setdefault(error.number, []).append(error)
    at = {key: position for position, key in enumerate(grid.keys) if key}
    labels: Mapping[str, str] = {column.key: str(column.label) for column in sheet.columns}
    book = new_workbook(out)
    page = book.add_worksheet(_("错误"))
    head = book.add_format({**FONT, "bold": True, "bg_color": "#eaf1fa", "border": 1})
    plain = book.add_format({**FONT, "num_format": "@"})
    marked = book.add_format(
        {**FONT, "num_format": "@", "bg_color": "#fde2df", "font_color": "#b0231c", "border": 1}
    )
    said = book.add_format({**FONT, "font_color": "#b0231c", "text_wrap": True})
    page.freeze_panes(1, 0)
    width = len(grid.headers)
    for position, header in enumerate(grid.headers):
        page.set_column(position, position, 16)
        page.write_string(0, position, header, head)
    page.set_column(width, width + 1, 12)
    page.set_column(width + 1, width + 1, 48)
    page.write_string(0, width, _("原行号"), head)
    page.write_string(0, width + 1, _("错误"), head)
    line = 0
    for offset, row in enumerate(grid.rows):
        number = grid.first_row + offset
        wrong = by_row.get(number, [])
        if not any(plain_text(cell) for cell in row):
            continue
        line += 1
        bad = {at[error.key] for error in wrong if error.key in at}
        _write_row(page, line, row[:width], bad, plain, marked)
        page.write_number(line, width, number)
        if wrong:
            sentence = "；".join(
                f"{labels.get(e.key, '')}：{e.message}" if e.key else e.message for e in wrong
            )
            page.write_string(line, width + 1, sentence[:32767], said)
    page.autofilter(0, 0, max(line, 1), width + 1)
    book.close()


def _write_row(page: Any, line: int, row: Sequence[Any], bad: set[int], plain: Any, marked: Any) -> None:
    for position in range(max(len(row), max(bad, default=-1) + 1)):
        text = plain_text(row[position]) if position < len(row) else ""
        if position in bad:
            page.write_string(line, position, text, marked) if text else page.write_blank(
                line, position, None, marked
            )
        elif text:
            page.write_string(line, position, text[:32767], plain)


def _list_of(column: Column) -> list[str]:
    """A list to choose from, unless a spreadsheet can't hold it (255 characters)."""
    if column.kind == Kind.YES_NO:
        return ["是", "否"]
    labels = [str(label) for label in column.labels.values()] if column.kind == Kind.CHOICE else []
    return labels if len(",".join(labels)) <= LIST_LIMIT else []
