"""Draws the two Word templates in `word_templates/`: run `python -m disputes.word_forms` after a change here.

A county may lay its own copy of a template over ours: what stands in braces is all that `disputes.word` asks for.
"""

import datetime as dt
from pathlib import Path
from typing import Any, Final

from docx import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt

FOLDER: Final = Path(__file__).parent / "word_templates"
BODY: Final = "仿宋"
HEAD: Final = "黑体"
TITLE: Final = "宋体"
LATIN: Final = "Times New Roman"
DRAWN_AT: Final = dt.datetime(2026, 1, 1, tzinfo=dt.UTC)
LINE: Final = "＿＿＿＿＿＿＿＿＿＿"
"""Word underlines no blanks at a line's end in every version; a drawn line it keeps."""


def agreement() -> Any:
    """人民调解协议书."""
    sheet = _sheet("人民调解协议书")
    _text(sheet, "编号：{{ number }}", size=12, align=WD_ALIGN_PARAGRAPH.RIGHT)
    _parties(sheet)
    _part(sheet, "纠纷主要事实、争议事项", "facts|lines")
    _text(sheet, "经调解，自愿达成如下协议：", font=HEAD, keep=True)
    _loop(sheet, "term in terms", "{{ loop.index }}. {{ term }}")
    _part(sheet, "履行方式、时限", "performance|lines")
    _text(sheet, "{%p if instalments %}")
    table = _table(sheet, ("期次", "履行期限", "履行人", "接受人", "履行内容"), (14, 36, 24, 24, 64))
    _row(table, "{%tr for one in instalments %}")
    _row(
        table,
        "{{ loop.index }}",
        "{{ one.due_on }}",
        "{{ one.by }}",
        "{{ one.to }}",
        "{{ one.what }}{% if one.amount %}，{{ one.amount }}（{{ one.amount_words }}）{% endif %}",
    )
    _row(table, "{%tr endfor %}")
    _text(sheet, "{%p endif %}")
    _text(
        sheet,
        "本协议一式{{ copies|count_word }}份，当事人各执一份，{{ committee }}留存一份。本协议自各方当事人签名、盖章或者按指印，"
        "人民调解员签名并加盖人民调解委员会印章之日起生效，具有法律约束力，当事人应当按照约定履行。"
        "{% for one in confirmation %}{{ one }}{% endfor %}",
        indent=True,
    )
    _signers(sheet, "（签名、盖章或者按指印）")
    _text(sheet, "{{ committee }}（印章）", align=WD_ALIGN_PARAGRAPH.RIGHT, keep=True, before=18)
    _text(sheet, "{{ signed_on or '　　　　年　　月　　日' }}", align=WD_ALIGN_PARAGRAPH.RIGHT)
    return sheet


def mediation_record() -> Any:
    """人民调解记录."""
    sheet = _sheet("人民调解记录")
    _text(sheet, "案号：{{ number }}", size=12, align=WD_ALIGN_PARAGRAPH.RIGHT)
    for name, value in (
        ("时间", "{{ time }}（第{{ session }}次）"),
        ("地点", "{{ place }}"),
        ("事由", "{{ subject }}"),
        (
            "方式",
            "{% if is_public is none %}□公开　□不公开{% elif is_public %}公开{% else %}不公开{% endif %}",
        ),
    ):
        _text(sheet, f"{name}：", value)
    _parties(sheet)
    for name, value in (
        ("参加人", "{{ present|join('、') }}"),
        ("人民调解员", "{{ mediators|join('、') }}"),
        ("记录人", "{{ recorder }}"),
    ):
        _text(sheet, f"{name}：", value)
    _text(sheet, "人民调解委员会已将人民调解的相关规定和各方当事人的权利、义务告知各方当事人。", indent=True)
    _text(sheet, "调解记录：", font=HEAD, keep=True)
    _loop(sheet, "one in entries", "{{ one.speaker }}：", "{{ one.text }}", indent=False)
    _part(sheet, "调解结果", "result|lines")
    _text(sheet, "以上记录经本人阅读（或者已向本人宣读），与本人所述一致：" + LINE, before=12)
    _signers(sheet, "（签名、捺印，逐页）")
    return sheet


def main() -> None:
    """Write both templates where `disputes.word` looks for them."""
    FOLDER.mkdir(exist_ok=True)
    for sheet, name in ((agreement(), "agreement"), (mediation_record(), "mediation_record")):
        sheet.save(str(FOLDER / f"{name}.docx"))


