"""Every step through its form: what is sent becomes the verb's, what is refused stays with its reason."""

import datetime as dt

import pytest
from django.utils import timezone

from core.tenancy.context import in_tenant
from core.tenancy.ids import uuid7
from disputes.choices import Level, State, Verb
from disputes.forms.step_table import BESIDE, FORMS, slug_of
from disputes.models import (
    Agreement,
    Case,
    CaseDeadline,
    Committee,
    Confirmation,
    FollowUp,
    Obligation,
    Party,
    Recusal,
    Sitting,
    UrgentReport,
)
from disputes.offers import GROUPS
from disputes.workflow import MOVES
from tests.accounts.people import KANGBAO
from tests.disputes.scene import Scene, moment, words_of
from tests.disputes.test_uploads import pdf, upload


def day(offset: int = 0) -> str:
    return str(timezone.localdate() + dt.timedelta(days=offset))


def party(case: Case, name: str) -> str:
    with in_tenant(KANGBAO):
        return str(Party.objects.get(case=case, name=name).pk)


def test_every_step_that_a_person_takes_has_a_form_and_a_place_in_the_menu() -> None:
    by_people = {move.verb for move in MOVES} - {Verb.REGISTER, Verb.ESCALATE}
    assert set(FORMS) == by_people
    offered = {slug for _label, slugs in GROUPS for slug in slugs}
    assert offered == {slug_of(verb) for verb in by_people} | set(BESIDE)


@pytest.mark.parametrize("how", ["registered", "accepted", "mediating"])
def test_every_form_can_be_opened_wherever_the_case_stands(scene: Scene, how: str) -> None:
    case = scene.make(how)
    for slug in [*map(slug_of, FORMS), *BESIDE]:
        assert scene.browser("centre").get(f"/disputes/{case.pk}/steps/{slug}/").status_code == 200, slug


def test_accept_choose_notify_start_and_sit(scene: Scene) -> None:
    case = scene.make("registered")
    mediator = scene.stage.staff["village_mediator"]
    with in_tenant(KANGBAO):
        committee = Committee.objects.get(abbreviation="永兴人")
    sent = {"committee": str(committee.pk), "mediator": str(mediator.pk), "is_chosen": "on"}
    assert scene.step("village_secretary", case, "accept", **sent).status_code == 302
    both = [party(case, "王长顺"), party(case, "李桂芝")]
    assert scene.step("village_mediator", case, "sign-notice", parties=both, on=day()).status_code == 302
    assert scene.step("village_mediator", case, "start").status_code == 302
    sitting = {
        "begins_at": moment(-1),
        "ends_at": moment(),
        "place": "村委会",
        "parties": both,
        "others": "张老师、赵邻居",
        "record": "王长顺：墙多出半米。\n李桂芝：按老墙根砌的。",
        "result": "约定现场测量",
    }
    assert scene.step("village_mediator", case, "sit", **sitting).status_code == 302
    with in_tenant(KANGBAO):
        row = Sitting.objects.get(case=case)
        assert row.present == ["王长顺", "李桂芝", "张老师", "赵邻居"]
        assert row.record.reveal().startswith("王长顺：")
    words = words_of(scene.page("village_mediator", case))
    assert "第1次调解，未达成一致" in words
    assert "康保镇永兴社区调委会受理，演villag主办" in words
    assert "墙多出半米" not in words


def test_a_session_of_tomorrow_or_without_anybody_comes_back_with_its_text(scene: Scene) -> None:
    case = scene.make("mediating")
    sent = {"begins_at": moment(30), "record": "写了很久的记录", "result": "无"}
    answer = scene.step("village_mediator", case, "sit", **sent)
    assert answer.status_code == 422
    html = answer.content.decode()
    assert "调解时间不能晚于现在" in html
    assert "请勾选到场的当事人" in html
    assert "写了很久的记录" in html
    long = scene.step("village_mediator", case, "sit", **sent | {"record": "话" * 20_001})
    assert "最多 20000 字，现有 20001 字" in long.content.decode()


