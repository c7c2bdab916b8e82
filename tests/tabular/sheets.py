"""A sheet and workbooks for the tests of this room."""

import io
from collections.abc import Sequence
from typing import Any

import xlsxwriter

from core.crypto.masks import mask_phone
from core.tabular.choices import Kind
from core.tabular.columns import Column, Sheet

PEOPLE = Sheet(
    "people",
    "人员",
    [
        Column("name", "姓名", required=True, aliases=("人员姓名",), order="name"),
        Column("phone", "手机", kind=Kind.PHONE, unique=True, mask=mask_phone),
        Column("since", "任职日期", kind=Kind.DATE),
        Column("households", "户数", kind=Kind.INTEGER, min_value=0, max_value=999, order="households"),
        Column("risk", "风险等级", kind=Kind.CHOICE, choices={"LOW": "低", "HIGH": "高"}),
    ],
)
HEAD = ["姓名", "手机", "任职日期", "户数", "风险等级"]


def workbook(
    rows: Sequence[Sequence[Any]], head: Sequence[str] = HEAD, above: Sequence[Sequence[Any]] = ()
) -> bytes:
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, {"in_memory": True})
    page = book.add_worksheet()
    for line, row in enumerate([*above, head, *rows]):
        for position, value in enumerate(row):
            if value is not None:
                page.write(line, position, value)
    book.close()
    return out.getvalue()


def person(n: int, **changed: Any) -> list[Any]:
    row = {
        "name": f"王{n}",
        "phone": f"1381234{n:04d}",
        "since": "2026-11-22",
        "households": n % 900,
        "risk": "低",
    }
    return list({**row, **changed}.values())
