"""Inquiries: written through the form, kept shut, corrected beside the first text, printed, and asked for by the dossier."""

from typing import Any

import pytest
from django.utils import timezone

from accounts.choices import Role
from core.audit.selectors import who_looked_at
from core.permissions.verdict import Refused
from core.tenancy.context import in_tenant
from core.tenancy.ids import uuid7
from disputes.actions.invite import invite_adviser
from disputes.actions.record_inquiry import InquiryEntry, record_inquiry
from disputes.choices import DossierKind, State, Verb
from disputes.models import Case, DossierItem, Inquiry, Party, Step
from disputes.policies import may_step
from disputes.selectors import facts_of
from disputes.workflow import move_for
from tests.accounts.people import KANGBAO, browser_of, holder
from tests.disputes.scene import Scene, moment, words_of
from tests.disputes.stage import NOON, Stage
from tests.disputes.test_dossier import printed, text_of
from tests.disputes.test_step_forms import party
from tests.disputes.test_uploads import pdf, upload

WHO = "village_mediator"
SHEET = str(DossierKind.INVESTIGATION.label)
PHONE = "13900004321"


def of_a_neighbour(**more: str) -> dict[str, str]:
    return {
        "begins_at": moment(-1),
        "ends_at": moment(),
        "place": "赵邻居家",
        "name": "赵守田",
        "relation": "邻居",
        "phone": PHONE,
        "investigators": "演villag、周协助",
        "recorder": "周协助",
        "present": "村民小组长",
        "subject": "宅基地边界",
        "record": "问：老墙根在哪里？\n答：就在杨树边，\n这个我记得清楚。",
        "finding": "老墙根以杨树为准",
        **more,
    }


def written(scene: Scene, case: Case, **more: str) -> Inquiry:
    assert scene.step(WHO, case, "inquire", **of_a_neighbour(**more)).status_code == 302
    with in_tenant(KANGBAO):
        return Inquiry.objects.filter(case=case, corrects=None).latest("written_at")


def entry(**more: Any) -> InquiryEntry:
    given: dict[str, Any] = {
        "begins_at": NOON,
        "name": "赵守田",
        "investigators": ["周某"],
        "finding": "属实",
    }
    return InquiryEntry(**given | more)


def test_it_is_written_once_told_in_the_timeline_and_names_nobody_there(scene: Scene) -> None:
    case = scene.make("mediating")
    sent = {"key": str(uuid7()), "seen": str(case.revision), **of_a_neighbour()}
    for _twice in range(2):
        answer = scene.browser(WHO).post(f"/disputes/{case.pk}/steps/inquire/", sent)
        assert answer.status_code == 302
    with in_tenant(KANGBAO):
        row = Inquiry.objects.get(case=case)
        assert str(row.pk) == sent["key"]
        assert (row.investigators, row.present) == (["演villag", "周协助"], ["村民小组长"])
        assert row.record.reveal().endswith("这个我记得清楚。")
        assert Step.objects.get(pk=row.pk).verb == Verb.INQUIRE
    page = scene.page(WHO, case)
    words = words_of(page)
    assert "第1次调查，询问知情人" in words
    assert "老墙根以杨树为准" in words
    assert f"/disputes/{case.pk}/inquiries/{row.pk}/" in page
    for secret in ("赵守田", PHONE, "记得清楚"):
        assert secret not in words


def test_a_party_is_asked_by_side_and_the_second_inquiry_is_the_second(scene: Scene) -> None:
    case = scene.make("accepted")
    written(scene, case)
    who = party(case, "李桂芝")
    both = scene.step(WHO, case, "inquire", **of_a_neighbour(party=who))
    assert "已选了当事人，这里不填" in both.content.decode()
    row = written(scene, case, party=who, name="", relation="", phone="")
    assert (row.number, row.name, row.relation, str(row.party_id)) == (2, "李桂芝", "被申请方", who)
    assert "第2次调查，询问被申请方" in words_of(scene.page(WHO, case))


def test_what_was_said_opens_with_a_trace_and_is_corrected_beside_the_first_text(scene: Scene) -> None:
    case = scene.make("mediating")
    row = written(scene, case)
    browser, address = scene.browser(WHO), f"/disputes/{case.pk}/inquiries/{row.pk}/"
    shut = browser.get(address).content.decode()
    assert "赵守田" in shut
    assert "记得清楚" not in shut
    assert PHONE not in shut
    opened = browser.post(address)
    assert "no-store" in opened["Cache-Control"]
    assert "记得清楚" in opened.content.decode()
    assert PHONE in opened.content.decode()
    assert "演villag" in words_of(scene.page(WHO, case)).split("谁看过")[1]
    with in_tenant(KANGBAO):
        (look,) = who_looked_at("disputes.case", case.pk)
        assert (look.code, look.after) == ("disputes.inquiry_seen", {"fields": ["第1次调查记录"]})

    form = browser.get(f"{address}correct/").content.decode()
    assert "记得清楚" in form
    sent = of_a_neighbour(key=str(uuid7()), seen="1", record="问：老墙根在哪里？\n答：在枣树边。")
    assert browser.post(f"{address}correct/", {**sent, "reason": ""}).status_code == 422
    for _twice in range(2):
        assert browser.post(f"{address}correct/", {**sent, "reason": "树名写错"}).status_code == 302
    words = words_of(browser.post(address).content.decode())
    assert "枣树" in words
    assert "杨树边" in words
    same = {**sent, "key": str(uuid7()), "reason": "再改"}
    assert "没有需要更正的内容" in browser.post(f"{address}correct/", same).content.decode()
    with in_tenant(KANGBAO):
        latest = Inquiry.objects.get(corrects=row)
        assert facts_of(case).inquiries == 1
    assert browser.get(f"/disputes/{case.pk}/inquiries/{latest.pk}/")["Location"] == address
    for who in ("far_clerk", "far_mediator"):
        assert scene.browser(who).post(address).status_code == 404
    assert scene.neighbour.post(address).status_code == 404


