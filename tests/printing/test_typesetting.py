import io
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st
from pypdf import PdfReader

from core.printing.fonts import FontMissing
from core.printing.ledger import Ledger, LedgerColumn, render_ledger
from core.printing.qr import qr_svg
from core.printing.typesetting import FRAMES, LEDGER, Imprint, TypesettingFailed, render, template_version

NOON = datetime(2026, 11, 22, 4, 0, tzinfo=UTC)
IMPRINT = Imprint(NOON, "赵敏", "（2026）康调字第0012号", "812:9f86d081884c7d65")
COLUMNS = [
    LedgerColumn("纠纷类型"),
    LedgerColumn("纠纷简况", width=5),
    LedgerColumn("涉及人数", width=1, align="right"),
]
SHEET = Ledger(
    title="矛盾纠纷排查化解台账",
    columns=COLUMNS,
    unit="李家地镇综治中心",
    period_label="填报月份",
    period="2026年11月",
    signers=(("签发人", ""), ("制表人", "赵敏")),
    issued_by="康保县委政法委",
)


def pages_of(pdf: bytes) -> list[str]:
    return [
        page.extract_text().replace("\n", "").replace(" ", "") for page in PdfReader(io.BytesIO(pdf)).pages
    ]


def test_rows_that_share_their_first_column_bear_its_name_and_their_number_once() -> None:
    columns = [LedgerColumn("项目"), LedgerColumn("指标"), LedgerColumn("起数")]
    ledger = Ledger(title="情况表", columns=columns, merged=1)
    table = [["邻里", "排查数", "31"], ["邻里", "调处数", "32"], ["劳资", "排查数", "33"]]
    (page,) = pages_of(render_ledger(ledger, table, IMPRINT))
    assert page.count("邻里") == 1
    assert "排查数311邻里调处数322劳资排查数33" in page, "a name stands at the middle of its rows"


def rows(count: int) -> list[list[str]]:
    return [["邻里纠纷", f"第{n}件，宅基地边界", str(n)] for n in range(1, count + 1)]


def test_a_ledger_carries_unit_period_signers_and_its_imprint() -> None:
    (page,) = pages_of(render_ledger(SHEET, rows(5), IMPRINT))
    for text in (
        "矛盾纠纷排查化解台账",
        "填报单位（盖章）：李家地镇综治中心",
        "填报月份：2026年11月",
        "制表人：赵敏",
        "康保县委政法委制",
        "（2026）康调字第0012号",
        "打印2026-11-2212:00",
        "存证812:9f86d081884c7d65",
        "第1页共1页",
    ):
        assert text in page.replace("　", "")


def test_heads_repeat_and_pages_count_over_a_long_ledger() -> None:
    pages = pages_of(render_ledger(SHEET, rows(120), IMPRINT))
    assert len(pages) > 2
    for number, page in enumerate(pages, start=1):
        assert "纠纷简况" in page
        assert f"第{number}页共{len(pages)}页" in page.replace("　", "")


def test_a_ledger_in_parts_numbers_rows_and_pages_through() -> None:
    pages = pages_of(render_ledger(SHEET, rows(130), IMPRINT, rows_a_part=50))
    whole = "".join(pages)
    for n in (1, 50, 51, 100, 101, 130):
        assert f"第{n}件，宅基地边界" in whole
    for number, page in enumerate(pages, start=1):
        assert f"第{number}页共{len(pages)}页" in page.replace("　", "")
    assert whole.count("填报单位（盖章）") == whole.count("制表人") == 1
    assert "制表人" in pages[-1]


def test_an_empty_ledger_says_so() -> None:
    (page,) = pages_of(render_ledger(SHEET, [], IMPRINT))
    assert "本期无记录" in page


def test_more_than_seven_columns_lie_across() -> None:
    wide = Ledger(title="台账", columns=[LedgerColumn(f"列{n}") for n in range(9)])
    box = PdfReader(io.BytesIO(render_ledger(wide, [], IMPRINT))).pages[0].mediabox
    assert box.width > box.height


def test_equal_data_give_equal_bytes() -> None:
    assert render_ledger(SHEET, rows(3), IMPRINT) == render_ledger(SHEET, rows(3), IMPRINT)


