import datetime as dt
import io
import json
import re
from dataclasses import fields, replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st
from pypdf import PdfReader

from core.printing.fonts import FontMissing
from core.printing.typesetting import Imprint, render
from disputes.paper_parts import Party, Printable, Utterance
from disputes.paper_shapes import Agreement, Cover, Handover, MediationRecord, OralAgreement
from disputes.papers import PAPERS
from disputes.seed import dossier_items
from tests.disputes.sample_papers import (
    BEGAN,
    BOY,
    CHILD,
    COMMITTEE,
    FARM,
    NUMBER,
    PARTIES,
    PLAN,
    SAMPLES,
    TALK,
    WANG,
)

IMPRINT = Imprint(dt.datetime(2026, 11, 22, 4, tzinfo=dt.UTC), "孙悦", "", "812:9f86d081884c7d65")
EVIL = [
    '#panic("x")',
    '#read("/etc/passwd")',
    "$x^2$",
    '"); #panic("',
    "*粗*_斜_`码`",
    "\\u{41}",
    "@ref <label>",
    "//注释",
]
LONG = "".join(f"第{n}句：双方当事人对越界部分的长度和补偿金额各执一词。" for n in range(1, 400))


def pages_of(kind: str, paper: Printable) -> list[str]:
    pdf = render(PAPERS[kind].template, paper.as_data(), IMPRINT)
    return [
        page.extract_text().replace("\n", "").replace(" ", "").replace("　", "")
        for page in PdfReader(io.BytesIO(pdf)).pages
    ]


def text_of(kind: str, paper: Printable) -> str:
    return "".join(pages_of(kind, paper))


def bare(kind: str) -> Printable:
    """The paper as a blank form: nothing but what its class insists on."""
    people = (Party("申请人", ""), Party("被申请人", ""))
    insisted: dict[str, Any] = {
        "parties": people,
        "principal": people[0],
        "agent": people[1],
        "asked": people[0],
        "leaves": (),
        "began_at": BEGAN,
    }
    shape = PAPERS[kind].shape
    named = [f.name for f in fields(shape) if f.init and f.default is f.default_factory]
    return shape(**{name: insisted.get(name, "") for name in named})


def test_there_is_a_sample_of_every_paper() -> None:
    assert SAMPLES.keys() == PAPERS.keys()
    for kind, paper in PAPERS.items():
        assert isinstance(SAMPLES[kind], paper.shape)


def test_every_paper_fills_a_place_of_the_dossier() -> None:
    by_item = {item.code: set(item.papers) for item in dossier_items()}
    for paper in PAPERS.values():
        assert paper.kind in by_item[paper.item], paper.kind
    assert set().union(*by_item.values()) == set(PAPERS)


@pytest.mark.parametrize("kind", PAPERS)
def test_every_paper_is_set_with_its_title_and_counts_its_pages(kind: str) -> None:
    pages = pages_of(kind, SAMPLES[kind])
    title = {"COVER": "调解卷宗", "BACK": "立卷单位"}.get(kind, PAPERS[kind].title)
    assert title in pages[0]
    for number, page in enumerate(pages, start=1):
        assert f"第{number}页共{len(pages)}页" in page
        assert "存证812:9f86d081884c7d65" in page


@pytest.mark.parametrize("kind", [kind for kind, paper in PAPERS.items() if paper.is_numbered])
def test_a_numbered_paper_bears_its_number(kind: str) -> None:
    number = getattr(SAMPLES[kind], "number", "")
    assert number
    assert number in text_of(kind, SAMPLES[kind])


@pytest.mark.parametrize("kind", PAPERS)
def test_every_paper_can_be_printed_as_a_blank_form(kind: str) -> None:
    assert pages_of(kind, bare(kind))


@pytest.mark.parametrize("kind", PAPERS)
def test_what_a_template_gets_is_plain_json(kind: str) -> None:
    values = SAMPLES[kind].as_data()
    assert json.loads(json.dumps(values)) == values


def test_an_issued_paper_reprints_from_its_snapshot_byte_by_byte() -> None:
    snapshot = json.loads(json.dumps(SAMPLES["AGREEMENT"].as_data()))
    template = PAPERS["AGREEMENT"].template
    assert render(template, snapshot, IMPRINT) == render(template, SAMPLES["AGREEMENT"].as_data(), IMPRINT)


def test_an_agreement_carries_what_article_29_asks_for() -> None:
    text = text_of("AGREEMENT", SAMPLES["AGREEMENT"])
    for part in (
        "编号：（2026）康人调字第12号",
        "王树林",
        "130723197403050012",
        "纠纷主要事实、争议事项：",
        "1.双方确认以2003年宅基地登记",
        "4.双方今后和睦相处",
        "履行方式、时限：",
        "600.00元（人民币陆佰元整）",
        "本协议一式三份",
        "申请人王树林（签名、盖章或者按指印）",
        "代理人卢建国（特别授权）（签名）",
        "人民调解员赵海平（签名）",
        "记录人孙悦（签名）",
        "印章",
        "2026年11月22日",
        "三十日内共同向人民法院申请司法确认",
    ):
        assert part in text, part