def test_an_adviser_reads_a_masked_name_and_opens_nothing(stage: Stage) -> None:
    case, mediator = stage.mediating(), stage.actors[WHO]
    lawyer = holder(Role.ADVISER, stage.ground.county.path, "林律师")
    today = timezone.localdate()
    invite_adviser(
        case=case, adviser=lawyer, purpose="研判", from_on=today, to_on=None, actor=mediator, at=NOON
    )
    record_inquiry(case=case, entry=entry(record="答：我记得", phone=PHONE), actor=mediator, at=NOON)
    row = Inquiry.objects.get(case=case)
    client, address = browser_of(lawyer), f"/disputes/{case.pk}/inquiries/{row.pk}/"
    for answer in (client.get(address), client.post(address)):
        html = answer.content.decode()
        assert "赵*" in html
        for secret in ("赵守田", "我记得", PHONE):
            assert secret not in html


def test_the_form_comes_back_with_its_text_and_the_faults_beside_the_fields(scene: Scene) -> None:
    case = scene.make("mediating")
    sent = of_a_neighbour(begins_at=moment(30), name="", investigators="", finding="", phone="12")
    answer = scene.step(WHO, case, "inquire", **sent)
    assert answer.status_code == 422
    html = answer.content.decode()
    for words in (
        "调查时间不能晚于现在", "请选择被调查的当事人", "请填写7至20位的电话号码", "这个我记得清楚",
    ):  # fmt: skip
        assert words in html
    blank = written(scene, case, record="问：\n答：")
    with in_tenant(KANGBAO):
        assert blank.record.reveal() == ""


def test_the_verb_refuses_what_no_inquiry_can_be(stage: Stage) -> None:
    case, other, mediator = stage.mediating(), stage.mediating(), stage.actors[WHO]
    stranger = Party.objects.filter(case=other)[0]
    for wrong, why in (
        (entry(name=" "), "请选择被调查的当事人"),
        (entry(investigators=[" "]), "请填写调查人"),
        (entry(finding=" "), "请写明查明的情况"),
        (entry(record="说" * 20_001), "最多20000字"),
        (entry(finding="说" * 301), "查明情况"),
        (entry(party_id=stranger.pk), "请选择本纠纷的当事人"),
    ):
        with pytest.raises(Refused, match=why):
            record_inquiry(case=case, entry=wrong, actor=mediator, at=NOON)
    assert not Inquiry.objects.exists()


def test_it_is_open_to_who_works_on_a_case_that_was_accepted(stage: Stage) -> None:
    states = {state for state in State if move_for(state, Verb.INQUIRE)}
    assert states == {State.ACCEPTED, State.MEDIATING, State.PAUSED}
    case = stage.mediating()
    facts = facts_of(case)
    for who in (WHO, "clerk", "mediator", "centre"):
        assert may_step(stage.actors[who], case, Verb.INQUIRE, facts).ok, who
    for who in ("far_clerk", "far_mediator", "auditor", "leader"):
        assert not may_step(stage.actors[who], case, Verb.INQUIRE, facts).ok, who


def test_the_sheet_is_printed_as_it_was_last_written_and_a_blank_one_for_the_pen(scene: Scene) -> None:
    case = scene.make("mediating")
    with in_tenant(KANGBAO):
        mine = party(case, "王长顺")
    blank = printed(scene, case, "INVESTIGATION_RECORD", about=mine)
    with in_tenant(KANGBAO):
        assert "王长顺" in text_of(blank)
    scene.browser(WHO).post(f"/disputes/{case.pk}/dossier/{blank.pk}/remove/", {"reason": "不用了"})
    row = written(scene, case)
    address = f"/disputes/{case.pk}/inquiries/{row.pk}/correct/"
    sent = of_a_neighbour(key=str(uuid7()), seen="1", reason="错字", place="赵守田家")
    assert scene.browser(WHO).post(address, sent).status_code == 302
    page = words_of(scene.page(WHO, case, "dossier/"))
    assert "第1次：赵守田" in page
    assert "空白表：王长顺" in page
    sheet = printed(scene, case, "INVESTIGATION_RECORD", about=str(row.pk))
    with in_tenant(KANGBAO):
        text = text_of(sheet)
        assert sheet.title.endswith("（第1次）")
    for words in ("赵守田家", PHONE, "邻居", "演villag、周协助", "村民小组长", "老墙根在哪里", "记得清楚"):
        assert words in text, words
    assert "以杨树为准" not in text, "nobody is made to sign what the committee found"


def test_a_dossier_with_an_inquiry_is_not_whole_without_its_signed_sheet(scene: Scene) -> None:
    case = scene.make("mediating")
    row = written(scene, case)
    with in_tenant(KANGBAO):
        assert SHEET in facts_of(case).missing
    assert "缺：调查记录" in words_of(scene.page(WHO, case))
    sheet = printed(scene, case, "INVESTIGATION_RECORD", about=str(row.pk))
    with in_tenant(KANGBAO):
        assert SHEET in facts_of(case).missing, "printed, not signed yet"
    assert upload(scene, case, ("签名.pdf", pdf(2)), signs=str(sheet.pk), kind="").status_code == 302
    with in_tenant(KANGBAO):
        assert SHEET not in facts_of(case).missing
        assert DossierItem.objects.get(pk=sheet.pk).is_signed
    other = scene.make("mediating")
    with in_tenant(KANGBAO):
        assert SHEET not in facts_of(other).missing
