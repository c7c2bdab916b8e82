"""Every refused step has its reason in Chinese; bad input is answered with a sentence and leaves nothing behind."""

import datetime as dt
from dataclasses import replace
from decimal import Decimal
from itertools import product
from typing import Any

import pytest
from django.db import transaction

from core.permissions.actor import ActingPost, Actor
from core.permissions.verdict import Conflict, Refused
from core.tenancy.ids import uuid7
from core.workcalendar.rules import NATURAL_DAYS, Term
from disputes.actions.accept_case import accept_case
from disputes.actions.close_case import close_case
from disputes.actions.conclude_agreement import conclude_agreement
from disputes.actions.correct_case import correct_case
from disputes.actions.draft_agreement import AgreementEntry, ObligationEntry, draft_agreement
from disputes.actions.pause_case import pause_case
from disputes.actions.record_sitting import SittingEntry, record_sitting
from disputes.actions.register_case import register_case
from disputes.actions.settle_on_spot import settle_on_spot
from disputes.actions.sign_agreement import sign_agreement
from disputes.actions.transfer_case import transfer_case
from disputes.actions.write_note import write_note
from disputes.choices import Level, PauseGround, Side, State, Verb
from disputes.entering import PartyEntry
from disputes.facts import Facts
from disputes.models import Case, Party, Step
from disputes.moves import Who
from disputes.policies import may_step
from disputes.stepping import KeyTaken
from disputes.workflow import MAIN_STEP, MOVES, move_for, move_named, moves_from
from tests.cast import KANGBAO
from tests.disputes.invariants import look_at
from tests.disputes.stage import NOON, Stage

SYSTEM = Actor.system(KANGBAO)
NOBODY = Actor(KANGBAO, uuid7(), uuid7(), "路人")
MISSING = Facts(
    lacks_effect=("调委会印章",),
    missing=("调解记录",),
    owed=2,
    unsigned=("李桂芝",),
    refused=("李桂芝",),
    minors_alone=("王小宝",),
    has_unanswered_report=True,
)


def case_in(state: str, level: str = Level.VILLAGE) -> Case:
    return Case(id=uuid7(), tenant_id=KANGBAO, path="130723001001001", state=state, level=level, returns=1)


def is_sentence(reason: str) -> bool:
    return len(reason) > 4 and any("一" <= sign <= "鿿" for sign in reason) and reason.endswith("。")


def test_what_is_not_in_the_table_is_refused_by_name() -> None:
    for state, verb in product(State, Verb):
        verdict = may_step(SYSTEM, case_in(state), verb, Facts())
        if move_for(state, verb) is None:
            assert not verdict.ok
            assert str(state.label) in verdict.reason
            assert str(move_named(verb).label) in verdict.reason
        assert verdict.ok or is_sentence(verdict.reason), verdict.reason


def test_whoever_may_not_is_told_why() -> None:
    lead = replace_lead(NOBODY)
    known = replace(MISSING, lead_id=lead.person_id, handler_ids=frozenset({lead.person}))
    for state, verb, level in product(State, Verb, Level):
        case = case_in(state, level)
        verdict = may_step(NOBODY, case, verb, Facts())
        assert not verdict.ok
        assert is_sentence(verdict.reason), verdict.reason
        verdict = may_step(lead, case, verb, known)
        assert verdict.ok or is_sentence(verdict.reason), verdict.reason


def replace_lead(actor: Actor) -> Actor:
    post = ActingPost(uuid7(), "VILLAGE_MEDIATOR", "村调解员", "130723001001", None, frozenset())
    return replace(actor, posts=(post,))


def test_what_a_step_needs_is_named_one_by_one() -> None:
    for move in MOVES:
        if not move.needs or not move.sources or move.who == Who.SYSTEM:
            continue
        case = case_in(
            sorted(move.sources)[0], Level.COUNTY if move.verb != Verb.HAND_BACK else Level.VILLAGE
        )
        verdict = may_step(SYSTEM, case, move.verb, MISSING)
        assert not verdict.ok, move.verb
        assert is_sentence(verdict.reason)


def test_a_closed_case_has_one_way_out() -> None:
    for was_accepted, leads_to in ((True, State.ACCEPTED), (False, State.REGISTERED)):
        ways = {move.verb: move.target for move in moves_from(State.CLOSED, was_accepted=was_accepted)}
        assert ways == {Verb.REOPEN: leads_to, Verb.FOLLOW_UP: None}


def test_the_main_button_is_a_step_of_the_table() -> None:
    assert {state for state in State.values if state not in MAIN_STEP} == {State.MERGED}
    assert all(move_for(state, verb) for state, verb in MAIN_STEP.items())


