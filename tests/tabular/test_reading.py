import io
import zipfile

import pytest
import xlsxwriter

from core.tabular.checking import check_grid
from core.tabular.reading import missing_columns, normal_header, read_grid
from core.tabular.unpacking import Limits, UploadRefused, kind_of
from tests.tabular.sheets import HEAD, PEOPLE, person, workbook


def test_a_workbook_is_read_by_its_headings_whatever_their_order_and_spelling() -> None:
    head = ["手 机", "人员姓名（必填）*", "户数", "不认识的列"]
    grid = read_grid(workbook([["13812345678", "王明", 3, "x"]], head), PEOPLE)
    assert grid.keys == ("phone", "name", "households", None)
    assert grid.unknown == [(3, "不认识的列")]
    (row,) = check_grid(PEOPLE, grid).rows
    assert (row.number, row["name"], row["phone"], row["households"], row["since"]) == (
        2,
        "王明",
        "13812345678",
        3,
        None,
    )


def test_titles_above_the_head_are_passed_over_and_rows_keep_their_numbers() -> None:
    content = workbook(
        [person(1), [None] * 5, person(2)], above=[["2026年人员花名册"], ["填报单位：", "李家地镇"]]
    )
    checked = check_grid(PEOPLE, read_grid(content, PEOPLE))
    assert [row.number for row in checked.rows] == [4, 6]
    assert checked.total == 2


def test_a_heading_that_was_matched_before_is_remembered() -> None:
    content = workbook([["王明", "13812345678", 3]], ["姓名", "联系方式", "户数"])
    assert read_grid(content, PEOPLE).keys == ("name", None, "households")
    remembered = {"联系方式": "phone", "户数": ""}  # "": this column of theirs is left out
    assert read_grid(content, PEOPLE, remembered=remembered).keys == ("name", "phone", None)


def test_every_error_is_collected_by_row_and_column() -> None:
    content = workbook(
        [
            person(1),
            person(2, name=None, phone="12", households=-1, risk="中"),
            person(3, since="昨天"),
            person(1, name="重复"),
        ]
    )
    checked = check_grid(PEOPLE, read_grid(content, PEOPLE))
    assert [(e.number, e.key) for e in checked.errors] == [
        (3, "name"),
        (3, "phone"),
        (3, "households"),
        (3, "risk"),
        (4, "since"),
        (5, "phone"),
    ]
    assert "与第 2 行重复" in checked.errors[-1].message
    assert [row.number for row in checked.rows] == [2, 5]


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-8", "gb18030"])
def test_csv_comes_in_in_either_encoding(encoding: str) -> None:
    text = ",".join(HEAD) + "\r\n王明,13812345678,2026-11-22,3,低\r\n"
    (row,) = check_grid(PEOPLE, read_grid(text.encode(encoding), PEOPLE)).rows
    assert row["risk"] == "LOW"


def test_a_missing_required_column_is_named() -> None:
    grid = read_grid(workbook([["13812345678", 3]], ["手机", "户数"]), PEOPLE)
    assert missing_columns(PEOPLE, grid.keys) == ["姓名"]


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (b"", "空的"),
        (b"%PDF-1.7\0\0", "不认识"),
        (b"PK\x03\x04broken", "损坏"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "损坏"),
        (b"hello", "找不到表头"),
    ],
)
def test_a_file_that_is_no_sheet_is_refused_in_a_sentence(content: bytes, told: str) -> None:
    with pytest.raises(UploadRefused, match=told):
        read_grid(content, PEOPLE)


def test_two_columns_of_one_name_are_told_apart_by_their_letters_until_somebody_says_which() -> None:
    content = workbook([["王二", "赵敏", "x", "y"]], ["姓名", "人员姓名", "备用", "备用"])
    grid = read_grid(content, PEOPLE)
    assert grid.headers == ("姓名（A 列）", "人员姓名（B 列）", "备用（C 列）", "备用（D 列）")
    assert grid.unclear == ("name",)
    assert grid.keys == (None, None, None, None)
    said = {normal_header("姓名（A 列）"): "name", normal_header("人员姓名（B 列）"): ""}
    grid = read_grid(content, PEOPLE, remembered=said)
    assert grid.unclear == ()
    assert grid.keys == ("name", None, None, None)


def test_no_rows_two_columns_for_one_and_no_head_are_refused() -> None:
    with pytest.raises(UploadRefused, match="没有数据"):
        read_grid(workbook([]), PEOPLE)
    with pytest.raises(UploadRefused, match="有两列都是 姓名"):
        read_grid(
            workbook([["a", "b"]], ["姓名", "人员姓名"]),
            PEOPLE,
            remembered={normal_header("姓名（A 列）"): "name", normal_header("人员姓名（B 列）"): "name"},
        )
    with pytest.raises(UploadRefused, match="应有一行写着 姓名"):
        read_grid(workbook([["a", "b"]], ["甲", "乙"]), PEOPLE)


def test_caps_on_size_and_rows() -> None:
    content = workbook([person(n) for n in range(30)])
    with pytest.raises(UploadRefused, match="20 行"):
        read_grid(content, PEOPLE, limits=Limits(max_rows=20))
    with pytest.raises(UploadRefused, match="MB"):
        kind_of(content, Limits(max_bytes=1000))


def test_a_zip_bomb_is_refused_before_it_unfolds() -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as book:
        book.writestr("xl/worksheets/sheet1.xml", b"0" * 30_000_000)
    assert len(out.getvalue()) < 50_000
    with pytest.raises(UploadRefused, match="展开后过大"):
        kind_of(out.getvalue(), Limits(max_unpacked=20_000_000))


def test_a_zip_that_lies_about_its_size_is_refused() -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as book:
        book.writestr("xl/worksheets/sheet1.xml", b"0" * 5_000_000)
    lied = out.getvalue().replace((5_000_000).to_bytes(4, "little"), (100).to_bytes(4, "little"))
    with pytest.raises(UploadRefused, match="损坏"):
        kind_of(lied)


@pytest.mark.parametrize("corner", ["XFD1", "A1048576", "XFD1048576"])
def test_one_cell_in_the_last_corner_is_refused(corner: str) -> None:
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, {"in_memory": True})
    page = book.add_worksheet()
    page.write("A1", "姓名")
    page.write(corner, "x")
    book.close()
    with pytest.raises(UploadRefused, match="超过"):
        read_grid(out.getvalue(), PEOPLE)


def test_hidden_sheets_are_not_read() -> None:
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, {"in_memory": True})
    first, second = book.add_worksheet("藏"), book.add_worksheet("人员")
    first.write_row(0, 0, HEAD)
    first.write_row(1, 0, person(1))
    first.hide()
    second.activate()
    second.set_first_sheet()
    second.write_row(0, 0, HEAD)
    second.write_row(1, 0, person(2))
    book.close()
    (row,) = check_grid(PEOPLE, read_grid(out.getvalue(), PEOPLE)).rows
    assert row["name"] == "王2"
