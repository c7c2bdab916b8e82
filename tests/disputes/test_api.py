"""Disputes through the API: the same rules and refusals as the pages, one answer for one key, few queries."""

import datetime as dt
import json
from typing import Any
from uuid import UUID

import pytest
from django.db import connection
from django.test import Client
from django.utils import timezone

from accounts.models import Staff
from core.tenancy.context import in_tenant
from core.tenancy.ids import uuid7
from disputes.choices import Level, State
from disputes.models import Case, Inquiry, Party, Step
from script.house.measure import counted_queries
from tests.accounts.people import browser_of, neighbour
from tests.cast import KANGBAO
from tests.disputes.stage import Stage

CASES = "/api/disputes/"
COSTS = {"note": 8, "accept": 18, "contact": 9, "pause": 12, "resume": 12, "hand-up": 16, "withdraw": 12}


def in_ten_days() -> str:
    return str(timezone.localdate() + dt.timedelta(days=10))


@pytest.fixture
def desk(neighbour_county: int) -> "Desk":
    with in_tenant(KANGBAO):
        stage = Stage()
        browsers = {who: browser_of(staff) for who, staff in stage.staff.items()}
    return Desk(stage, browsers | {"neighbour": browser_of(neighbour())})


class Desk:
    """Everybody's browser on the stage."""

    def __init__(self, stage: Stage, browsers: dict[str, Client]) -> None:
        self.stage, self.browsers = stage, browsers

    def get(self, who: str, address: str = CASES, **query: Any) -> Any:
        return self.browsers[who].get(address, query)

    def post(self, who: str, address: str, **sent: Any) -> Any:
        body = json.dumps(sent, default=str)
        return self.browsers[who].post(address, body, content_type="application/json")

    def made(self, who: str = "clerk", **changed: Any) -> UUID:
        sent = new_case(self.stage, **changed)
        answer = self.post(who, CASES, **sent)
        assert answer.status_code == 201, answer.json()
        return UUID(answer.json()["id"])

    def step(self, who: str, case: UUID, verb: str, **sent: Any) -> Any:
        return self.post(who, f"{CASES}{case}/steps/{verb}/", **({"key": uuid7()} | sent))

    def case(self, pk: UUID) -> Case:
        with in_tenant(KANGBAO):
            return Case.objects.get(pk=pk)

    def steps(self) -> int:
        with in_tenant(KANGBAO):
            return Step.objects.count()


def new_case(stage: Stage, **changed: Any) -> dict[str, Any]:
    parties = [
        {"side": "APPLICANT", "name": "王长顺", "phone": "13800005678"},
        {"side": "RESPONDENT", "name": "李桂芝", "id_number": "110101199003077832"},
    ]
    return {
        "id": str(uuid7()),
        "title": "宅基地边界",
        "summary": "外墙比旧墙多出半米。",
        "path": stage.ground.grid.path,
        "kind_code": "03",
        "source": "COUNTER",
        "parties": parties,
    } | changed


def message(answer: Any) -> str:
    return str(answer.json()["error"]["message"])


def test_the_same_key_is_the_same_answer_and_other_content_a_conflict(desk: Desk) -> None:
    sent = new_case(desk.stage)
    first, again = desk.post("clerk", CASES, **sent), desk.post("clerk", CASES, **sent)
    assert (first.status_code, again.status_code) == (201, 200)
    assert first.json() == again.json()
    other = desk.post("clerk", CASES, **(sent | {"title": "宅基地通道"}))
    assert (other.status_code, message(other)) == (409, "该请求编号已用于其他内容，请刷新后重试。")
    assert desk.post("mediator", CASES, **sent).status_code == 409
    assert desk.steps() == 1


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"id": "7"}, "id"),
        ({"id": "9b2f0c1e-5d3a-4e7b-8c6d-1f2a3b4c5d6e"}, "id"),  # version 4
        ({"title": ""}, "title"),
        ({"title": "宅" * 101}, "title"),
        ({"occurred_on": "2026-02-30"}, "occurred_on"),
        ({"people_count": 0}, "people_count"),
        ({"amount": "-1"}, "amount"),
        ({"source": "NOWHERE"}, "source"),
        ({"parties": []}, "parties"),
        ({"parties": [{"side": "NOBODY", "name": "王"}]}, "parties"),
        ({"summary": "\x00"}, "summary"),
        ({"statistics_row": "B01"}, "statistics_row"),
    ],
)
def test_what_is_no_dispute_is_told_field_by_field(desk: Desk, changed: dict[str, Any], field: str) -> None:
    answer = desk.post("clerk", CASES, **new_case(desk.stage, **changed))
    assert answer.status_code == 400
    assert list(answer.json()["error"]["fields"]) == [field]


