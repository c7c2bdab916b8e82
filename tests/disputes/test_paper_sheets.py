"""Where signatures, names and tables stand on the sheets of a paper."""

from dataclasses import replace
from typing import Any

import pytest

from disputes.paper_parts import Utterance
from tests.disputes.sample_papers import BOY, FARM, LU, PLAN, SAMPLES, WANG
from tests.disputes.test_papers import LONG, pages_of, text_of


def test_the_rights_notice_with_a_guardian_and_an_agent_is_one_sheet() -> None:
    paper: Any = SAMPLES["RIGHTS_NOTICE"]
    led = replace(WANG, agent="王建军（特别授权），13800000009")
    (page,) = pages_of("RIGHTS_NOTICE", replace(paper, parties=(led, BOY)))
    for part in (
        "代理人王建军（特别授权）（签名）",
        "法定代理人卢玉梅（母亲）（签名）",
        "告知人孙悦（签名）",
    ):
        assert part in page, part


def test_who_gave_the_notice_never_signs_on_a_sheet_of_their_own() -> None:
    paper: Any = SAMPLES["RIGHTS_NOTICE"]
    for count in range(1, 15):
        crowd = tuple(replace(WANG, name=f"工友{n:02d}") for n in range(1, count + 1))
        (*_, last) = pages_of("RIGHTS_NOTICE", replace(paper, parties=crowd))
        assert f"申请人工友{count:02d}（签名、捺印）" in last
        assert "告知人孙悦（签名）" in last


WITH_AGENT = replace(WANG, agent="王建军（特别授权），13800000009")
SISTER = replace(LU, name="卢玉兰")
CROWDS = {
    "guardian": (BOY, WANG),
    "guardian and agent": (WITH_AGENT, BOY),
    "two and two": (WANG, WITH_AGENT, LU, BOY),
    "an organisation too": (WITH_AGENT, BOY, FARM, SISTER),
}


@pytest.mark.parametrize("who", CROWDS)
@pytest.mark.parametrize("length", [0, 60, 200, 320, 450, 600, 800, 1200, 2000])
def test_whoever_signs_the_register_signs_on_the_sheet_with_what_is_signed_for(who: str, length: int) -> None:
    paper: Any = SAMPLES["REGISTRATION"]
    sheets = pages_of("REGISTRATION", replace(paper, parties=CROWDS[who], facts=LONG[:length]))
    last = sheets[-1]
    assert "纠纷简要情况" in last
    assert "登记人孙悦（签名）" in last
    for party in CROWDS[who]:
        assert f"{party.label}{party.name}（" in last, "no signature on an earlier sheet either"
    assert LONG[max(0, length - 20) : length] in "".join(sheets)
    assert LONG[max(0, length - 60) : length] in last


def test_a_register_whose_text_has_no_full_stop_is_parted_all_the_same() -> None:
    paper: Any = SAMPLES["REGISTRATION"]
    *_, last = pages_of("REGISTRATION", replace(paper, parties=CROWDS["two and two"], facts="字" * 1900))
    assert "字" * 30 in last.replace("情况（续）", "")
    assert "登记人孙悦（签名）" in last


@pytest.mark.parametrize("length", range(0, 2000, 190))
def test_a_statement_and_a_visit_are_never_signed_on_a_sheet_of_signatures(length: int) -> None:
    said: Any = SAMPLES["STATEMENT"]
    *_, last = pages_of("STATEMENT", replace(said, text=LONG[:length]))
    assert "检查人白雪（签名）" in last
    assert LONG[max(0, length - 30) : length] in last
    visit: Any = SAMPLES["FOLLOW_UP_RECORD"]
    *_, last = pages_of("FOLLOW_UP_RECORD", replace(visit, content=LONG[:length]))
    assert "督促、建议" in last
    assert "被回访人王树林（签名" in last


@pytest.mark.parametrize("count", [0, 1, 4, 8, 9, 10, 12, 14, 16, 18, 20, 24, 30, 40])
def test_records_are_signed_under_what_was_said_last(count: int) -> None:
    talk = tuple(Utterance("调解员", f"第{n:02d}问，双方如何看待此事。") for n in range(1, count + 1))
    session: Any = SAMPLES["MEDIATION_RECORD"]
    for parties in (session.parties, CROWDS["two and two"]):
        *_, last = pages_of("MEDIATION_RECORD", replace(session, entries=talk, parties=parties))
        assert "调解结果" in last
        assert f"人民调解员{session.mediators[0]}（签名" in last
    inquiry: Any = SAMPLES["INVESTIGATION_RECORD"]
    *_, last = pages_of("INVESTIGATION_RECORD", replace(inquiry, entries=talk))
    assert f"被调查人{inquiry.asked.name}（签名" in last
    assert not talk or f"第{count:02d}问" in last


