"""Who was invited sees this one dispute and nothing else of the county; who leads in person reports back."""

import datetime as dt
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.choices import Role
from accounts.models import Staff, Unit
from core.permissions.verdict import Refused
from disputes.actions.ask_recusal import ask_recusal, decide_recusal
from disputes.actions.invite import ask_unit, invite_adviser
from disputes.actions.report_on_leader_case import report_on_leader_case
from disputes.actions.take_leader_case import take_leader_case
from disputes.case_people import people_of
from disputes.models import Case, CaseGrant, Party, Recusal
from tests.accounts.people import acting, browser_of, holder, unit
from tests.disputes.stage import NOON, Stage

TODAY = NOON.date()


@pytest.fixture
def adviser(stage: Stage) -> Staff:
    return holder(Role.ADVISER, None, "林律师")


@pytest.fixture
def department(stage: Stage) -> Staff:
    bureau = unit("县自然资源局")
    return holder(Role.DEPARTMENT_HANDLER, None, "高科员", unit=bureau)


def invited(stage: Stage, case: Case, adviser: Staff) -> CaseGrant:
    return invite_adviser(
        case=case,
        adviser=adviser,
        from_on=TODAY,
        to_on=TODAY + dt.timedelta(days=30),
        purpose="研判合同效力",
        actor=stage.actors["village_mediator"],
        at=NOON,
    )


def asked(stage: Stage, case: Case, department: Staff) -> CaseGrant:
    bureau = str(acting(department).posts[0].unit_id)
    return ask_unit(
        case=case,
        unit=Unit.objects.get(pk=str(bureau)),
        from_on=TODAY,
        to_on=None,
        purpose="现场测量",
        actor=stage.actors["village_mediator"],
        at=NOON,
    )


def test_an_invitation_lasts_a_year_at_most(stage: Stage, adviser: Staff, department: Staff) -> None:
    last, mediator = TODAY + dt.timedelta(days=366), stage.actors["village_mediator"]
    given: dict[str, Any] = {"from_on": TODAY, "purpose": "研判", "actor": mediator, "at": NOON}
    case = stage.mediating()
    with pytest.raises(Refused, match=f"不晚于{last}"):
        invite_adviser(case=case, adviser=adviser, to_on=dt.date(2035, 1, 1), **given)
    bureau = Unit.objects.get(pk=str(acting(department).posts[0].unit_id))
    with pytest.raises(Refused, match=f"不晚于{last}"):
        ask_unit(case=case, unit=bureau, to_on=last + dt.timedelta(days=1), **given)
    assert invite_adviser(case=case, adviser=adviser, to_on=None, **given).to_on == last
    assert asked(stage, case, department).to_on == last


def test_an_adviser_sees_the_case_masked_and_nothing_else(stage: Stage, adviser: Staff) -> None:
    case, other = stage.mediating(summary="王长顺翻建西厢房，李桂芝的三轮车进不了院。"), stage.mediating()
    grant = invited(stage, case, adviser)
    client = browser_of(adviser)
    told = [client.get(reverse(route, args=[case.pk])).json() for route in ("api_case", "api_case_steps")]
    assert told[0]["summary"] == "王*翻建西厢房，李*的三轮车进不了院。"
    assert "王长顺" not in str(told)
    listed = client.get(reverse("invited_cases")).content.decode()
    assert "研判合同效力" in listed
    assert "王*、李*" in listed
    page = client.get(reverse("case", args=[case.pk])).content.decode()
    for secret in ("王长顺", "李桂芝", "13800005678"):
        assert secret not in listed
        assert secret not in page
    assert "王*翻建西厢房" in page
    sealed(client, case, other)
    for route in ("case_people", "case_risk"):
        assert client.get(reverse(route, args=[case.pk])).status_code == 404, route
    assert client.get(reverse("end_invitation", args=[case.pk, grant.pk])).status_code == 404


def test_a_department_sees_the_case_it_was_asked_to_and_nothing_else(stage: Stage, department: Staff) -> None:
    case, other = stage.mediating(), stage.mediating()
    asked(stage, case, department)
    client = browser_of(department)
    listed = client.get(reverse("invited_cases")).content.decode()
    assert "现场测量" in listed
    assert "王长顺" in listed, "who measures has to know whose walls they are"
    assert client.get(reverse("case", args=[case.pk])).status_code == 200
    sealed(client, case, other)


def sealed(client: Client, case: Case, other: Case) -> None:
    """Everything of the county that was not opened by name."""
    for route in ("case", "case_risk", "case_people", "dossier", "agreement"):
        assert client.get(reverse(route, args=[other.pk])).status_code in (403, 404), route
    for route in (
        "cases", "dispute_figures", "dispute_statistics", "risk_sweeps", "allowance_batches", "area_browser",
        "post_list", "leader_cases",
    ):  # fmt: skip
        answer = client.get(reverse(route))
        assert answer.status_code == 403 or str(other.pk) not in answer.content.decode(), route
    found = client.get(reverse("search"), {"q": "王长顺"})
    assert str(other.pk) not in found.content.decode()
    assert Case.objects.count() == 2


def test_an_invitation_ends_with_its_reason_and_the_case_is_closed_to_them(
    stage: Stage, adviser: Staff
) -> None:
    case = stage.mediating()
    grant = invited(stage, case, adviser)
    mediator = browser_of(stage.staff["village_mediator"])
    page = mediator.get(reverse("case_people", args=[case.pk])).content.decode()
    assert "林律师" in page
    address = reverse("end_invitation", args=[case.pk, grant.pk])
    assert mediator.post(address, {"reason": ""}).status_code == 422
    assert mediator.post(address, {"reason": "会商结束"}).status_code == 302
    assert browser_of(adviser).get(reverse("case", args=[case.pk])).status_code == 404
    assert "会商结束" in mediator.get(reverse("case_people", args=[case.pk])).content.decode()


