import io
import tracemalloc
from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

import pytest
import python_calamine

from core.tabular.checking import check_grid
from core.tabular.forms_out import write_errors, write_form
from core.tabular.reading import read_grid
from core.tabular.writing import Watermark, csv_lines, write_workbook
from tests.tabular.sheets import HEAD, PEOPLE, person, workbook

MARK = Watermark("赵敏（zhaomin）", datetime(2026, 11, 22, 4, 0, tzinfo=UTC))
WANG = {
    "name": '=HYPERLINK("http://x")',
    "phone": "13812345678",
    "since": date(2026, 11, 22),
    "households": 12,
    "risk": "HIGH",
}


def cells(content: bytes, sheet: int = 0) -> list[list[Any]]:
    book = python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(content))
    return book.get_sheet_by_index(sheet).to_python()


def written(rows: Any, **more: Any) -> bytes:
    out = io.BytesIO()
    write_workbook(PEOPLE, rows, MARK, out, **more)
    return out.getvalue()


def test_a_sheet_out_is_masked_and_says_who_took_it() -> None:
    title, mark, head, row = cells(written([WANG]))
    assert title[0] == "人员"
    assert mark[0] == "导出人：赵敏（zhaomin）　导出时间：2026-11-22 12:00:00　已脱敏"
    assert head == HEAD
    assert row == ['=HYPERLINK("http://x")', "138****5678", "2026-11-22", 12.0, "高"]


def test_a_sheet_says_what_its_rows_were_asked_by() -> None:
    out = io.BytesIO()
    write_workbook(PEOPLE, [WANG], replace(MARK, filters="康保镇 2026-06-01 至 2026-09-30"), out)
    assert cells(out.getvalue())[1][0].startswith("条件：康保镇 2026-06-01 至 2026-09-30　导出人：赵敏")


def test_an_approved_sheet_is_in_full_and_says_so() -> None:
    out = io.BytesIO()
    mark = Watermark("赵敏", MARK.at, unmasked=True)
    assert write_workbook(PEOPLE, [WANG], mark, out, unmasked=True) == 1
    rows = cells(out.getvalue())
    assert "含明文" in rows[1][0]
    assert rows[3][1] == "13812345678"


def test_csv_can_be_opened_in_excel_and_starts_no_formula() -> None:
    lines = list(csv_lines(PEOPLE, [WANG], MARK))
    assert lines[0].startswith("\ufeff人员,导出人：赵敏")
    assert lines[2].startswith("\"'=HYPERLINK")
    assert "138****5678" in lines[2]


def test_what_goes_out_comes_in_again() -> None:
    content = written([{**WANG, "name": "王明"}], unmasked=True)
    (row,) = check_grid(PEOPLE, read_grid(content, PEOPLE)).rows
    assert dict(row.values) == {**WANG, "name": "王明"}


def test_memory_stays_flat() -> None:
    tracemalloc.start()
    written(WANG for _ in range(500))
    small = tracemalloc.get_traced_memory()[1]
    tracemalloc.reset_peak()
    written(WANG for _ in range(2_500))
    large = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert large < small * 2 + 500_000


def test_the_form_to_fill_in_is_read_by_its_own_headings() -> None:
    out = io.BytesIO()
    write_form(PEOPLE, out)
    assert cells(out.getvalue())[0] == ["姓名*", *HEAD[1:]]
    how = cells(out.getvalue(), 1)
    assert how[1][:2] == ["姓名", "是"]


def test_the_workbook_of_errors_keeps_the_rows_and_says_what_is_wrong() -> None:
    content = workbook([person(1), person(2, name=None, phone="12"), person(3)])
    grid = read_grid(content, PEOPLE)
    checked = check_grid(PEOPLE, grid)
    out = io.BytesIO()
    write_errors(PEOPLE, grid, checked.errors, out)
    head, first, second, _third = cells(out.getvalue())
    assert head == [*HEAD, "原行号", "错误"]
    assert first[-1] == ""
    assert second[5:] == [3.0, "姓名：必填；手机：不是电话号码：12"]
    corrected = read_grid(out.getvalue(), PEOPLE)  # corrected in place, it can be uploaded as it is
    assert corrected.keys[:5] == ("name", "phone", "since", "households", "risk")


@pytest.mark.parametrize("title", ["a/b:c*?[x]", "很长的标题" * 10, ""])
def test_any_title_makes_a_sheet(title: str) -> None:
    from dataclasses import replace

    out = io.BytesIO()
    write_workbook(replace(PEOPLE, title=title), [WANG], MARK, out)
    assert cells(out.getvalue())
