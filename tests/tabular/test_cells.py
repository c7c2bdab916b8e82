import contextlib
from datetime import date, datetime
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.crypto.masks import mask_name, mask_phone
from core.crypto.sealing import Sealed
from core.tabular.cells import SHANGHAI, CellProblem, parse, plain_text, shown
from core.tabular.choices import Kind
from core.tabular.columns import Column

READ = [
    (Kind.TEXT, "  王明\u200b ", "王明"),
    (Kind.TEXT, 13812345678.0, "13812345678"),
    (Kind.TEXT, None, None),
    (Kind.INTEGER, "１２", 12),
    (Kind.INTEGER, 12.0, 12),
    (Kind.INTEGER, "1,200", 1200),
    (Kind.DECIMAL, "3.50", Decimal("3.50")),
    (Kind.DATE, date(2026, 11, 22), date(2026, 11, 22)),
    (Kind.DATE, datetime.fromisoformat("2026-11-22T08:00"), date(2026, 11, 22)),
    (Kind.DATE, "2026年11月2日", date(2026, 11, 2)),
    (Kind.DATE, "2026/1/2", date(2026, 1, 2)),
    (Kind.DATE, "2026.01.02", date(2026, 1, 2)),
    (Kind.DATE, 20260102.0, date(2026, 1, 2)),
    (Kind.MOMENT, "2026-11-22 14:05", datetime(2026, 11, 22, 14, 5, tzinfo=SHANGHAI)),
    (Kind.YES_NO, "是", True),
    (Kind.YES_NO, True, True),
    (Kind.YES_NO, "N", False),
    (Kind.CHOICE, "低", "LOW"),
    (Kind.CHOICE, "LOW", "LOW"),
    (Kind.PHONE, 13812345678.0, "13812345678"),
    (Kind.PHONE, "138 1234 5678", "13812345678"),
    (Kind.PHONE, "+86 138-1234-5678", "13812345678"),
    (Kind.PHONE, "0313－5512345", "0313-5512345"),
    (Kind.ID_NUMBER, "11010519491231002x", "11010519491231002X"),
]
REFUSED = [
    (Kind.TEXT, "#REF!", "公式错误"),
    (Kind.TEXT, "长" * 201, "超过 200 个字"),
    (Kind.INTEGER, "十二", "不是数字"),
    (Kind.INTEGER, "1.5", "整数"),
    (Kind.INTEGER, "nan", "不是数字"),
    (Kind.DATE, "2026-13-01", "不是日期"),
    (Kind.DATE, "昨天", "不是日期"),
    (Kind.MOMENT, "2026-11-22 25:00", "不是时间"),
    (Kind.YES_NO, "也许", "应填"),
    (Kind.CHOICE, "中", "不在可选范围：低、高"),
    (Kind.PHONE, "12345", "不是电话"),
    (Kind.ID_NUMBER, "110105194912310021", "校验位"),
    (Kind.ID_NUMBER, "1101051949", "18位"),
    (Kind.ID_NUMBER, 1.10105194912310e17, "存成了数字"),
]


def column(kind: Kind, **more: Any) -> Column:
    return Column("x", "列", kind=kind, choices={"LOW": "低", "HIGH": "高"}, **more)


@pytest.mark.parametrize(("kind", "cell", "value"), READ)
def test_a_cell_is_read_as_its_column_says(kind: Kind, cell: Any, value: Any) -> None:
    assert parse(column(kind), cell) == value


@pytest.mark.parametrize(("kind", "cell", "told"), REFUSED)
def test_a_wrong_cell_is_refused_in_chinese(kind: Kind, cell: Any, told: str) -> None:
    with pytest.raises(CellProblem, match=told):
        parse(column(kind), cell)


def test_a_required_cell_is_missed() -> None:
    with pytest.raises(CellProblem, match="必填"):
        parse(column(Kind.TEXT, required=True), "  ")


def test_the_columns_own_word_is_the_last() -> None:
    def even(value: int) -> int:
        if value % 2:
            raise ValueError("应为双数")
        return value

    assert parse(column(Kind.INTEGER, clean=even), 4) == 4
    with pytest.raises(CellProblem, match="双数"):
        parse(column(Kind.INTEGER, clean=even), 3)


@given(
    st.one_of(
        st.none(), st.booleans(), st.floats(), st.integers(), st.text(max_size=40), st.datetimes(), st.dates()
    )
)
def test_whatever_stands_in_a_cell_is_read_or_refused(cell: Any) -> None:
    for kind in Kind:
        with contextlib.suppress(CellProblem):
            parse(column(kind), cell)


@given(st.text(max_size=60))
def test_no_control_character_comes_through(text: str) -> None:
    assert not any(ord(c) < 32 and c not in "\n\t" for c in plain_text(text))


def test_what_is_shown_is_masked_until_somebody_approves() -> None:
    name = Column("n", "姓名", mask=mask_name)
    assert shown(name, "王明") == "王*"
    assert shown(name, "王明", unmasked=True) == "王明"
    sealed = Sealed.fresh("13812345678", mask_phone)
    assert shown(column(Kind.PHONE), sealed) == "138****5678"
    assert shown(column(Kind.PHONE), sealed, unmasked=True) == "13812345678"
    assert shown(column(Kind.CHOICE), "LOW") == "低"
    assert shown(column(Kind.YES_NO), False) == "否"
    assert shown(column(Kind.DATE), date(2026, 1, 2)) == "2026-01-02"
    assert shown(column(Kind.TEXT), None) == ""