def _sheet(title: str) -> Any:
    sheet = Document()
    properties = sheet.core_properties
    properties.title, properties.author, properties.comments = title, "", ""
    properties.created = properties.modified = DRAWN_AT
    section = sheet.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.top_margin, section.bottom_margin = Mm(28), Mm(24)
    section.left_margin, section.right_margin = Mm(28), Mm(20)
    style = sheet.styles["Normal"]
    _face(style, BODY, 14)
    style.paragraph_format.line_spacing = 1.35
    style.paragraph_format.space_after = Pt(0)
    _text(sheet, title, font=TITLE, size=22, bold=True, align=WD_ALIGN_PARAGRAPH.CENTER)
    foot = section.footer.paragraphs[0]
    foot.alignment = WD_ALIGN_PARAGRAPH.CENTER
    for before, code in (("{{ number }}　　第", "PAGE"), ("页　共", "NUMPAGES")):
        _face(foot.add_run(before), BODY, 9)
        number = foot.add_run("1")
        _face(number, BODY, 9)
        field = OxmlElement("w:fldSimple")
        field.set(qn("w:instr"), code)
        foot._p.append(field)
        field.append(number._r)
    _face(foot.add_run("页"), BODY, 9)
    return sheet


def _face(run: Any, font: str, size: float, *, bold: bool = False) -> None:
    run.font.name, run.font.size, run.font.bold = LATIN, Pt(size), bold
    run.element.get_or_add_rPr().get_or_add_rFonts().set(qn("w:eastAsia"), font)


def _text(
    sheet: Any,
    first: str,
    second: str = "",
    *,
    font: str = BODY,
    size: float = 14,
    bold: bool = False,
    align: Any = None,
    indent: bool = False,
    keep: bool = False,
    before: float = 0,
) -> None:
    """A paragraph; with `second` the first part is its label."""
    paragraph = sheet.add_paragraph()
    shape = paragraph.paragraph_format
    shape.alignment, shape.keep_with_next, shape.space_before = align, keep, Pt(before)
    if indent:
        shape.first_line_indent = Pt(2 * size)
    _face(paragraph.add_run(first), HEAD if second else font, size, bold=bold)
    if second:
        _face(paragraph.add_run(second), BODY, size)


def _loop(sheet: Any, over: str, first: str, second: str = "", *, indent: bool = True) -> None:
    _text(sheet, f"{{%p for {over} %}}")
    _text(sheet, first, second, indent=indent)
    _text(sheet, "{%p endfor %}")


def _part(sheet: Any, name: str, field: str) -> None:
    _text(sheet, f"{name}：", font=HEAD, keep=True)
    _loop(sheet, f"line in {field}", "{{ line }}")


def _parties(sheet: Any) -> None:
    _text(sheet, "{%p for party in parties %}")
    _text(sheet, "{{ party.label }}：", "{{ party.line }}")
    for name, field in (("法定代理人", "guardian"), ("代理人", "agent")):
        _text(sheet, f"{{%p if party.{field} %}}")
        _text(sheet, f"{name}：", f"{{{{ party.{field} }}}}")
        _text(sheet, "{%p endif %}")
    _text(sheet, "{%p endfor %}")


def _signers(sheet: Any, how: str) -> None:
    _text(sheet, "{%p for party in parties %}")
    own = f"{{% if party.is_organisation %}}（盖章）{{% else %}}{how}{{% endif %}}"
    _text(sheet, f"{{{{ party.label }}}}　{{{{ party.name }}}}{own}：{LINE}", keep=True, before=14)
    for condition, label in (
        ("party.is_organisation", "法定代表人（负责人）或者代理人（签名）："),
        ("party.guardian", "法定代理人　{{ party.guardian }}（签名、捺印）："),
        ("party.agent and not party.is_organisation", "代理人　{{ party.agent.split('，')[0] }}（签名）："),
    ):
        _text(sheet, f"{{%p if {condition} %}}")
        _text(sheet, label + LINE, keep=True, before=14)
        _text(sheet, "{%p endif %}")
    _text(sheet, "{%p endfor %}")
    _text(sheet, "{%p for name in mediators or [''] %}")
    _text(sheet, f"人民调解员　{{{{ name }}}}（签名）：{LINE}", keep=True, before=14)
    _text(sheet, "{%p endfor %}")
    _text(sheet, f"记录人　{{{{ recorder }}}}（签名）：{LINE}", before=14)


def _table(sheet: Any, heads: tuple[str, ...], widths: tuple[int, ...]) -> Any:
    table = sheet.add_table(rows=1, cols=len(heads), style="Table Grid")
    table.autofit = False
    for column, width in zip(table.columns, widths, strict=True):
        column.width = Mm(width)
    for cell, head, width in zip(table.rows[0].cells, heads, widths, strict=True):
        cell.width = Mm(width)
        _face(cell.paragraphs[0].add_run(head), HEAD, 10.5)
    repeat = OxmlElement("w:tblHeader")
    table.rows[0]._tr.get_or_add_trPr().append(repeat)
    return table


def _row(table: Any, *values: str) -> None:
    row = table.add_row()
    row._tr.get_or_add_trPr().append(OxmlElement("w:cantSplit"))
    for cell, value, column in zip(row.cells, values, table.columns, strict=False):
        cell.width = column.width
        _face(cell.paragraphs[0].add_run(value), BODY, 10.5)


if __name__ == "__main__":
    main()
