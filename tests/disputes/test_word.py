import io
import zipfile
from dataclasses import replace

import pytest
from docx import Document
from hypothesis import given, settings
from hypothesis import strategies as st

from disputes import word_forms
from disputes.paper_parts import Party, Printable, Utterance
from disputes.paper_shapes import Agreement, MediationRecord
from disputes.word import FOLDER, NoWordCopy, has_word_copy, word_copy
from tests.disputes.sample_papers import BEGAN, BOY, COMMITTEE, FARM, NUMBER, SAMPLES, WANG

WITH_WORD = ("AGREEMENT", "MEDIATION_RECORD")


def text_of(docx: bytes) -> str:
    sheet = Document(io.BytesIO(docx))
    cells = [cell.text for table in sheet.tables for row in table.rows for cell in row.cells]
    return "\n".join([paragraph.text for paragraph in sheet.paragraphs] + cells)


def parts_of(docx: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(docx)) as archive:
        return {name: archive.read(name) for name in archive.namelist() if "docProps" not in name}


@pytest.mark.parametrize("name", ["agreement", "mediation_record"])
def test_the_committed_template_is_the_one_that_is_drawn(name: str) -> None:
    drawn = io.BytesIO()
    getattr(word_forms, name)().save(drawn)
    assert parts_of(drawn.getvalue()) == parts_of((FOLDER / f"{name}.docx").read_bytes()), (
        "run python -m disputes.word_forms"
    )


def test_a_word_agreement_says_what_the_paper_says() -> None:
    text = text_of(word_copy(SAMPLES["AGREEMENT"]))
    for part in (
        "编号：" + NUMBER,
        "公民身份号码：130723197403050012",
        "1. 双方确认以2003年宅基地登记",
        "本协议一式三份",
        "600.00元（人民币陆佰元整）",
        "人民调解员　孟庆云（签名）",
        "代理人　卢建国（特别授权）（签名）",
        COMMITTEE + "（印章）",
        "2026年11月22日",
    ):
        assert part in text, part


def test_a_word_record_keeps_who_said_what() -> None:
    text = text_of(word_copy(SAMPLES["MEDIATION_RECORD"]))
    assert "王树林答：听清楚了，不申请回避。" in text
    assert "2026年11月20日9时30分至11时05分（第2次）" in text


def test_a_minor_signs_with_the_guardian_and_a_cooperative_by_its_seal() -> None:
    paper = SAMPLES["AGREEMENT"]
    assert isinstance(paper, Agreement)
    text = text_of(word_copy(replace(paper, parties=(WANG, BOY, FARM))))
    assert "法定代理人　卢玉梅（母亲）（签名、捺印）" in text
    assert "康保县东井养殖专业合作社（盖章）" in text
    assert "法定代表人（负责人）或者代理人（签名）" in text


@pytest.mark.parametrize("kind", WITH_WORD)
def test_equal_values_give_equal_bytes(kind: str) -> None:
    assert word_copy(SAMPLES[kind]) == word_copy(SAMPLES[kind])


def test_only_two_papers_have_a_word_copy() -> None:
    assert tuple(kind for kind in SAMPLES if has_word_copy(SAMPLES[kind])) == (
        "MEDIATION_RECORD",
        "AGREEMENT",
    )
    with pytest.raises(NoWordCopy):
        word_copy(SAMPLES["COVER"])


@pytest.mark.parametrize("kind", WITH_WORD)
def test_no_brace_of_the_template_is_left(kind: str) -> None:
    text = text_of(word_copy(SAMPLES[kind]))
    assert "{" not in text
    assert "}" not in text


@pytest.mark.parametrize(
    "evil",
    [
        "{{ committee }}",
        "{% for x in y %}",
        "<w:p/>",
        "a & b < c",
        "\x00\x07\x0c空",
        "]]>",
        "{{ ''.__class__ }}",
    ],
)
def test_what_a_party_said_stays_text(evil: str) -> None:
    record: Printable = MediationRecord(
        COMMITTEE,
        NUMBER,
        (Party("甲方", evil),),
        began_at=BEGAN,
        entries=(Utterance("答", evil),),
        result=evil,
    )
    shown = "".join(sign for sign in evil if sign >= " ")
    assert "答：" + shown in text_of(word_copy(record))


@given(text=st.text(st.characters(exclude_categories=["Cs"]), max_size=80))
@settings(max_examples=20, deadline=None)
def test_any_text_makes_a_sound_file(text: str) -> None:
    paper = Agreement(COMMITTEE, text, (Party(text, text),), facts=text, terms=(text,))
    assert Document(io.BytesIO(word_copy(paper))).paragraphs