def test_the_record_opens_with_a_trace_and_is_corrected_beside_the_first_text(scene: Scene) -> None:
    case = scene.make("mediating")
    both = [party(case, "王长顺"), party(case, "李桂芝")]
    sent = {"begins_at": moment(-1), "parties": both, "record": "王长顺：墙多出半来。", "result": "未成"}
    assert scene.step("village_mediator", case, "sit", **sent).status_code == 302
    with in_tenant(KANGBAO):
        sitting = Sitting.objects.get(case=case)
    address = f"/disputes/{case.pk}/sittings/{sitting.pk}/"
    assert "半来" not in scene.browser("village_mediator").get(address).content.decode()
    assert "半来" in scene.browser("village_mediator").post(address).content.decode()
    assert "演villag" in words_of(scene.page("village_mediator", case)).split("谁看过")[1]
    form = scene.browser("village_mediator").get(f"{address}correct/").content.decode()
    assert "半来" in form
    wrong = {"key": str(sitting.pk), "seen": "1", **sent, "record": "王长顺：墙多出半米。", "reason": ""}
    assert scene.browser("village_mediator").post(f"{address}correct/", wrong).status_code == 422
    right = wrong | {"key": str(uuid7()), "reason": "错别字"}
    assert scene.browser("village_mediator").post(f"{address}correct/", right).status_code == 302
    opened = words_of(scene.browser("village_mediator").post(address).content.decode())
    assert "半米" in opened
    assert "半来" in opened
    with in_tenant(KANGBAO):
        assert Sitting.objects.filter(case=case, corrects=None).count() == 1
    for who in ("far_clerk", "far_mediator"):
        assert scene.browser(who).post(address).status_code == 404
    assert scene.neighbour.post(address).status_code == 404


def test_pause_resume_extend_hand_up_and_back(scene: Scene) -> None:
    case = scene.make("mediating")
    sent = {"ground": "APPRAISAL", "until": day(5), "reason": "等测量结果"}
    assert "起自动上交" in words_of(scene.page("village_mediator", case))
    assert scene.step("village_mediator", case, "pause", **sent).status_code == 302
    assert "自动上交" not in words_of(scene.page("village_mediator", case)), (
        "a stopped clock hands nothing up"
    )
    assert scene.again(case).state == State.PAUSED
    assert scene.step("village_mediator", case, "resume").status_code == 302
    month = {"promise": "SETTLE_STATUTORY", "value": "5", "unit": "NATURAL_DAYS", "reason": "测量未完"}
    assert "须经双方当事人同意" in scene.step("clerk", case, "extend", **month).content.decode()
    assert scene.step("clerk", case, "extend", **month, has_consent="on").status_code == 302
    assert scene.step("village_mediator", case, "hand-up", reason="分歧较大").status_code == 302
    moved = scene.again(case)
    assert (moved.state, moved.level) == (State.HANDED_UP, Level.TOWNSHIP)
    assert "上交：村级 → 乡镇级" in words_of(scene.page("clerk", case))
    assert scene.step("clerk", case, "hand-back", reason="村里能办").status_code == 302
    assert scene.again(case).level == Level.VILLAGE
    assert (
        scene.step("village_mediator", case, "urgent", to_level="COUNTY", reason="要打起来").status_code
        == 302
    )
    assert scene.again(case).level == Level.COUNTY
    with in_tenant(KANGBAO):
        trade = Committee.objects.get(kind="TRADE")
    assert (
        scene.step("centre", case, "hand-to-trade", committee=str(trade.pk), reason="专业").status_code == 302
    )
    assert scene.again(case).level == Level.TRADE


def test_return_once_resubmit_and_settle_at_the_door(scene: Scene) -> None:
    case = scene.make("registered")
    assert scene.step("village_mediator", case, "return", reason="").status_code == 422
    assert scene.step("village_mediator", case, "return", reason="缺地址").status_code == 302
    assert scene.step("grid_worker", case, "resubmit", note="已补").status_code == 302
    refused = scene.step("village_mediator", case, "return", reason="再退")
    assert "已退回过一次" in refused.content.decode()
    content = "李桂芝三日内移走杂物"
    assert scene.step("grid_worker", case, "settle-on-spot", content=content).status_code == 302
    assert scene.again(case).state == State.SETTLED