@pytest.mark.parametrize(
    ("changed", "sentence"),
    [
        ({"summary": "吵" * 10_000}, "纠纷简要情况最多2000字，现有10000字；详情可作为证据材料附上。"),
        ({"occurred_on": "2999-01-01"}, "发生日期不能晚于今天。"),
        ({"path": "130723002001001"}, "您只能登记本辖区的纠纷。"),
        ({"kind_code": "77"}, "请选择纠纷类型。"),
    ],
)
def test_a_refusal_is_the_same_sentence_as_on_the_page(
    desk: Desk, changed: dict[str, Any], sentence: str
) -> None:
    answer = desk.post("clerk", CASES, **new_case(desk.stage, **changed))
    assert (answer.status_code, message(answer)) == (403, sentence)
    assert desk.steps() == 0


def test_a_case_goes_its_way_step_by_step(desk: Desk) -> None:
    case, mediator = desk.made(), desk.stage.staff["village_mediator"]
    accepted = desk.step("village_mediator", case, "accept", mediator=mediator.pk, seen=1)
    assert accepted.status_code == 200, accepted.json()
    assert accepted.json() | {"id": "", "at": ""} == {
        "id": "",
        "at": "",
        "number": 2,
        "verb": "ACCEPT",
        "from_state": "REGISTERED",
        "to_state": "ACCEPTED",
        "level": "VILLAGE",
    }
    refused = desk.step("village_mediator", case, "start")
    assert (refused.status_code, message(refused)) == (
        403,
        "权利义务告知书尚未签收：王长顺、李桂芝。",
    )
    late = desk.step("clerk", case, "note", note="已走访", seen=1)
    assert late.status_code == 409
    assert "刚刚办理了“受理”" in message(late)
    up = desk.step("village_mediator", case, "hand-up", reason="分歧较大", seen=2)
    assert up.json()["level"] == Level.TOWNSHIP
    told = desk.get("clerk", f"{CASES}{case}/").json()
    assert (told["state"], told["revision"], len(told["parties"])) == (State.HANDED_UP, 3, 2)
    offered = {one["verb"]: one for one in told["steps"]}
    assert offered["ACCEPT"] == {"verb": "ACCEPT", "label": "受理", "may": True, "reason": ""}
    assert {one["kind"] for one in told["promises"]} == {"RECEIVE", "SETTLE_STATUTORY"}
    rows = desk.get("clerk", f"{CASES}{case}/steps/").json()["rows"]
    assert [row["verb"] for row in rows] == ["REGISTER", "ACCEPT", "HAND_UP"]


def test_a_step_sent_twice_is_one_step_with_one_answer(desk: Desk) -> None:
    case, key = desk.made(), uuid7()
    first = desk.step("clerk", case, "note", key=key, note="已走访", seen=1)
    desk.step("clerk", case, "return", reason="缺电话")
    again = desk.step("clerk", case, "note", key=key, note="已走访", seen=1)
    assert first.status_code == again.status_code == 200
    assert first.json() == again.json()
    other = desk.step("clerk", case, "resubmit", key=key)
    assert (other.status_code, message(other)) == (409, "该请求编号已用于其他操作，请刷新后重试。")
    assert desk.case(case).revision == 3


@pytest.mark.parametrize(
    ("verb", "sent", "others"),
    [
        ("note", {"note": "已走访 "}, [{"note": "已走访两家"}]),
        ("accept", {}, [{"mediator": "village_secretary"}]),
        (
            "pause",
            {"ground": "CONSENT", "until": in_ten_days(), "reason": "外出"},
            [{"until": str(timezone.localdate() + dt.timedelta(days=9))}, {"reason": "住院"}],
        ),
        ("transfer", {"to": "COURT", "body": "县法院", "reason": "起诉"}, [{"body": "市法院"}]),
        ("urgent", {"to_level": "COUNTY", "reason": "扬言报复"}, [{"to_level": "TOWNSHIP"}]),
        (
            "correct",
            {"values": {"title": "宅基地通道", "people_count": 2}, "reason": "录入有误"},
            [{"values": {"title": "通道"}}, {"values": {}}, {"reason": "听错"}, {"new_parties": [
                {"side": "RESPONDENT", "name": "李四"}
            ]}],
        ),
        ("settle-on-spot", {"content": "各退半步"}, [{"content": "赔偿一万元"}]),
        (
            "sit",
            {"result": "未达成", "place": "村委会"},
            [{"result": "达成"}, {"place": "镇里"}, {"is_agreed": True}],
        ),
    ],
)  # fmt: skip
def test_a_key_sent_again_with_other_content_is_a_conflict_and_nothing_is_lost_in_silence(
    desk: Desk, verb: str, sent: dict[str, Any], others: list[dict[str, Any]]
) -> None:
    case, key, staff = desk.made(), uuid7(), desk.stage.staff
    who = "village_mediator"
    if verb in ("pause", "transfer", "sit"):
        desk.step(who, case, "accept", mediator=staff[who].pk)
    if verb == "accept":
        with in_tenant(KANGBAO):
            Staff.objects.filter(pk=staff["village_secretary"].pk).update(name="另一人")
        sent = {"mediator": staff[who].pk}
        others = [{name: staff[value].pk for name, value in one.items()} for one in others]
    if verb == "sit":
        sent = sent | {"begins_at": timezone.now().isoformat()}
        with in_tenant(KANGBAO):
            Case.objects.filter(pk=case).update(state=State.MEDIATING)
            Party.objects.filter(case_id=case).update(notice_signed_on=timezone.localdate())
    first = desk.step(who, case, verb, key=key, **sent)
    assert first.status_code == 200, first.json()
    again = desk.step(who, case, verb, key=key, **sent)
    assert (again.status_code, again.json()) == (200, first.json())
    for other in others:
        answer = desk.step(who, case, verb, key=key, **(sent | other))
        assert (answer.status_code, message(answer)) == (409, "该请求编号已用于其他内容，请刷新后重试。"), (
            other
        )
    assert desk.steps() == desk.case(case).revision