def test_an_invitation_that_ran_out_opens_nothing(stage: Stage, adviser: Staff) -> None:
    case = stage.mediating()
    grant = invited(stage, case, adviser)
    CaseGrant.objects.filter(pk=grant.pk).update(from_on=dt.date(2020, 1, 1), to_on=dt.date(2020, 2, 1))
    client = browser_of(adviser)
    assert client.get(reverse("case", args=[case.pk])).status_code == 404
    assert "研判合同效力" not in client.get(reverse("invited_cases")).content.decode()


def test_the_township_next_door_learns_of_nobody(stage: Stage, adviser: Staff) -> None:
    case = stage.mediating()
    grant = invited(stage, case, adviser)
    far = browser_of(stage.staff["far_clerk"])
    assert far.get(reverse("case_people", args=[case.pk])).status_code == 404
    assert far.post(reverse("end_invitation", args=[case.pk, grant.pk]), {"reason": "x"}).status_code == 404
    assert far.get(reverse("invited_cases")).status_code == 403


def test_a_leader_answers_for_a_case_and_reports(stage: Stage) -> None:
    case, leader = stage.mediating(), stage.staff["leader"]
    client = browser_of(leader)
    why = reverse("case_look", args=[case.pk])
    assert client.get(reverse("case", args=[case.pk]))["Location"] == why, "not without a case of their own"
    led = take_leader_case(
        case=case, leader=leader, members=["赵委员", "钱所长"], plan="分三步", report_every_days=7,
        actor=stage.actors["leader"], at=NOON,
    )  # fmt: skip
    page = client.get(reverse("leader_cases")).content.decode()
    assert "宅基地边界" in page
    assert "2026-11-27" in page
    assert client.get(reverse("case", args=[case.pk])).status_code == 200
    report_on_leader_case(
        leader_case=led, progress="已上门三次", next_step="签协议", actor=stage.actors["leader"],
        at=NOON + dt.timedelta(days=3),
    )  # fmt: skip
    assert "2026-11-30" in client.get(reverse("leader_cases")).content.decode()
    shown = client.get(reverse("case_people", args=[case.pk])).content.decode()
    for words in ("赵委员、钱所长", "已上门三次", "签协议"):
        assert words in shown
    assert (
        "宅基地边界" not in browser_of(stage.staff["political"]).get(reverse("leader_cases")).content.decode()
    )


def test_a_leader_without_a_case_of_their_own_gives_a_reason_first(stage: Stage) -> None:
    case, client = stage.mediating(), browser_of(stage.staff["leader"])
    address = reverse("case_look", args=[case.pk])
    assert "王长顺" not in client.get(address).content.decode()
    assert client.post(address, {"reason": ""}).status_code == 422
    answer = client.post(address, {"reason": "领导接访，当事人反映办理进度"})
    assert answer.status_code == 200
    assert "办理经过" in answer.content.decode()
    assert client.get(reverse("case", args=[case.pk]))["Location"] == address, "for that once only"


def test_a_county_leader_orders_on_a_case_of_the_ground_that_is_in_other_hands(stage: Stage) -> None:
    case, client = stage.mediating(), browser_of(stage.staff["leader"])
    looked = client.post(reverse("case_look", args=[case.pk]), {"reason": "领导接访，当事人反映办理进度"})
    for slug in ("take-leader-case", "card"):
        address = reverse("case_step", args=[case.pk, slug])
        assert address in looked.content.decode()
        assert client.get(address).status_code == 200
    assert client.get(reverse("case_step", args=[case.pk, "note"])).status_code == 404
    far = browser_of(stage.staff["far_clerk"])
    assert far.get(reverse("case_step", args=[case.pk, "card"])).status_code == 404


def test_a_recusal_that_waits_is_named_to_who_asks_for_another(stage: Stage) -> None:
    case, mediator = stage.mediating(), stage.staff["village_mediator"]

    def ask(**given: Any) -> Recusal:
        first: dict[str, Any] = {"ground": "RELATIVE", "party": None, "note": "表亲"}
        return ask_recusal(
            case=case, mediator=mediator, actor=stage.actors["clerk"], at=NOON, **(first | given)
        )

    first = ask()
    assert ask() == first, "sent twice it is asked once"
    party = Party.objects.filter(case=case).first()
    for other in ({"ground": "INTEREST"}, {"note": "合伙做生意"}, {"party": party}):
        with pytest.raises(Refused, match=f"{mediator.name}已有一项回避申请待决定（是一方当事人.*近亲属）"):
            ask(**other)
    decide_recusal(recusal=first, is_granted=False, actor=stage.actors["clerk"], at=NOON)
    assert ask(ground="INTEREST").ground == "INTEREST"


def test_people_of_a_case_are_one_query(stage: Stage, adviser: Staff) -> None:
    case = stage.mediating()
    invited(stage, case, adviser)
    ask_recusal(
        case=case, mediator=stage.staff["village_mediator"], ground="RELATIVE", party=None, note="表亲",
        actor=stage.actors["clerk"], at=NOON,
    )  # fmt: skip
    with CaptureQueriesContext(connection) as asked_for:
        people = people_of(case, on=TODAY)
    assert len(asked_for) == 1
    assert [one.holder for one in people.invited] == ["林律师"]
    assert people.asked[0]["name"] == stage.staff["village_mediator"].name
    assert people.leading is None
