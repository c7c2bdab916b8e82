"""From the bytes of an upload to a grid: which row is the head, which column is which, and the rows below."""

import csv
import io
import re
import unicodedata
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

import python_calamine
from django.utils.translation import gettext as _
from xlsxwriter.utility import xl_col_to_name

from core.tabular.cells import plain_text
from core.tabular.columns import Sheet
from core.tabular.unpacking import CSV, LIMITS, Limits, UploadRefused, kind_of

HEAD_WITHIN_ROWS: Final = 10
Row = list[Any]


@dataclass(frozen=True, slots=True)
class Grid:
    """Attributes:
    headers: as they stand in the file; where two read alike, with the letter of their column.
    keys: column key by position, None where the heading isn't known.
    first_row: number of the first row below the head, as the clerk counts.
    unclear: keys that two headings lay claim to, and nobody in the county has said which.
    """

    headers: tuple[str, ...]
    keys: tuple[str | None, ...]
    rows: list[Row]
    first_row: int
    unclear: tuple[str, ...] = ()

    @property
    def unknown(self) -> list[tuple[int, str]]:
        return [
            (at, header)
            for at, (header, key) in enumerate(zip(self.headers, self.keys, strict=True))
            if header and key is None
        ]


def read_grid(
    content: bytes, sheet: Sheet, *, remembered: Mapping[str, str] | None = None, limits: Limits = LIMITS
) -> Grid:
    """Read an upload against a sheet.

    Args:
        remembered: normalised heading → key, as somebody in the county matched it before ("" leaves it out).

    Raises:
        UploadRefused: the file can't be read, has no head, no rows or too many, or lacks a required column.
    """
    table = _csv_rows(content) if kind_of(content, limits) == CSV else _book_rows(content)
    known = header_keys(sheet) | dict(remembered or {})
    at, keys = _find_head(table, known)
    if at < 0:
        wanted = "、".join(str(column.label) for column in sheet.columns if column.required)
        raise UploadRefused(_("找不到表头：前十行里应有一行写着 %(wanted)s") % {"wanted": wanted})
    headers, keys, unclear = _told_apart([plain_text(cell) for cell in table[at]], keys, known)
    twice = {key for key in keys if key and keys.count(key) > 1}
    if twice:
        labels = "、".join(str(sheet.column(key).label) for key in sorted(twice))
        raise UploadRefused(_("有两列都是 %(labels)s，请删去一列") % {"labels": labels})
    rows = table[at + 1 :]
    while rows and not any(plain_text(cell) for cell in rows[-1]):
        rows.pop()
    if not rows:
        raise UploadRefused(_("表头下面没有数据"))
    if len(rows) > limits.max_rows:
        raise UploadRefused(_("表格超过 %(n)s 行，请分几次导入") % {"n": limits.max_rows})
    return Grid(headers=headers, keys=keys, rows=rows, first_row=at + 2, unclear=unclear)


def missing_columns(sheet: Sheet, keys: Sequence[str | None]) -> list[str]:
    """Labels of required columns that the file lacks."""
    return [str(column.label) for column in sheet.columns if column.required and column.key not in keys]


def normal_header(text: str) -> str:
    """联系电话（必填）* and 联系 电话 are one heading."""
    text = unicodedata.normalize("NFKC", text)
    text = re.sub(r"[（(](?:必填|选填|可选)[)）]", "", text)
    return re.sub(r"[\s*:：_]+", "", text).casefold()


def header_keys(sheet: Sheet) -> dict[str, str]:
    """Normalised heading → column key, by label, alias and key."""
    return {
        normal_header(name): column.key
        for column in sheet.columns
        for name in (column.key, *column.aliases, str(column.label))
    }


def _find_head(table: list[Row], known: Mapping[str, str]) -> tuple[int, tuple[str | None, ...]]:
    """The row among the first ten with most known headings; at least two, or one in a sheet of one column."""
    best, at = 0, -1
    keys: tuple[str | None, ...] = ()
    for number, row in enumerate(table[:HEAD_WITHIN_ROWS]):
        found = tuple(known.get(normal_header(plain_text(cell))) or None for cell in row)
        count = sum(key is not None for key in found)
        filled = sum(bool(plain_text(cell)) for cell in row)
        if count > best and (count >= 2 or filled == 1):
            best, at, keys = count, number, found
    return at, keys


def _told_apart(
    headers: Sequence[str], keys: Sequence[str | None], known: Mapping[str, str]
) -> tuple[tuple[str, ...], tuple[str | None, ...], tuple[str, ...]]:
    """Headings that read alike or mean the same column (户主的电话, 干部的电话) get the letter of theirs: 电话（D 列）.

    Under that name the county can say once which is which.
    """
    alike = Counter(normal_header(header) for header in headers)
    same = Counter(key for key in keys if key)
    shown, meant, unclear = list(headers), list(keys), set()
    for at, (header, key) in enumerate(zip(headers, keys, strict=True)):
        if not header or (alike[normal_header(header)] < 2 and (key is None or same[key] < 2)):
            continue
        shown[at] = _("%(header)s（%(letter)s 列）") % {"header": header, "letter": xl_col_to_name(at)}
        said = known.get(normal_header(shown[at]))
        meant[at] = said or None
        if key and said is None:
            unclear.add(key)
    return tuple(shown), tuple(meant), tuple(sorted(unclear))


def _book_rows(content: bytes) -> list[Row]:
    try:
        with python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(content)) as book:
            for name in _visible(book):
                rows = book.get_sheet_by_name(name).to_python(skip_empty_area=False)
                if rows:
                    return rows
    except python_calamine.PasswordError:
        raise UploadRefused(_("文件有密码保护，请去掉密码后再上传")) from None
    except (python_calamine.CalamineError, ValueError, OSError):
        raise UploadRefused(_("文件已损坏，打不开；请在 Excel 或 WPS 里另存一份再上传")) from None
    raise UploadRefused(_("工作簿里没有数据"))


def _visible(book: python_calamine.CalamineWorkbook) -> Iterator[str]:
    for about in book.sheets_metadata:
        if about.visible == python_calamine.SheetVisibleEnum.Visible:
            yield about.name


def _csv_rows(content: bytes) -> list[Row]:
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            text = content.decode(encoding)
            break
        except UnicodeDecodeError:
            continue
    else:
        raise UploadRefused(_("文件编码不认识：请另存为 UTF-8 的 CSV，或直接上传 Excel 文件"))
    dialect = (
        "excel-tab" if text.split("\n", 1)[0].count("\t") > text.split("\n", 1)[0].count(",") else "excel"
    )
    try:
        return list(csv.reader(io.StringIO(text, newline=""), dialect))
    except csv.Error:
        raise UploadRefused(_("CSV 文件格式有误，打不开")) from None