def test_a_visit_sent_again_is_compared_with_the_visit_that_stands(desk: Desk) -> None:
    case, key, who = desk.made(), uuid7(), "village_mediator"
    assert desk.step(who, case, "settle-on-spot", content="各退半步").status_code == 200
    sent = {"on": str(timezone.localdate()), "means": "PHONE", "whom": "王长顺", "content": "已和好"}
    first = desk.step(who, case, "follow-up", key=key, **sent)
    assert first.status_code == 200, first.json()
    assert desk.step(who, case, "follow-up", key=key, **sent).json() == first.json()
    for other in ({"content": "又吵了"}, {"whom": "李桂芝"}, {"means": "VISIT"}):
        assert desk.step(who, case, "follow-up", key=key, **(sent | other)).status_code == 409, other


def test_fields_of_a_step_are_told_one_by_one(desk: Desk) -> None:
    case = desk.made()
    desk.step("clerk", case, "accept")
    for verb, sent, field in (
        ("pause", {"ground": "CONSENT", "reason": "外出", "until": "2026-02-30"}, "until"),
        ("transfer", {"to": "NOWHERE", "body": "法院", "reason": "起诉"}, "to"),
        ("assign", {"mediator": uuid7()}, "mediator"),
        ("assign", {"mediator": desk.stage.staff["auditor"].pk}, "mediator"),
        ("note", {}, "note"),
        ("note", {"note": "x", "key": None}, "key"),
        ("note", {"note": "x", "key": "9b2f0c1e-5d3a-4e7b-8c6d-1f2a3b4c5d6e"}, "key"),
        ("sit", {"begins_at": "昨天", "result": "未达成"}, "begins_at"),
        (
            "inquire",
            {"begins_at": "2026-01-01T09:00", "investigators": [], "finding": "属实"},
            "investigators",
        ),
    ):
        answer = desk.step("clerk", case, verb, **sent)
        assert (answer.status_code, list(answer.json()["error"]["fields"])) == (400, [field]), verb
    assert desk.step("clerk", case, "escalate").status_code == 404
    assert desk.step("clerk", case, "register").status_code == 404
    assert desk.step("clerk", case, "nonsense").status_code == 404


def test_a_correction_changes_what_was_sent_and_nothing_else(desk: Desk) -> None:
    case = desk.made()
    values = {"title": "宅基地通道", "amount": "1200.50", "statistics_row": "K05"}
    answer = desk.step("clerk", case, "correct", values=values, reason="录入有误")
    assert answer.status_code == 200, answer.json()
    told = desk.get("clerk", f"{CASES}{case}/").json()
    assert (told["title"], told["amount"], told["kind_code"]) == ("宅基地通道", "1200.50", "03")
    assert told["statistics_row"] == "K05"


def test_an_inquiry_comes_in_and_its_words_do_not_go_out(desk: Desk) -> None:
    case = desk.made()
    desk.step("clerk", case, "accept")
    said = "答：老墙根就在杨树边"
    sent = {
        "name": "赵守田",
        "relation": "邻居",
        "investigators": ["周某"],
        "record": said,
        "finding": "属实",
    }
    at = timezone.now().isoformat()
    assert desk.step("clerk", case, "inquire", **sent, begins_at=at).status_code == 200
    with in_tenant(KANGBAO):
        assert Inquiry.objects.get(case_id=case).record.reveal() == said
    for below in ("", "steps/"):
        told = desk.get("clerk", f"{CASES}{case}/{below}").content.decode()
        assert "杨树" not in told
        assert "赵守田" not in told