def test_a_long_last_answer_is_signed_under_its_end() -> None:
    inquiry: Any = SAMPLES["INVESTIGATION_RECORD"]
    for length in range(100, 3000, 300):
        *_, last = pages_of(
            "INVESTIGATION_RECORD", replace(inquiry, entries=(Utterance("被调查人", LONG[:length]),))
        )
        assert LONG[max(0, length - 30) : length] in last
        assert f"被调查人{inquiry.asked.name}（签名" in last


def test_the_rights_notice_is_signed_under_the_sentence_that_says_so() -> None:
    paper: Any = SAMPLES["RIGHTS_NOTICE"]
    for parties in CROWDS.values():
        *_, last = pages_of("RIGHTS_NOTICE", replace(paper, parties=parties))
        assert "以上内容我已阅读" in last
        assert f"{parties[0].label}{parties[0].name}（" in last


def test_a_closing_report_of_an_ordinary_case_is_one_sheet() -> None:
    paper: Any = SAMPLES["CLOSING_REPORT"]
    course = "\n".join(f"2026-11-{day} 第{day}次调解，未达成一致" for day in range(10, 26))
    (page,) = pages_of("CLOSING_REPORT", replace(paper, course=course, opinion="", closed_on=None))
    assert "结案时间年月日" in page, "printed before it is closed: left for a pen"


def test_whoever_signs_a_closing_report_signs_beside_its_opinion() -> None:
    paper: Any = SAMPLES["CLOSING_REPORT"]
    for days in range(1, 60, 3):
        course = "\n".join(f"2026-11-16 第{day}次调解，未达成一致" for day in range(days))
        (*_, last) = pages_of("CLOSING_REPORT", replace(paper, course=course))
        assert "建议结案" in last
        assert "审核人（签名）" in last
        assert "印章" in last
    assert "第399句" in text_of("CLOSING_REPORT", replace(paper, opinion=LONG))


def test_an_oral_agreement_shows_what_is_owed_in_figures_and_words() -> None:
    paper: Any = SAMPLES["ORAL_AGREEMENT"]
    text = text_of("ORAL_AGREEMENT", replace(paper, instalments=PLAN))
    for part in ("履行期限", "2026年11月30日", "600.00元（人民币陆佰元整）", "拆除越界墙基并恢复原状"):
        assert part in text, part
    assert "履行期限" not in text_of("ORAL_AGREEMENT", paper)


@pytest.mark.parametrize("kind", ["RIGHTS_NOTICE", "AGREEMENT", "MEDIATION_RECORD", "REGISTRATION"])
def test_a_long_name_stands_above_its_line_and_leaves_room_to_sign(kind: str) -> None:
    person = replace(WANG, name="阿不都热合曼·买买提吐尔逊·艾合买提")
    unit = replace(FARM, name="内蒙古锡林郭勒盟太仆寺旗草原牧歌肉羊养殖专业合作社联合社")
    paper: Any = SAMPLES[kind]
    text = text_of(kind, replace(paper, parties=(person, unit)))
    assert f"申请人{person.name}（签名" in text
    assert f"被申请人{unit.name}（盖章）" in text


def test_a_long_name_is_signed_for_in_an_authority_and_an_inquiry() -> None:
    person = replace(WANG, name="阿不都热合曼·买买提吐尔逊·艾合买提")
    authority: Any = SAMPLES["AUTHORITY"]
    assert f"委托人{person.name}（签名" in text_of("AUTHORITY", replace(authority, principal=person))
    inquiry: Any = SAMPLES["INVESTIGATION_RECORD"]
    assert f"被调查人{person.name}（签名" in text_of("INVESTIGATION_RECORD", replace(inquiry, asked=person))


def test_who_is_present_with_a_long_name_signs_by_it() -> None:
    paper: Any = SAMPLES["MEDIATION_RECORD"]
    guest = "李家地镇农业综合服务中心高级农艺师白晓东"
    assert f"参加人{guest}（签名）" in text_of("MEDIATION_RECORD", replace(paper, present=(guest,)))