def test_a_party_refuses_or_harm_is_found(scene: Scene) -> None:
    case = scene.make("mediating")
    assert (
        "请选择拒绝调解的当事人"
        in scene.step("village_mediator", case, "refuse", reason="不谈").content.decode()
    )
    assert (
        scene.step(
            "village_mediator", case, "refuse", parties=[party(case, "李桂芝")], reason="不谈"
        ).status_code
        == 302
    )
    assert scene.again(case).state == State.ENDED

    other = scene.make("registered")
    sent = {"ground": "MINOR", "found_at": moment(), "found": "孩子身上有伤"}
    assert scene.step("grid_worker", other, "bar", **sent).status_code in (302, 422)
    assert scene.step("village_mediator", other, "bar", **sent).status_code == 302
    assert scene.again(other).is_restricted
    with in_tenant(KANGBAO):
        assert UrgentReport.objects.filter(case=other, reported_at=None).exists()


def test_end_transfer_receipt_close_and_reopen(scene: Scene) -> None:
    case = scene.make("mediating")
    sent = {"to": "COURT", "body": "康保县人民法院", "reason": "当事人起诉"}
    assert scene.step("village_mediator", case, "transfer", **sent).status_code == 302
    assert "接收单位尚未签收回执" in scene.step("village_mediator", case, "close").content.decode()
    page = words_of(scene.page("village_mediator", case))
    assert "登记移送回执" in page
    assert "康保县人民法院" in page
    assert "尚无回执" in page
    sent = {"received_on": day(), "receipt": "收1号", "result": ""}
    assert scene.step("village_mediator", case, "receipt", **sent).status_code == 302
    assert "回执 收1号" in words_of(scene.page("village_mediator", case))
    assert "卷宗还缺 1 项" in scene.step("village_mediator", case, "close").content.decode()
    assert upload(scene, case, ("申请书.pdf", pdf(1)), kind="03").status_code == 302
    assert scene.step("village_mediator", case, "close").status_code == 302
    assert scene.again(case).state == State.CLOSED
    assert scene.step("village_mediator", case, "follow-up", **visit()).status_code == 302
    with in_tenant(KANGBAO):
        assert FollowUp.objects.get(case=case).satisfaction == "VERY"
    assert scene.step("village_mediator", case, "reopen", reason="又起争执").status_code == 302
    assert scene.again(case).state == State.ACCEPTED


def visit() -> dict[str, str]:
    return {
        "on": day(),
        "means": "VISIT",
        "whom": "王长顺",
        "content": "已按协议办",
        "satisfaction": "VERY",
        "is_solved": "1",
    }


def test_merge_is_proposed_joined_by_a_person_and_parted_again(scene: Scene) -> None:
    first, second = scene.make("accepted"), scene.make("accepted")
    page = scene.page("village_mediator", second, "steps/merge/")
    assert first.number in page
    assert "当事人相同：李桂芝、王长顺" in page
    lost = scene.step("village_mediator", second, "merge", into="（2026）没有1号", reason="同一件")
    assert "没有找到这一件" in lost.content.decode()
    joined = scene.step("village_mediator", second, "merge", into=first.number, reason="同一件")
    assert joined.status_code == 302
    assert scene.again(second).state == State.MERGED
    assert f"并入{first.number}" in words_of(scene.page("village_mediator", second))
    assert "并入本件的纠纷" in words_of(scene.page("village_mediator", first))
    assert scene.step("village_mediator", second, "unmerge", reason="不是").status_code == 302
    assert scene.again(second).state == State.ACCEPTED