def test_the_rights_notice_has_articles_23_and_24_in_full_and_no_fee() -> None:
    text = text_of("RIGHTS_NOTICE", SAMPLES["RIGHTS_NOTICE"])
    for part in (
        "选择或者接受人民调解员",
        "接受调解、拒绝调解或者要求终止调解",
        "要求调解公开进行或者不公开进行",
        "自主表达意愿、自愿达成调解协议",
        "如实陈述纠纷事实",
        "遵守调解现场秩序，尊重人民调解员",
        "尊重对方当事人行使权利",
        "不收取任何费用",
        "不得因调解而阻止当事人依法通过仲裁、行政、司法等途径维护自己的权利",
    ):
        assert part in text, part


def test_a_termination_notice_shows_the_three_ways_and_has_a_receipt() -> None:
    text = text_of("TERMINATION_NOTICE", SAMPLES["TERMINATION_NOTICE"])
    for part in ("第二十六条", "仲裁途径", "行政途径", "司法途径", "送达回证", "王树林", "卢玉梅"):
        assert part in text, part


def test_a_termination_notice_says_why_in_one_sentence() -> None:
    paper: Any = SAMPLES["TERMINATION_NOTICE"]
    text = text_of("TERMINATION_NOTICE", replace(paper, reason="一方拒绝调解，对方不到场。"))
    assert "一案，因一方拒绝调解，对方不到场，根据《中华人民共和国人民调解法》第二十六条的规定" in text


def test_who_signs_as_a_party_does_not_sign_once_more_as_present() -> None:
    paper: Any = SAMPLES["MEDIATION_RECORD"]
    text = text_of("MEDIATION_RECORD", replace(paper, present=("王树林", "村民小组长何某", "赵海平")))
    assert "参加人：王树林、村民小组长何某、赵海平" in text
    assert "参加人村民小组长何某（签名）" in text
    assert "参加人王树林（签名）" not in text
    assert "参加人赵海平（签名）" not in text


def test_who_was_not_asked_for_an_id_number_gets_no_empty_row_for_it() -> None:
    asked, unasked = WANG, replace(WANG, id_number="")
    paper: Any = SAMPLES["APPLICATION"]
    assert "身份号码" in text_of("APPLICATION", replace(paper, parties=(asked,)))
    assert "身份号码" not in text_of("APPLICATION", replace(paper, parties=(unasked,)))
    authority: Any = SAMPLES["AUTHORITY"]
    assert "身份号码" in text_of("AUTHORITY", replace(authority, principal=unasked, agent=unasked))


def test_the_confirmation_is_asked_for_by_both_within_thirty_days() -> None:
    text = text_of("CONFIRMATION_APPLICATION", SAMPLES["CONFIRMATION_APPLICATION"])
    for part in (
        "康保县人民法院",
        "三十日内（至2026年12月22日止）共同提出",
        "没有恶意串通、规避法律的行为",
        "申请人康保县东井养殖专业合作社（盖章）",
        "法定代理人卢玉梅（母亲）（签名）",
    ):
        assert part in text, part


def test_ten_thousand_characters_flow_over_pages_under_a_running_head() -> None:
    paper: Any = SAMPLES["AGREEMENT"]
    assert isinstance(paper, Agreement)
    pages = pages_of("AGREEMENT", replace(paper, facts=LONG, instalments=PLAN * 20))
    assert len(LONG) > 10_000
    assert len(pages) > 8
    whole = "".join(pages)
    assert "第1句" in whole
    assert "第399句" in whole
    for page in pages[1:]:
        assert "人民调解协议书（续）" in page
        assert NUMBER in page
    assert sum("履行期限" in page for page in pages) >= 2, "the head of the plan stands on each of its pages"


@pytest.mark.parametrize(
    ("kind", "field"), [("REGISTRATION", "facts"), ("HANDOVER", "content"), ("CLOSING_REPORT", "course")]
)
def test_a_long_text_in_a_boxed_form_runs_on(kind: str, field: str) -> None:
    pages = pages_of(kind, replace(SAMPLES[kind], **{field: LONG}))
    assert len(pages) > 5
    assert "第399句" in "".join(pages)


def test_every_page_of_a_mediation_record_is_signed() -> None:
    paper: Any = SAMPLES["MEDIATION_RECORD"]
    assert isinstance(paper, MediationRecord)
    pages = pages_of("MEDIATION_RECORD", replace(paper, entries=TALK * 12))
    assert len(pages) > 3
    for page in pages[:-1]:
        assert "当事人（捺印）：" in page
    assert "申请人王树林（签名、捺印）" in pages[-1]
    assert PAPERS["MEDIATION_RECORD"].is_signed_each_page


