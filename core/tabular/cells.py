"""From a cell to a value, with a sentence for the clerk where it is none; and from a value to what stands in a cell."""

import re
import unicodedata
from datetime import date, datetime, time
from decimal import Decimal, InvalidOperation
from typing import Any, Final
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _

from core.crypto.sealing import Sealed
from core.rules.identity import born_in, id_check_digit
from core.rules.phones import LANDLINE, MOBILE
from core.tabular.choices import Kind
from core.tabular.columns import Column

SHANGHAI: Final = ZoneInfo("Asia/Shanghai")
YES: Final = frozenset({"是", "有", "对", "√", "y", "yes", "true", "1"})
NO: Final = frozenset({"否", "无", "不", "×", "n", "no", "false", "0"})
FORMULA_ERRORS: Final = frozenset({"#N/A", "#REF!", "#VALUE!", "#DIV/0!", "#NAME?", "#NUM!", "#NULL!"})
_DATE = re.compile(r"(\d{4})\s*[-/.年]\s*(\d{1,2})\s*[-/.月]\s*(\d{1,2})\s*日?")
_PACKED_DATE = re.compile(r"(\d{4})(\d{2})(\d{2})")
_MONTH = re.compile(r"(\d{4})\s*[-/.年]\s*(\d{1,2})\s*月?|(\d{4})(\d{2})")
_PHONE = re.compile(rf"{MOBILE}|{LANDLINE}(?:-\d{{1,6}})?|\d{{7,8}}|400-?\d{{3}}-?\d{{4}}")
ID_DIGITS: Final = 18
PRECISE_DIGITS: Final = 15
"""A spreadsheet's number keeps this many digits; a longer one has lost its end."""


class CellProblem(ValueError):
    """Why a cell can't be taken, in the clerk's words."""


def parse(column: Column, cell: Any) -> Any:
    """The value of a cell; None where it is empty.

    Raises:
        CellProblem: it can't be read, is missing, too long, or refused by the column's own `clean`.
    """
    text = plain_text(cell)
    if text in FORMULA_ERRORS:
        raise CellProblem(_("单元格是公式错误 %(text)s") % {"text": text})
    if not text:
        if column.required:
            raise CellProblem(_("必填"))
        return None
    value = _PARSERS[column.kind](column, cell, text)
    if column.clean is None:
        return value
    try:
        return column.clean(value)
    except CellProblem:
        raise
    except ValueError as error:
        raise CellProblem(str(error)) from None


def plain_text(cell: Any) -> str:
    """What the clerk sees in the cell, without the blanks round it."""
    if cell is None:
        return ""
    if isinstance(cell, bool):
        return "是" if cell else "否"
    if isinstance(cell, float):
        return str(int(cell)) if cell.is_integer() and abs(cell) < 1e18 else repr(cell)
    if isinstance(cell, datetime):
        return f"{cell:%Y-%m-%d}" if cell.time() == time() else f"{cell:%Y-%m-%d %H:%M}"
    if isinstance(cell, date):
        return cell.isoformat()
    text = str(cell)
    if not text.isprintable():  # which holds of nearly every cell, and is asked much faster
        text = "".join(c for c in text if c in "\n\t" or unicodedata.category(c) not in ("Cc", "Cf"))
    return text.strip()


def shown(column: Column, value: Any, *, unmasked: bool = False) -> str:
    """What stands in the cell of a page, a sheet out or a printed ledger."""
    if isinstance(value, Sealed):
        return value.reveal() if unmasked else value.masked
    if value is None:
        return ""
    if column.kind == Kind.YES_NO:
        return _("是") if value else _("否")
    if column.kind == Kind.CHOICE and value in column.labels:
        return str(column.labels[value])
    if isinstance(value, datetime):
        return f"{value.astimezone(SHANGHAI) if value.tzinfo else value:%Y-%m-%d %H:%M}"
    if isinstance(value, date):
        return f"{value:%Y-%m}" if column.kind == Kind.MONTH else value.isoformat()
    text = str(value)
    return column.mask(text) if column.mask is not None and not unmasked else text


def _text(column: Column, cell: Any, text: str) -> str:
    if len(text) > column.max_length:
        raise CellProblem(_("超过 %(n)s 个字") % {"n": column.max_length})
    return text


def _number(column: Column, text: str) -> Decimal:
    try:
        value = Decimal(unicodedata.normalize("NFKC", text).replace(",", ""))
    except InvalidOperation:
        raise CellProblem(_("不是数字：%(text)s") % {"text": text[:20]}) from None
    if not value.is_finite():
        raise CellProblem(_("不是数字：%(text)s") % {"text": text[:20]})
    if column.min_value is not None and value < column.min_value:
        raise CellProblem(_("不能小于 %(n)s") % {"n": column.min_value})
    if column.max_value is not None and value > column.max_value:
        raise CellProblem(_("不能大于 %(n)s") % {"n": column.max_value})
    return value


