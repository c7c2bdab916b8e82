"""What an upload may be, looked at before anything opens it.

A workbook is a zip: a few kilobytes can hold gigabytes, and one cell in the last corner of a sheet makes a reader
lay out the whole rectangle. Both are refused by counting, never by trusting what the file says of itself.
"""

import io
import re
import zipfile
from dataclasses import dataclass
from typing import Final

from django.utils.translation import gettext as _


@dataclass(frozen=True, slots=True)
class Limits:
    max_bytes: int = 10 * 1024 * 1024
    max_rows: int = 50_000
    max_columns: int = 200
    max_unpacked: int = 300 * 1024 * 1024
    max_entries: int = 2_000


LIMITS: Final = Limits()
XLSX, XLS, CSV = "xlsx", "xls", "csv"
_OLE: Final = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_SHEET = re.compile(r"xl/worksheets/[^/]+\.xml", re.IGNORECASE)
# A cell with something in it; styled empty cells close themselves and are skipped by the reader.
_CELL = re.compile(rb'<(?:\w+:)?c\b[^<>]*?\br="([A-Za-z]{1,4})(\d{1,9})"[^<>]*?(?<!/)>')
_ROW = re.compile(rb'<(?:\w+:)?row\b[^<>]*?\br="(\d{1,9})"[^<>]*?(?<!/)>')
_CHUNK: Final = 1 << 20
_OVERLAP: Final = 512


class UploadRefused(Exception):
    """Why the file isn't taken, in the clerk's words."""


def kind_of(content: bytes, limits: Limits = LIMITS) -> str:
    """xlsx, xls or csv.

    Raises:
        UploadRefused: too large, empty, packed too tightly, protected, or something else altogether.
    """
    if not content:
        raise UploadRefused(_("文件是空的"))
    if len(content) > limits.max_bytes:
        raise UploadRefused(_("文件超过 %(n)s MB，请分几次导入") % {"n": limits.max_bytes // 1024 // 1024})
    if content.startswith(b"PK"):
        _look_into(content, limits)
        return XLSX
    if content.startswith(_OLE):
        if b"E\0n\0c\0r\0y\0p\0t\0e\0d\0P\0a\0c\0k\0a\0g\0e" in content:
            raise UploadRefused(_("文件有密码保护，请去掉密码后再上传"))
        return XLS
    if b"\0" in content[:4096]:
        raise UploadRefused(_("不认识的文件：请上传 Excel（.xlsx、.xls）或 CSV 文件"))
    return CSV


def _look_into(content: bytes, limits: Limits) -> None:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as book:
            entries = book.infolist()
            if len(entries) > limits.max_entries or sum(e.file_size for e in entries) > limits.max_unpacked:
                raise UploadRefused(_("文件展开后过大，请另存为普通工作簿后再上传"))
            if not any(_SHEET.fullmatch(entry.filename) for entry in entries):
                raise UploadRefused(_("不认识的文件：请上传 Excel（.xlsx、.xls）或 CSV 文件"))
            for entry in entries:
                _read_through(book, entry, limits)
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, EOFError, OSError):
        raise UploadRefused(_("文件已损坏或有密码保护，打不开")) from None


def _read_through(book: zipfile.ZipFile, entry: zipfile.ZipInfo, limits: Limits) -> None:
    """Unpack the entry piece by piece: zipfile stops at the declared size and checks the sum, so that no entry is
    longer than it says."""
    is_sheet = _SHEET.fullmatch(entry.filename) is not None
    with book.open(entry) as part:
        tail = b""
        while piece := part.read(_CHUNK):
            if is_sheet:
                _measure(tail + piece, limits)
                tail = piece[-_OVERLAP:]


def _measure(xml: bytes, limits: Limits) -> None:
    for row in _ROW.findall(xml):
        if int(row) > limits.max_rows * 2:
            raise UploadRefused(_("表格超过 %(n)s 行，请分几次导入") % {"n": limits.max_rows})
    for letters, row in _CELL.findall(xml):
        if len(letters) > 2 or _column_number(letters) > limits.max_columns:
            raise UploadRefused(_("表格超过 %(n)s 列，请删去多余的列") % {"n": limits.max_columns})
        if int(row) > limits.max_rows * 2:
            raise UploadRefused(_("表格超过 %(n)s 行，请分几次导入") % {"n": limits.max_rows})


def _column_number(letters: bytes) -> int:
    number = 0
    for letter in letters.upper():
        number = number * 26 + letter - 64
    return number