@pytest.mark.parametrize("kind", [kind for kind, paper in SAMPLES.items() if hasattr(paper, "parties")])
def test_thirty_parties_all_find_room_on_the_sheet(kind: str) -> None:
    crowd = tuple(replace(WANG, name=f"工友{n:02d}", label="申请人") for n in range(1, 31))
    values = {**SAMPLES[kind].as_data(), "parties": [one.as_data() for one in crowd]}
    pdf = PdfReader(io.BytesIO(render(PAPERS[kind].template, values, IMPRINT)))
    heights: list[float] = []
    for page in pdf.pages:
        page.extract_text(
            visitor_text=lambda text, cm, tm, *_: heights.append(cm[5] + tm[5]) if text.strip() else None
        )
    assert heights
    text = "".join(page.extract_text() for page in pdf.pages).replace("\n", "").replace(" ", "")
    assert all(f"工友{n:02d}" in text for n in range(1, 31))
    assert min(heights) > 20, "below this there is no paper"
    assert max(heights) < float(pdf.pages[0].mediabox.height)


def test_no_signature_stands_on_a_sheet_without_a_sentence() -> None:
    paper: Any = SAMPLES["MEDIATION_RECORD"]
    assert isinstance(paper, MediationRecord)
    for times in range(1, 8):
        (*_, last) = pages_of("MEDIATION_RECORD", replace(paper, entries=TALK * times))
        assert "以上记录经本人阅读" in last
        assert "申请人王树林（签名、捺印）" in last


def test_a_word_without_a_blank_does_not_run_off_the_sheet() -> None:
    word = "x1" * 400
    (page, *_) = pages_of("ORAL_AGREEMENT", OralAgreement(COMMITTEE, NUMBER, PARTIES, facts=word))
    assert word in page.replace("\u200b", "")


@pytest.mark.parametrize("evil", EVIL)
def test_what_a_party_said_stays_text(evil: str) -> None:
    paper = MediationRecord(
        COMMITTEE,
        NUMBER,
        (Party(evil, evil, address=evil),),
        began_at=BEGAN,
        subject=evil,
        entries=(Utterance(evil, evil + "\n" + evil),),
        result=evil,
    )
    quotes = str.maketrans("", "", '"“” ')
    assert evil.translate(quotes) in text_of("MEDIATION_RECORD", paper).translate(quotes)


@given(text=st.text(st.characters(exclude_categories=["Cs", "Cc", "Cn", "Co"]), max_size=60))
@hypothesis_settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
def test_any_text_can_stand_in_an_agreement(text: str) -> None:
    paper = Agreement(COMMITTEE, text, (Party(text, text),), facts=text, terms=(text,), performance=text)
    assert render(PAPERS["AGREEMENT"].template, paper.as_data(), IMPRINT).startswith(b"%PDF")


def test_a_missing_font_is_an_error_and_not_another_font(settings: Any) -> None:
    settings.FONT_FAMILIES = {"body": ["仿宋_GB2312"], "head": ["Noto Sans SC"]}
    with pytest.raises(FontMissing):
        render(PAPERS["COVER"].template, SAMPLES["COVER"].as_data(), IMPRINT)


def test_no_minor_is_named_outside_the_dossier() -> None:
    assert [kind for kind, paper in PAPERS.items() if paper.is_seen_outside] == [
        "COVER",
        "CONTENTS",
        "BACK",
        "HANDOVER",
    ]
    for kind in ("COVER", "HANDOVER"):
        text = text_of(kind, SAMPLES[kind])
        assert CHILD not in text
        assert "未成年人" in text
        assert CHILD not in json.dumps(SAMPLES[kind].as_data(), ensure_ascii=False)
    handover = json.dumps(SAMPLES["HANDOVER"].as_data(), ensure_ascii=False)
    assert BOY.id_number not in handover
    assert WANG.id_number in handover


def test_inside_the_dossier_a_minor_is_named_since_the_court_asks_for_it() -> None:
    assert CHILD in text_of("CONFIRMATION_APPLICATION", SAMPLES["CONFIRMATION_APPLICATION"])


def test_two_minors_stay_apart_and_a_longer_name_is_not_cut_by_a_shorter() -> None:
    cover = Cover(COMMITTEE, NUMBER, "卢小与卢小满争执", minors=("卢小", "卢小满"))
    assert cover.as_data()["name"] == "未成年人乙与未成年人甲争执"


def test_a_handover_names_who_stays_with_the_case() -> None:
    paper: Any = SAMPLES["HANDOVER"]
    assert isinstance(paper, Handover)
    text = text_of("HANDOVER", paper)
    for part in (
        "李家地镇综治中心、东井村人民调解委员会",
        "处理记录",
        "随单移交材料",
        "办理时限本级化解：2026年12月7日一个月法定期限：2026年12月16日",
        "复印件由签收单位留存",
        FARM.name,
    ):
        assert part in text, part


def test_no_template_reaches_for_anything_but_its_values() -> None:
    templates = sorted((Path(__file__).parents[2] / "disputes/typst").glob("*.typ"))
    assert len(templates) == len(PAPERS) + 1
    for path in templates:
        assert not re.search(r"sys\.inputs|\bread\(|@preview", path.read_text("utf-8")), path