def _integer(column: Column, cell: Any, text: str) -> int:
    value = _number(column, text)
    if value != value.to_integral_value() or abs(value) > 10**15:
        raise CellProblem(_("应为整数"))
    return int(value)


def _decimal(column: Column, cell: Any, text: str) -> Decimal:
    return _number(column, text)


def _day(column: Column, cell: Any, text: str) -> date:
    if isinstance(cell, datetime):
        return cell.date()
    if isinstance(cell, date):
        return cell
    found = _DATE.fullmatch(text) or _PACKED_DATE.fullmatch(text)
    try:
        return date(*map(int, found.groups())) if found else date.fromisoformat(text)
    except ValueError:
        raise CellProblem(_("不是日期：%(text)s，应为 2026-11-22 这样的格式") % {"text": text[:20]}) from None


def _month(column: Column, cell: Any, text: str) -> date:
    if isinstance(cell, float) and not cell.is_integer():
        raise CellProblem(_("%(text)s 分不清是几月，请写成 1968-10 这样的格式") % {"text": text[:20]})
    found = None if isinstance(cell, (date, datetime)) else _MONTH.fullmatch(text)
    if found is None:
        return _day(column, cell, text)
    year, month = (int(part) for part in found.groups() if part)
    try:
        return date(year, month, 1)
    except ValueError:
        raise CellProblem(_("不是年月：%(text)s，应为 1968-10 这样的格式") % {"text": text[:20]}) from None


def _moment(column: Column, cell: Any, text: str) -> datetime:
    if isinstance(cell, datetime):
        return cell.replace(tzinfo=SHANGHAI)
    day, _blank, clock = text.replace("T", " ").partition(" ")
    on = _day(column, None, day)
    try:
        at = time.fromisoformat(clock.strip()) if clock.strip() else time()
    except ValueError:
        raise CellProblem(_("不是时间：%(text)s，应为 2026-11-22 14:05") % {"text": text[:20]}) from None
    return datetime.combine(on, at, tzinfo=SHANGHAI)


def _yes_no(column: Column, cell: Any, text: str) -> bool:
    if (word := text.casefold()) in YES:
        return True
    if word in NO:
        return False
    raise CellProblem(_("应填“是”或“否”"))


def _choice(column: Column, cell: Any, text: str) -> Any:
    if text in column.words:
        return column.words[text]
    labels = column.labels
    for value, label in labels.items():
        if text in (str(label), str(value)):
            return value
    known = "、".join(str(label) for label in labels.values())
    raise CellProblem(_("“%(text)s”不在可选范围：%(known)s") % {"text": text[:20], "known": known[:120]})


def _phone(column: Column, cell: Any, text: str) -> str:
    number = re.sub(r"[\s—－-]+", "-", unicodedata.normalize("NFKC", text)).removeprefix("+86").strip("-")
    bare = number.replace("-", "")
    if re.fullmatch(MOBILE, bare):
        return bare
    if not _PHONE.fullmatch(number):
        raise CellProblem(_("不是电话号码：%(text)s") % {"text": text[:20]})
    return number


def _id_number(column: Column, cell: Any, text: str) -> str:
    number = _held_id_number(column, cell, text)
    if number[-1] != id_check_digit(number[:17]):
        raise CellProblem(_("身份证号校验位不对，请核对"))
    return number


def _held_id_number(column: Column, cell: Any, text: str) -> str:
    """A number as a card shows it: possible, though its check digit may fail (号码待核实)."""
    if isinstance(cell, (int, float)) and len(text) > PRECISE_DIGITS:
        raise CellProblem(_("证件号码被存成了数字，末尾已丢失：请把该列设为文本后重新填写"))
    number = unicodedata.normalize("NFKC", text).upper().replace(" ", "")
    if not re.fullmatch(r"\d{17}[\dX]", number):
        raise CellProblem(
            _("身份证号应为18位，现为%(n)s位") % {"n": len(number)}
            if len(number) != ID_DIGITS
            else _("身份证号里有不该出现的字符")
        )
    if born_in(number) is None:
        raise CellProblem(_("身份证号里的出生日期不存在"))
    return number


_PARSERS: Final = {
    Kind.TEXT: _text,
    Kind.INTEGER: _integer,
    Kind.DECIMAL: _decimal,
    Kind.DATE: _day,
    Kind.MOMENT: _moment,
    Kind.YES_NO: _yes_no,
    Kind.CHOICE: _choice,
    Kind.PHONE: _phone,
    Kind.ID_NUMBER: _id_number,
    Kind.HELD_ID_NUMBER: _held_id_number,
    Kind.MONTH: _month,
}