def test_a_correction_shows_what_stood_there_before(scene: Scene) -> None:
    case = scene.make("accepted")
    sent = {
        "title": "宅基地边界和排水",
        "summary": case.summary,
        "kind_code": "02",
        "place": case.place,
        "scale": case.scale,
        "people_count": "3",
        "risk": "MEDIUM",
        "urgency": case.urgency,
        "grade": case.grade,
        "reason": "补充排水",
        "new_kind": "PERSON",
    }
    assert scene.step("village_mediator", case, "correct", **sent | {"new_name": "王小满"}).status_code == 422
    sent |= {"new_side": "CONCERNED", "new_name": "王小满", "new_is_minor": "on"}
    assert scene.step("village_mediator", case, "correct", **sent).status_code == 302
    html = scene.page("village_mediator", case)
    assert "<s>低</s> → 中" in html
    assert "补充当事人1名" in html
    assert "未成年人" in html
    child = party(case, "王小满")
    address = f"/disputes/{case.pk}/parties/{child}/"
    given = {
        "key": str(uuid7()),
        "seen": str(scene.again(case).revision),
        "name": "王小满",
        "sex": "1",
        "is_minor": "on",
        "agent_name": "王长顺",
        "phone": "13900001234",
        "reason": "补登法定代理人",
    }
    assert scene.browser("village_mediator").post(address, given).status_code == 302
    words = words_of(scene.page("village_mediator", case))
    assert "更正王小满的信息：" in words
    assert "13900001234" not in words
    with in_tenant(KANGBAO):
        assert Party.objects.get(pk=child).phone.reveal() == "13900001234"


def agreed(scene: Scene) -> Case:
    case = scene.make("mediating")
    both = [party(case, "王长顺"), party(case, "李桂芝")]
    sitting = {"begins_at": moment(-1), "parties": both, "result": "达成一致", "is_agreed": "on"}
    assert scene.step("village_mediator", case, "sit", **sitting).status_code == 302
    return case


def draft_of(case: Case, **more: str) -> dict[str, str]:
    return {
        "key": str(uuid7()),
        "seen": "1",
        "form": "WRITTEN",
        "agreed_on": day(),
        "copies": "3",
        "facts": "外墙越界",
        "content": "一、以墙根外三十厘米为界。\n2. 李桂芝十日内拆除。\n3.5米通道保持畅通。",
        "owed-TOTAL_FORMS": "3",
        "owed-INITIAL_FORMS": "0",
        "owed-0-what": "拆除外墙",
        "owed-0-party": party(case, "李桂芝"),
        "owed-0-due_on": day(10),
        "owed-1-what": "支付补偿",
        "owed-1-amount": "600.50",
        "owed-1-due_on": day(20),
        **more,
    }


def test_the_editor_keeps_rows_asks_for_days_and_adds_more(scene: Scene) -> None:
    case = agreed(scene)
    browser, address = scene.browser("village_mediator"), f"/disputes/{case.pk}/agreement/draft/"
    wrong = browser.post(address, draft_of(case, **{"owed-0-due_on": ""}))
    assert wrong.status_code == 422
    summary = wrong.content.decode().split('<div class="errors"')[1].split("</div>")[0]
    assert '<a href="#id_owed-0-due_on">第 1 期：履行期限：请填写履行期限。</a>' in summary
    assert "拆除外墙" in wrong.content.decode()
    more = browser.post(address, draft_of(case, more="1"))
    assert more.status_code == 200
    html = more.content.decode()
    assert "拆除外墙" in html
    assert 'name="owed-TOTAL_FORMS" value="6"' in html
    assert browser.post(address, draft_of(case)).status_code == 302
    with in_tenant(KANGBAO):
        agreement = Agreement.objects.get(case=case)
        assert agreement.content.reveal().splitlines() == [
            "以墙根外三十厘米为界。",
            "李桂芝十日内拆除。",
            "3.5米通道保持畅通。",
        ]
        assert list(Obligation.objects.order_by("position").values_list("what", flat=True)) == [
            "拆除外墙",
            "支付补偿",
        ]