# bad input


@pytest.mark.parametrize(
    ("wrong", "reason"),
    [
        ({"title": "  "}, "请填写纠纷名称和简要情况"),
        ({"title": "宅" * 101}, "纠纷名称"),
        ({"summary": "吵" * 10_000}, "最多2000字，现有10000字"),
        ({"place": "排" * 121}, "发生地点"),
        ({"occurred_on": dt.date(2026, 11, 21)}, "发生日期不能晚于今天"),
        ({"occurred_on": dt.date(206, 1, 1)}, "请核对年份"),
        ({"kind_code": "77"}, "请选择纠纷类型"),
        ({"path": "130723001001001009"}, "该区域已停用"),
        ({"source": "NOWHERE"}, "来源"),
        ({"scale": "09"}, "规模"),
        ({"people_count": 0}, "涉及人数"),
        ({"people_count": 3_000_000_000}, "涉及人数"),
        ({"amount": Decimal("-1")}, "涉及金额"),
        ({"amount": Decimal("1e13")}, "涉及金额"),
        ({"path": "130723002001001"}, "只能登记本辖区"),
    ],
)
def test_a_dispute_with_a_fault_is_not_registered(stage: Stage, wrong: dict[str, Any], reason: str) -> None:
    with pytest.raises(Refused, match=reason):
        stage.registered(**wrong)
    assert not Case.objects.exists()


def party(side: str = Side.APPLICANT, **values: Any) -> PartyEntry:
    return PartyEntry(**({"side": side, "name": "王长顺"} | values))


OTHER = party(Side.RESPONDENT, name="李桂芝")


@pytest.mark.parametrize(
    ("parties", "reason"),
    [
        ([], "至少登记一名当事人"),
        ([party(Side.CONCERNED)], "至少登记一名当事人"),
        ([party(name=" ")], "姓名或名称"),
        ([party(name="王" * 61)], "姓名或名称"),
        ([party("NOBODY")], "至少登记一名当事人"),
        ([party(), party("NOBODY")], "请选择当事方"),
        ([party(phone="13800005678"), party(Side.RESPONDENT, phone="13800005678")], "同时登记在两方"),
        (
            [party(id_number="11010119900307783x"), party(Side.RESPONDENT, id_number=" 11010119900307783X")],
            "同时登记在两方",
        ),
        ([party(id_number="1" * 18), party(name="王长有", id_number="1" * 18), OTHER], "已登记过"),
        (
            [
                party(agent_name="赵律师", agent_phone="13900000000"),
                party(Side.RESPONDENT, name="李", agent_name="赵律师", agent_phone="13900000000"),
            ],
            "不能同时代理双方",
        ),
        ([party(born_on=dt.date(2030, 1, 1)), OTHER], "出生日期不能晚于今天"),
        ([party(address="村" * 121), OTHER], "单位或住址"),
        ([party(sex="X"), OTHER], "性别"),
    ],
)
def test_people_who_cannot_be_are_not_registered(
    stage: Stage, parties: list[PartyEntry], reason: str
) -> None:
    with pytest.raises(Refused, match=reason):
        register_case(entry=stage.entry(), parties=parties, actor=stage.actors["clerk"], at=NOON)
    assert not Case.objects.exists()


def test_a_number_that_fails_its_check_is_kept_and_marked(stage: Stage) -> None:
    parties = [party(id_number="110101199003077831"), OTHER]
    case = register_case(entry=stage.entry(), parties=parties, actor=stage.actors["clerk"], at=NOON)
    assert Party.objects.get(case=case, side=Side.APPLICANT).id_unverified


def test_who_is_under_eighteen_needs_somebody_to_speak_for_them(stage: Stage) -> None:
    parties = [party(born_on=dt.date(2008, 11, 21)), OTHER]
    case = register_case(entry=stage.entry(), parties=parties, actor=stage.actors["clerk"], at=NOON)
    with pytest.raises(Refused, match="未成年当事人须由法定代理人参加：王长顺"):
        settle_on_spot(case=case, content="和解", actor=stage.actors["clerk"], at=NOON)
    grown = [party(born_on=dt.date(2008, 11, 20)), OTHER]
    case = register_case(entry=stage.entry(), parties=grown, actor=stage.actors["clerk"], at=NOON)
    assert (
        settle_on_spot(case=case, content="和解", actor=stage.actors["clerk"], at=NOON).state == State.SETTLED
    )