@pytest.mark.parametrize(
    "evil",
    [
        '#panic("x")',
        '#read("/etc/passwd")',
        "$x^2$",
        '"); #panic("',
        "*粗*_斜_`码`",
        "\\u{41}",
        "@ref <label>",
        "//注释",
    ],
)
def test_what_a_resident_wrote_stays_text(evil: str) -> None:
    (page,) = pages_of(render_ledger(SHEET, [[evil, evil, "1"]], Imprint(NOON, evil, evil, "1:ab")))
    assert evil.replace(" ", "").replace('"', "") in page.replace('"', "").replace("“", "").replace("”", "")


@given(st.lists(st.text(max_size=20), min_size=3, max_size=3))
@hypothesis_settings(
    max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
def test_any_text_can_be_printed(row: list[str]) -> None:
    clean = ["".join(c for c in text if c.isprintable() and ord(c) < 0xD800) for text in row]
    assert render_ledger(SHEET, [clean], IMPRINT).startswith(b"%PDF")


def test_a_missing_font_is_an_error_and_names_itself(settings: Any) -> None:
    settings.FONT_FAMILIES = {"body": ["FangSong_GB2312", "Noto Serif SC"], "head": ["Noto Sans SC"]}
    with pytest.raises(FontMissing, match="FangSong_GB2312"):
        render_ledger(SHEET, [], IMPRINT)


def test_no_font_folder_is_an_error_too(settings: Any, tmp_path: Path) -> None:
    settings.FONT_DIRS = [str(tmp_path)]
    with pytest.raises(FontMissing, match="FENGGE_FONT_DIRS"):
        render_ledger(SHEET, [], IMPRINT)


def test_a_template_that_fails_says_where() -> None:
    with pytest.raises(TypesettingFailed, match=r"ledger\.typ"):
        render(LEDGER, {"title": "x"}, IMPRINT)


@pytest.mark.parametrize(
    "path", ["../../etc/passwd", "governance/settings.py", "core/printing/typst/none.typ"]
)
def test_only_templates_of_the_house_are_set(path: str) -> None:
    with pytest.raises(TypesettingFailed, match="no such template"):
        render(path, {}, IMPRINT)


def test_the_version_of_a_form_is_a_hash_of_it() -> None:
    assert len(template_version(LEDGER)) == 64
    assert template_version(LEDGER) != template_version(f"{FRAMES}/slip.typ")


def test_a_slip_carries_its_secret_once_per_slip_and_a_code_to_scan() -> None:
    slip = {
        "heading": "李家地镇综治中心　孙立国",
        "facts": [["姓名", "孙立国"], ["登录名", "sunliguo"]],
        "secret_label": "一次性激活码",
        "secret": "7KQM-4X2P",
        "qr": qr_svg("https://fengge.example/a/7KQM"),
        "steps": ["打开登录页"],
        "valid_until": "2026-11-29",
    }
    pdf = render(
        f"{FRAMES}/slip.typ", {"title": "账号激活单", "slips": [slip, slip], "receipt": True}, IMPRINT
    )
    (page,) = pages_of(pdf)
    assert page.count("7KQM-4X2P") == 2
    assert page.count("回执") == 2


@pytest.mark.parametrize(("paper", "width"), [("a4", 842), ("a3", 1191)])
def test_a_board_fills_one_page_of_its_paper(paper: str, width: int) -> None:
    board = {
        "paper": paper,
        "title": "十大股村第二网格公示牌",
        "scope": "东至乡道，南至小学",
        "facts": [["户数", "126"]],
        "people": [{"role": "网格长", "name": "李建国", "phone": "0313-5512110"}] * 3,
        "sections": [
            {"heading": "网格员职责", "lines": ["入户走访"] * 5},
            {"heading": "服务", "lines": ["调解"] * 5},
        ],
        "qr": qr_svg("https://fengge.example/r/1"),
        "hotline": "0313-5512345",
    }
    pdf = PdfReader(io.BytesIO(render(f"{FRAMES}/board.typ", board, IMPRINT)))
    assert len(pdf.pages) == 1
    assert round(float(pdf.pages[0].mediabox.width)) == width