def test_an_agreement_is_signed_takes_effect_is_performed_and_confirmed(scene: Scene) -> None:
    case = agreed(scene)
    browser, base = scene.browser("village_mediator"), f"/disputes/{case.pk}/agreement/"
    browser.post(f"{base}draft/", draft_of(case))
    assert "还缺：当事人签名、调解员签名、调委会印章" in words_of(browser.get(base).content.decode())
    hidden = {"key": draft_of(case)["key"], "seen": "1"}
    ahead = browser.post(f"{base}sign/", {**hidden, "parties_signed_on": day(1)})
    assert "签名、盖章日期须在达成协议之后、今天之前" in ahead.content.decode()
    days = {"parties_signed_on": day(), "mediator_signed_on": day(), "sealed_on": day()}
    assert browser.post(f"{base}sign/", {**hidden, **days}).status_code == 302
    assert "签订协议" in words_of(scene.page("village_mediator", case))
    over = browser.post(f"{base}draft/", draft_of(case))
    assert over.status_code == 422
    assert "签名、盖章均已登记，不能重新拟订" in over.content.decode()
    unsealed = days | {"sealed_on": ""}
    assert browser.post(f"{base}sign/", {**hidden, **unsealed}).status_code == 302
    assert browser.post(f"{base}draft/", draft_of(case)).status_code == 302
    assert browser.post(f"{base}sign/", {**hidden, **days}).status_code == 302
    assert scene.step("village_mediator", case, "agree").status_code == 302
    assert scene.again(case).state == State.PERFORMING

    court = {**hidden, "court": "康保县人民法院", "applied_on": day()}
    assert "须由双方当事人共同申请" in browser.post(f"{base}confirmation/", court).content.decode()
    assert browser.post(f"{base}confirmation/", court | {"is_joint": "on"}).status_code == 302
    with in_tenant(KANGBAO):
        assert CaseDeadline.objects.get(case=case, kind="CONFIRMATION").outcome == "APPLIED"
    ruling = {**hidden, "reference": "（2026）冀0723民特1号", "decided_on": day(), "is_confirmed": "1"}
    assert browser.post(f"{base}confirmation/", ruling).status_code == 302
    with in_tenant(KANGBAO):
        assert Confirmation.objects.get().is_confirmed is True
        owed = list(Obligation.objects.filter(agreement__voided_at=None).order_by("position"))
    for row in owed:
        done = {**hidden, "performed_on": day(), "proof": "收条"}
        assert browser.post(f"{base}owed/{row.pk}/", done).status_code == 302
    assert scene.neighbour.post(f"{base}owed/{owed[0].pk}/", done).status_code == 404
    assert scene.step("village_mediator", case, "perform").status_code == 302
    assert scene.again(case).state == State.SETTLED


def test_acts_beside_the_table_go_through_their_forms(scene: Scene) -> None:
    case = scene.make("accepted")
    mediator, leader = scene.stage.staff["village_mediator"], scene.stage.staff["political"]
    sent = {"mediator": str(mediator.pk), "ground": "RELATIVE", "note": "表亲"}
    assert scene.step("clerk", case, "ask-recusal", **sent).status_code == 302
    with in_tenant(KANGBAO):
        asked = Recusal.objects.get(case=case)
    sent = {"recusal": str(asked.pk), "is_granted": "1"}
    assert "本人不能决定" in scene.step("village_mediator", case, "decide-recusal", **sent).content.decode()
    assert scene.step("clerk", case, "decide-recusal", **sent).status_code == 302
    assert scene.step("clerk", case, "card", card="YELLOW", reason="逾期").status_code == 302
    sent = {"leader": str(leader.pk), "members": "周全、赵敏", "report_every_days": "7"}
    assert scene.step("political", case, "take-leader-case", **sent).status_code == 302
    assert "包案领导" in words_of(scene.page("clerk", case))
    assert scene.step("political", case, "report-back", progress="已走访").status_code == 302
    assert scene.step("political", case, "end-leader-case", result="化解").status_code == 302
    with in_tenant(KANGBAO):
        assert Case.objects.get(pk=case.pk).card == "YELLOW"