def test_the_list_is_filtered_and_read_page_by_page(desk: Desk) -> None:
    made = [desk.made(title=f"纠纷{number}") for number in range(5)]
    other = desk.made("centre", path=desk.stage.ground.far_grid.path, kind_code="10", risk="HIGH")
    desk.step("village_mediator", made[0], "accept")

    def listed(who: str = "centre", **query: Any) -> list[UUID]:
        return [UUID(row["id"]) for row in desk.get(who, **query).json()["rows"]]

    assert listed() == [other, *reversed(made)]
    assert listed("clerk") == list(reversed(made))
    assert listed("far_clerk") == [other]
    assert listed("grid_worker") == listed("neighbour") == []
    assert desk.get("auditor").status_code == 403
    assert listed(state="ACCEPTED") == listed(scope="open", state="ACCEPTED") == [made[0]]
    assert listed(kind="10") == listed(risk="HIGH") == listed(area="130723002") == [other]
    assert listed(q="纠纷3") == [made[3]]
    assert listed(late="true") == listed(scope="final") == listed(until="2020-01-01") == []
    assert listed("centre", mine="true") == [other]
    first = desk.get("centre", size=4).json()
    rest = desk.get("centre", size=4, after=first["after"]).json()
    assert [UUID(row["id"]) for row in first["rows"] + rest["rows"]] == [other, *reversed(made)]
    assert rest["after"] is None
    assert first["rows"][0]["next_due"]
    for wrong in ({"state": "NOWHERE"}, {"since": "gestern"}, {"size": 5000}, {"after": "x"}):
        answer = desk.get("centre", **wrong)
        assert (answer.status_code, list(answer.json()["error"]["fields"])) == (400, list(wrong))


def test_the_neighbour_sees_nothing_and_takes_no_step(desk: Desk) -> None:
    case = desk.made()
    for who in ("neighbour", "far_clerk"):
        assert desk.get(who, f"{CASES}{case}/").status_code == 404
        assert desk.get(who, f"{CASES}{case}/steps/").status_code == 404
        assert desk.step(who, case, "note", note="x").status_code == 404
    assert desk.get("auditor", f"{CASES}{case}/").status_code == 403
    assert desk.post("auditor", CASES, **new_case(desk.stage)).status_code == 403
    # Whoever registered it sees it, and may not take what is not theirs.
    own = desk.made("grid_worker")
    assert desk.get("grid_worker", f"{CASES}{own}/").status_code == 200
    assert desk.step("grid_worker", own, "accept").status_code == 403
    # The neighbour's key is no key of ours, and the other way round.
    with in_tenant(KANGBAO):
        assert Case.objects.count() == 2


def test_phones_and_numbers_are_masked(desk: Desk) -> None:
    told = desk.get("clerk", f"{CASES}{desk.made()}/").json()
    assert told["parties"][0]["phone"] == "138****5678"
    assert "19900307" not in json.dumps(told)


def test_it_costs_few_queries(desk: Desk) -> None:
    """Signed in, walled, locked, recorded, counted from the second request on. Only accepting and handing up cost more:
    a number without gaps, who leads, what goes along."""
    for who in ("clerk", "village_mediator"):
        desk.get(who)
    with counted_queries(connection) as queries:
        case = desk.made()
    assert len(queries) == 12, queries.statements
    costs = {}
    for who, verb, sent in (
        ("village_mediator", "note", {"note": "已走访"}),
        ("village_mediator", "accept", {"mediator": desk.stage.staff["village_mediator"].pk}),
        ("village_mediator", "contact", {"note": "已联系"}),
        ("village_mediator", "pause", {"ground": "CONSENT", "until": in_ten_days(), "reason": "外出"}),
        ("village_mediator", "resume", {}),
        ("village_mediator", "hand-up", {"reason": "分歧较大"}),
        ("clerk", "withdraw", {"reason": "自行和解"}),
    ):
        with counted_queries(connection) as queries:
            answer = desk.step(who, case, verb, **sent)
        assert answer.status_code == 200, answer.json()
        costs[verb] = len(queries)
    assert costs == COSTS


def test_the_description_names_every_step(desk: Desk) -> None:
    schema = desk.get("clerk", "/api/schema/").json()
    assert {CASES, f"{CASES}{{id}}/", f"{CASES}{{id}}/steps/"} <= {
        path.replace("{pk}", "{id}") for path in schema["paths"]
    }
    step = next(one for path, one in schema["paths"].items() if path.endswith("/steps/{verb}/"))["post"]
    assert step["summary"] == "办理一个步骤"
    named = next(one for one in step["parameters"] if one["name"] == "verb")["schema"]["enum"]
    assert len(named) == 32
    shape = step["requestBody"]["content"]["application/json"]["schema"]
    name = shape["$ref"].rsplit("/", 1)[-1]
    assert len(schema["components"]["schemas"][name]["oneOf"]) == 32
