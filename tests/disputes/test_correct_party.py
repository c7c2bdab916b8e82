"""Somebody in a case is put right by the rules by which they are registered."""

import datetime as dt
from dataclasses import replace
from typing import Any

import pytest

from core.permissions.verdict import Refused
from core.rules.identity import credit_check_sign
from core.tenancy.context import in_tenant
from core.tenancy.ids import uuid7
from disputes.actions.correct_party import correct_party
from disputes.actions.register_case import register_case
from disputes.actions.settle_on_spot import settle_on_spot
from disputes.choices import PartyKind, Sex
from disputes.entering import PartyEntry
from disputes.models import Case, Party
from tests.accounts.people import KANGBAO
from tests.disputes.scene import Scene
from tests.disputes.stage import NOON, Stage, sound_id

CHILD = sound_id("20150505")
CODE = "52130723MJ0123456"

RULES: list[tuple[dict[str, Any], str]] = [
    ({"phone": "abc"}, "电话：请填写7至20位的电话号码"),
    ({"agent_name": "赵律师", "agent_phone": "1390"}, "代理人电话：请填写7至20位的电话号码"),
    ({"id_number": sound_id(), "born_on": dt.date(1990, 3, 8)}, "出生日期：与身份证号中的出生日期不一致"),
    ({"id_number": sound_id(order="124")}, "性别：与身份证号中的性别不一致"),
    ({"born_on": dt.date(1990, 3, 7), "is_minor": True}, "已满十八周岁"),
    ({"born_on": dt.date(2030, 1, 1)}, "出生日期不能晚于今天"),
    ({"agent_power": "GENERAL"}, "填写了代理权限，请填代理人姓名"),
    ({"name": " "}, "请填写当事人的姓名或名称"),
    ({"name": "王" * 61}, "姓名或名称"),
    ({"name": "李桂芝", "phone": "15200000917"}, "同时登记在两方"),
]


@pytest.mark.parametrize(("values", "reason"), RULES)
def test_what_is_refused_at_registration_is_refused_at_correction(
    stage: Stage, values: dict[str, Any], reason: str
) -> None:
    first, second = stage.parties()
    with pytest.raises(Refused, match=reason):
        register_case(
            entry=stage.entry(),
            parties=[replace(first, **values), second],
            actor=stage.actors["clerk"],
            at=NOON,
        )
    party = applicant(stage.registered())
    with pytest.raises(Refused, match=reason):
        corrected(stage, party, **values)
    assert Party.objects.get(pk=party.pk).born_on is None


def test_a_correction_reads_the_number_as_registration_does(stage: Stage) -> None:
    case = stage.registered()
    second = Party.objects.get(case=case, name="李桂芝")
    child = corrected(stage, second, id_number=f" {CHILD[:6]} {CHILD[6:]}", sex=Sex.UNKNOWN)
    assert (child.id_number.reveal(), child.sex, child.born_on) == (CHILD, Sex.MALE, dt.date(2015, 5, 5))
    assert (child.is_minor, child.id_unverified) == (True, False)
    with pytest.raises(Refused, match="未成年当事人须由法定代理人参加：李桂芝"):
        settle_on_spot(case=case, content="和解", actor=stage.actors["grid_worker"], at=NOON)
    marked = corrected(stage, applicant(case), id_number=sound_id()[:-1] + "!")
    assert (marked.id_unverified, marked.born_on) == (True, None)


def test_a_minor_stays_one_until_a_birth_date_says_otherwise(stage: Stage) -> None:
    party = corrected(stage, applicant(stage.registered()), is_minor=True)
    with pytest.raises(Refused, match="要取消“未成年人”，请填写出生日期或证件号码"):
        corrected(stage, party, is_minor=False)
    party = corrected(stage, party, id_number=CHILD, address="永兴社区三排")
    assert not party.id_unverified
    with pytest.raises(Refused, match="没有需要更正的内容"):
        corrected(stage, party, is_minor=False, born_on=None)
    grown = corrected(stage, party, is_minor=False, born_on=None, id_number=sound_id())
    assert (grown.is_minor, grown.born_on) == (False, dt.date(1990, 3, 7))


def test_a_telephone_that_was_kept_before_there_were_rules_stops_no_correction(stage: Stage) -> None:
    party = applicant(stage.registered())
    party.phone = "村头小卖部转"
    party.save()
    assert corrected(stage, party, address="永兴社区三排").address == "永兴社区三排"


def test_an_organisation_is_corrected_by_its_own_rules(stage: Stage) -> None:
    first, second = stage.parties()
    firm = PartyEntry(side=first.side, name="商行", kind=PartyKind.ORGANISATION)
    case = register_case(entry=stage.entry(), parties=[firm, second], actor=stage.actors["clerk"], at=NOON)
    right = CODE + credit_check_sign(CODE)
    assert not corrected(stage, applicant(case), id_number=right.lower()).id_unverified
    marked = corrected(stage, applicant(case), id_number=right[:-2] + right[-1] + right[-2])
    assert (marked.id_unverified, marked.sex, marked.is_minor) == (True, Sex.UNKNOWN, False)


def applicant(case: Case) -> Party:
    return Party.objects.get(case=case, side="APPLICANT")


def corrected(stage: Stage, party: Party, **values: Any) -> Party:
    mediator = stage.actors["village_mediator"]
    correct_party(party=party, values=values, reason="核对证件", actor=mediator, at=NOON)
    return Party.objects.get(pk=party.pk)


def test_a_correction_of_a_party_says_beside_the_field_what_cannot_be(scene: Scene) -> None:
    case = scene.make("accepted")
    with in_tenant(KANGBAO):
        first = Party.objects.get(case=case, name="王长顺").pk
    sent = {
        "key": str(uuid7()),
        "seen": str(scene.again(case).revision),
        "name": "王长顺",
        "sex": "2",
        "born_on": "1990-01-01",
        "phone": "abc",
        "id_number": CHILD,
        "reason": "核对证件",
    }
    address = f"/disputes/{case.pk}/parties/{first}/"
    answer = scene.browser("village_mediator").post(address, sent)
    assert answer.status_code == 422
    errors = answer.context["form"].errors
    assert set(errors) == {"phone", "sex", "born_on"}
    assert "请填写7至20位的电话号码" in errors["phone"][0]
    assert (
        scene.browser("village_mediator")
        .post(address, sent | {"sex": "0", "born_on": "", "phone": ""})
        .status_code
        == 302
    )
    with in_tenant(KANGBAO):
        row = Party.objects.get(pk=first)
        assert (row.sex, str(row.born_on), row.is_minor) == ("1", "2015-05-05", True)
        assert row.phone.reveal() == "13800005678"
    unticked = sent | {
        "key": str(uuid7()),
        "seen": str(scene.again(case).revision),
        "id_number": "",
        "phone": "",
    }
    unticked |= {"sex": "1", "born_on": ""}
    assert scene.browser("village_mediator").post(address, unticked).status_code == 422
    with in_tenant(KANGBAO):
        assert Party.objects.get(pk=first).is_minor
