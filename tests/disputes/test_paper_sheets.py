"""Where signatures, names and tables stand on the sheets of a paper."""

from dataclasses import replace
from typing import Any

import pytest

from tests.disputes.sample_papers import BOY, FARM, PLAN, SAMPLES, WANG
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
