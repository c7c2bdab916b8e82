"""The ordinary course, and what the table refuses."""

import datetime as dt

import pytest

from core.deadlines.models import Deadline
from core.permissions.verdict import Refused
from core.tenancy.ids import uuid7
from disputes.actions.close_case import close_case
from disputes.actions.conclude_agreement import conclude_agreement
from disputes.actions.draft_agreement import AgreementEntry, ObligationEntry, draft_agreement
from disputes.actions.end_mediation import refuse_mediation
from disputes.actions.hand_up_case import hand_up_case
from disputes.actions.perform_obligation import finish_performance, perform_obligation
from disputes.actions.record_sitting import SittingEntry, record_sitting
from disputes.actions.sign_agreement import sign_agreement
from disputes.actions.sign_notice import sign_notice
from disputes.actions.start_mediation import start_mediation
from disputes.choices import AgreementForm, HandlerRole, Level, Promise, State
from disputes.models import Agreement, Case, CaseDeadline, Handler, Obligation, Party, Step
from disputes.stepping import StepOvertaken
from tests.disputes.stage import NOON, Stage


def open_kinds(case: Case) -> set[str]:
    return set(CaseDeadline.objects.filter(case=case, state="OPEN").values_list("kind", flat=True))


def test_a_case_has_its_number_its_code_and_its_promises(stage: Stage) -> None:
    case = stage.accepted()
    assert case.number == "（2026）永兴人调字第1号"
    assert len(case.code) == 14
    assert open_kinds(case) == {Promise.FIRST_CONTACT, Promise.SETTLE_LEVEL, Promise.SETTLE_STATUTORY}
    assert issubclass(CaseDeadline, Deadline)


def test_the_same_request_twice_is_one_case(stage: Stage) -> None:
    key = uuid7()
    first, second = stage.registered(key=key), stage.registered(key=key)
    assert first.pk == second.pk == key
    assert Case.objects.count() == Step.objects.count() == 1


def test_mediation_does_not_begin_before_the_notice_is_signed(stage: Stage) -> None:
    case = stage.accepted()
    with pytest.raises(Refused, match="权利义务告知书尚未签收：王长顺、李桂芝"):
        start_mediation(case=case, actor=stage.actors["village_mediator"], at=NOON)


def test_a_refusal_ends_the_mediation(stage: Stage) -> None:
    case = stage.mediating()
    mediator = stage.actors["village_mediator"]
    party = Party.objects.get(case=case, name="李桂芝")
    case = refuse_mediation(case=case, party_ids=[party.pk], reason="不同意调解", actor=mediator, at=NOON)
    assert case.state == State.ENDED
    assert open_kinds(case) == {Promise.CLOSE}


def test_who_saw_an_older_page_is_told_what_happened_since(stage: Stage) -> None:
    case = stage.mediating()
    mediator = stage.actors["village_mediator"]
    seen = case.revision
    entry = SittingEntry(begins_at=NOON, result="未达成一致")
    record_sitting(case=case, entry=entry, actor=mediator, at=NOON, seen=seen)
    with pytest.raises(StepOvertaken, match="刚刚办理了“登记调解”"):
        record_sitting(case=case, entry=entry, actor=stage.actors["clerk"], at=NOON, seen=seen)
    assert Step.objects.filter(case=case, verb="SIT").count() == 1


def test_an_agreement_needs_its_three_conditions(stage: Stage) -> None:
    case = stage.mediating()
    mediator = stage.actors["village_mediator"]
    record_sitting(case=case, entry=SittingEntry(begins_at=NOON, result="达成一致"), actor=mediator, at=NOON)
    day = NOON.date()
    entry = AgreementEntry(
        form=AgreementForm.WRITTEN,
        content="一、以墙根外三十厘米为界。",
        agreed_on=day,
        obligations=[ObligationEntry(what="拆除外墙", due_on=day + dt.timedelta(days=10))],
    )
    agreement = draft_agreement(case=case, entry=entry, actor=mediator, at=NOON)
    with pytest.raises(Refused, match="当事人签名、调解员签名、调委会印章"):
        conclude_agreement(case=case, actor=mediator, at=NOON)
    sign_agreement(
        agreement=agreement,
        parties_signed_on=day,
        mediator_signed_on=day,
        sealed_on=day,
        actor=mediator,
        at=NOON,
    )
    case = conclude_agreement(case=case, actor=mediator, at=NOON)
    assert case.state == State.PERFORMING
    assert open_kinds(case) == {Promise.CONFIRMATION, Promise.PERFORMANCE}
    with pytest.raises(Refused, match="还有 1 项未履行"):
        finish_performance(case=case, actor=mediator, at=NOON)
    perform_obligation(
        obligation=Obligation.objects.get(), performed_on=day, proof="现场照片", actor=mediator, at=NOON
    )
    case = finish_performance(case=case, actor=mediator, at=NOON)
    assert case.state == State.SETTLED
    assert open_kinds(case) == {Promise.CLOSE, Promise.FOLLOW_UP_1, Promise.FOLLOW_UP_2}
    with pytest.raises(Refused, match="卷宗还缺"):
        close_case(case=case, actor=mediator, at=NOON)
    assert Agreement.objects.get().effective_on == day


def test_the_lower_level_stays_beside_the_one_above(stage: Stage) -> None:
    case = hand_up_case(
        case=stage.mediating(), reason="双方分歧较大", actor=stage.actors["village_mediator"], at=NOON
    )
    assert (case.state, case.level, case.has_no_handler) == (State.HANDED_UP, Level.TOWNSHIP, False)
    roles = set(Handler.objects.filter(case=case, to_at=None).values_list("role", flat=True))
    assert roles == {HandlerRole.JOINT, HandlerRole.FOLLOWER}
    assert Promise.SETTLE_STATUTORY in open_kinds(case)


def test_today_is_today_by_the_county_clock_before_eight_in_the_morning(stage: Stage) -> None:
    early = dt.datetime(
        2026, 11, 22, 23, 30, tzinfo=dt.UTC
    )  # Monday 07:30 in Shanghai, still Sunday in Greenwich
    case = stage.accepted(at=early)
    everybody = Party.objects.filter(case=case).values_list("pk", flat=True)
    actor = stage.actors["village_mediator"]
    assert sign_notice(case=case, party_ids=everybody, on=dt.date(2026, 11, 23), actor=actor, at=early) == 2
    with pytest.raises(Refused, match="不能晚于今天"):
        sign_notice(case=case, party_ids=everybody, on=dt.date(2026, 11, 24), actor=actor, at=early)