def test_a_correction_is_held_to_the_same_rules(stage: Stage) -> None:
    case = stage.accepted()
    given: dict[str, Any] = {"reason": "更正", "actor": stage.actors["village_mediator"], "at": NOON}
    for values, reason in (
        ({"title": ""}, "请填写纠纷名称"),
        ({"title": "宅" * 101}, "纠纷名称"),
        ({"occurred_on": dt.date(2027, 1, 1)}, "不能晚于今天"),
        ({"kind_code": "77"}, "请选择纠纷类型"),
        ({"state": "CLOSED"}, "只能更正登记内容"),
        ({"title": case.title}, "没有需要更正的内容"),
    ):
        with pytest.raises(Refused, match=reason):
            correct_case(case=case, values=values, new_parties=[], **given)
    twin = party(Side.RESPONDENT, phone="13800005678")  # 王长顺 applied already
    with pytest.raises(Refused, match="同时登记在两方"):
        correct_case(case=case, values={}, new_parties=[twin], **given)
    assert look_at(case).revision == 2


def test_long_texts_are_counted_out_and_not_cut(stage: Stage) -> None:
    case, mediator = stage.mediating(), stage.actors["village_mediator"]
    with pytest.raises(Refused, match="最多2000字，现有10000字"):
        write_note(case=case, note="说" * 10_000, actor=mediator, at=NOON)
    entry = SittingEntry(begins_at=NOON, result="未达成", record="说" * 10_000)
    record_sitting(case=case, entry=entry, actor=mediator, at=NOON)
    with pytest.raises(Refused, match="现有20001字"):
        record_sitting(case=case, entry=replace(entry, record="说" * 20_001), actor=mediator, at=NOON)
    with pytest.raises(Refused, match="结果"):
        record_sitting(case=case, entry=replace(entry, result="说" * 301), actor=mediator, at=NOON)
    with pytest.raises(Refused, match="接收单位"):
        transfer_case(case=case, to="COURT", body="院" * 61, reason="移送", actor=mediator, at=NOON)
    assert look_at(case).state == State.MEDIATING


def test_days_that_cannot_be_are_refused(stage: Stage) -> None:
    case, mediator = stage.mediating(), stage.actors["village_mediator"]
    given: dict[str, Any] = {"case": case, "actor": mediator, "at": NOON}
    hour = dt.timedelta(hours=1)
    for entry, reason in (
        (SittingEntry(begins_at=NOON + hour, result="x"), "不能晚于现在"),
        (SittingEntry(begins_at=NOON - 48 * hour, result="x"), "不能早于纠纷登记日"),
        (SittingEntry(begins_at=NOON - hour, ends_at=NOON - 2 * hour, result="x"), "不能早于开始时间"),
    ):
        with pytest.raises(Refused, match=reason):
            record_sitting(entry=entry, **given)
    for until in (NOON.date(), dt.date(2999, 1, 1)):
        with pytest.raises(Refused, match="中止期满日"):
            pause_case(ground=PauseGround.CONSENT, until=until, reason="外出", **given)
    agreement = AgreementEntry(form="WRITTEN", content="付款", agreed_on=NOON.date())
    early = [ObligationEntry(what="付款", due_on=NOON.date() - dt.timedelta(days=1))]
    for wrong, reason in (
        (replace(agreement, agreed_on=dt.date(2027, 1, 1)), "不能晚于今天"),
        (replace(agreement, obligations=early), "不能早于协议达成日"),
        (replace(agreement, content=" "), "请填写协议内容"),
        (replace(agreement, performance="分" * 301), "履行方式"),
        (replace(agreement, obligations=[ObligationEntry(what="付" * 201, due_on=NOON.date())]), "履行内容"),
    ):
        with pytest.raises(Refused, match=reason):
            draft_agreement(entry=wrong, **given)


def test_an_agreement_without_its_conditions_settles_nothing(stage: Stage) -> None:
    case, mediator = stage.mediating(), stage.actors["village_mediator"]
    given: dict[str, Any] = {"actor": mediator, "at": NOON}
    with pytest.raises(Refused, match="尚无调解记录"):
        conclude_agreement(case=case, **given)
    record_sitting(case=case, entry=SittingEntry(begins_at=NOON, result="达成一致"), **given)
    with pytest.raises(Refused, match="尚未登记调解协议"):
        conclude_agreement(case=case, **given)
    day = NOON.date()
    agreement = draft_agreement(
        case=case, entry=AgreementEntry(form="WRITTEN", content="付款", agreed_on=day), **given
    )
    signed: dict[str, Any] = {"parties_signed_on": day, "mediator_signed_on": day, "sealed_on": None}
    sign_agreement(agreement=agreement, **signed, **given)
    with pytest.raises(Refused, match="还缺：调委会印章"):
        conclude_agreement(case=case, **given)
    with pytest.raises(Refused, match="签名、盖章日期"):
        sign_agreement(agreement=agreement, **(signed | {"sealed_on": dt.date(2027, 1, 1)}), **given)


def test_a_case_is_not_closed_with_items_missing(stage: Stage) -> None:
    clerk = stage.actors["clerk"]
    case = settle_on_spot(case=stage.registered(), content="和解", actor=clerk, at=NOON)
    with pytest.raises(Refused, match="卷宗还缺 2 项：调解申请书或受理登记表、调解协议书或终止通知书"):
        close_case(case=case, actor=clerk, at=NOON)


def test_a_committee_of_elsewhere_and_somebody_who_left_are_refused(stage: Stage) -> None:
    case, mediator = stage.registered(), stage.actors["village_mediator"]
    with pytest.raises(Refused, match="不在本级"):
        accept_case(case=case, committee=stage.committees["county"], actor=mediator, at=NOON)
    gone = stage.staff["political"]
    gone.left_on = NOON.date()
    with pytest.raises(Refused, match="已离岗"):
        accept_case(case=case, mediator=gone, actor=mediator, at=NOON)


# twice the same, and the same key for something else


def test_the_same_request_twice_is_answered_as_before(stage: Stage) -> None:
    case, mediator, key = stage.accepted(), stage.actors["village_mediator"], uuid7()
    first = write_note(case=case, note="已走访", actor=mediator, at=NOON, key=key, seen=2)
    later = NOON + dt.timedelta(days=3)
    again = write_note(case=case, note="已走访", actor=mediator, at=later, key=key, seen=2)
    assert first.revision == again.revision == 3
    assert Step.objects.filter(case=case, verb=Verb.NOTE).count() == 1


def test_a_key_is_not_used_for_something_else(stage: Stage) -> None:
    key = uuid7()
    case = stage.registered(key=key)
    with pytest.raises(KeyTaken, match="已用于其他内容"):
        stage.registered(key=key, title="另一件")
    other = [*stage.parties(), party(Side.THIRD, name="赵六")]
    with pytest.raises(KeyTaken):
        register_case(entry=stage.entry(), parties=other, actor=stage.actors["grid_worker"], at=NOON, key=key)
    with pytest.raises(KeyTaken):  # somebody else's key
        register_case(
            entry=stage.entry(), parties=stage.parties(), actor=stage.actors["clerk"], at=NOON, key=key
        )
    with pytest.raises(KeyTaken, match="已用于其他操作"):
        write_note(case=case, note="已走访", actor=stage.actors["clerk"], at=NOON, key=key)
    step = uuid7()
    write_note(case=case, note="已走访", actor=stage.actors["clerk"], at=NOON, key=step)
    with pytest.raises(KeyTaken):  # the key of a step makes no case
        stage.registered(key=step)
    assert issubclass(KeyTaken, Conflict)
    assert (Case.objects.count(), Step.objects.count()) == (1, 2)


def test_the_answer_stays_the_same_after_the_case_went_on(stage: Stage) -> None:
    """An offline phone sends it once more days later, when the case has long been corrected and accepted."""
    key = uuid7()
    case = stage.accepted(key=key)
    given: dict[str, Any] = {"reason": "更正", "actor": stage.actors["village_mediator"], "at": NOON}
    correct_case(case=case, values={"title": "宅基地通道"}, new_parties=[], **given)
    assert stage.registered(key=key, at=NOON + dt.timedelta(days=9)).pk == case.pk


def test_a_refusal_takes_everything_back(stage: Stage) -> None:
    """Accepting names the lead and takes a number before it is done: refused, neither is left."""
    case = stage.registered()
    Party.objects.filter(case=case, side=Side.RESPONDENT).delete()
    with pytest.raises(Refused, match="申请方和被申请方各一人"), transaction.atomic():
        accept_case(case=case, mediator=stage.staff["mediator"], actor=stage.actors["clerk"], at=NOON)
    case = look_at(case)
    assert (case.number, case.mediator_id) == ("", None)


def test_the_length_of_a_term_is_at_least_one() -> None:
    with pytest.raises(ValueError, match="at least one"):
        Term(0, NATURAL_DAYS)


def test_the_far_township_and_the_auditor_take_no_step(stage: Stage) -> None:
    case = stage.accepted()
    for who in ("far_clerk", "far_mediator", "auditor", "leader", "grid_worker"):
        with pytest.raises(Refused):
            write_note(case=case, note="已走访", actor=stage.actors[who], at=NOON)
