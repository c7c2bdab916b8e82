"""One dispute through each way to its end with the clock moved, over make-up Saturdays and Spring Festival."""

import datetime as dt
from typing import Any

import pytest

from core.permissions.verdict import Refused
from disputes.actions.bar_mediation import bar_mediation
from disputes.actions.close_case import close_case, reopen_case
from disputes.actions.conclude_agreement import conclude_agreement
from disputes.actions.end_mediation import end_mediation, refuse_mediation
from disputes.actions.hand_up_case import hand_up_case
from disputes.actions.merge_cases import merge_case, unmerge_case
from disputes.actions.note_contact import note_contact
from disputes.actions.perform_obligation import finish_performance
from disputes.actions.record_follow_up import record_follow_up
from disputes.actions.resubmit_case import resubmit_case
from disputes.actions.return_case import return_case
from disputes.actions.send_report import send_report
from disputes.actions.settle_on_spot import settle_on_spot
from disputes.actions.transfer_case import note_receipt, transfer_case
from disputes.choices import (
    AgreementForm,
    FollowUpMeans,
    Level,
    Outcome,
    Promise,
    ReportGround,
    Satisfaction,
    State,
    TransferTo,
    Verb,
)
from disputes.models import Agreement, CaseDeadline, Obligation, Party, Transfer, UrgentReport
from disputes.selectors import cases_seen_by
from tests.disputes.invariants import look_at
from tests.disputes.journey import Journey
from tests.disputes.stage import Stage
from tests.workcalendar.test_rules import at

VISIT: dict[str, Any] = {
    "means": FollowUpMeans.VISIT,
    "whom": "王长顺",
    "content": "通道已恢复，双方无异议。",
    "satisfaction": Satisfaction.VERY,
    "is_solved": True,
}

pytestmark = pytest.mark.usefixtures("years")


def test_the_ordinary_course_to_the_closed_dossier_over_spring_festival(stage: Stage) -> None:
    way = Journey(stage, "2026-02-13 10:00")
    assert way.due(Promise.ACCEPT) == "2026-02-14 24:00"  # the Saturday is made up for
    way.accept("2026-02-14 09:00")
    assert way.case.number == "（2026）永兴人调字第1号"
    assert way.due(Promise.FIRST_CONTACT) == "2026-02-26 24:00"  # 24, 25, 26: the festival doesn't count
    assert way.due(Promise.SETTLE_LEVEL) == "2026-02-24 24:00"  # the 21st lies in the festival
    assert way.due(Promise.SETTLE_STATUTORY) == "2026-03-16 24:00"  # 14 March is a Saturday of rest
    way.step("2026-02-14 15:00", note_contact, "village_mediator", note="电话联系双方")
    assert Promise.FIRST_CONTACT not in way.owed()
    way.begin("2026-02-14 16:00")
    way.sit("2026-02-24 09:00")
    way.agree("2026-02-24 11:00", "2026-03-03", "2026-04-03")
    assert way.case.state == State.PERFORMING
    assert way.owed() == {Promise.CONFIRMATION, Promise.PERFORMANCE}
    assert way.due(Promise.CONFIRMATION) == "2026-03-26 24:00"
    way.sweep("2026-02-25 00:00")
    way.pay("2026-03-03 10:00")
    way.sweep("2026-03-04 00:00")
    assert way.case.state == State.PERFORMING
    way.pay("2026-04-03 17:00")
    way.step("2026-04-03 17:05", finish_performance, "village_mediator")
    assert (way.case.state, way.case.outcome) == (State.SETTLED, Outcome.SETTLED)
    assert way.due(Promise.FOLLOW_UP_1) == "2026-05-06 24:00"  # 3 May lies in the holiday, 4 and 5 too
    assert way.due(Promise.FOLLOW_UP_2) == "2026-07-02 24:00"
    with pytest.raises(Refused, match="卷宗还缺 6 项：调解申请书或受理登记表、权利义务告知书"):
        way.step("2026-04-07 09:00", close_case, "village_mediator")
    way.step("2026-04-20 09:00", record_follow_up, "village_mediator", on=dt.date(2026, 4, 20), **VISIT)
    way.close("2026-04-21 09:00")
    assert (way.case.state, way.owed()) == (State.CLOSED, {Promise.FOLLOW_UP_2})
    way.step("2026-07-01 09:00", record_follow_up, "village_mediator", on=dt.date(2026, 7, 1), **VISIT)
    assert (way.case.state, way.owed(), way.case.was_late) == (State.CLOSED, set(), False)
    assert way.sweep("2026-12-31 12:00").acted == 0


@pytest.mark.parametrize(
    ("registered", "accept_by"),
    [
        ("2026-02-13 16:00", "2026-02-14 24:00"),
        ("2026-02-14 16:00", "2026-02-24 24:00"),  # then nine days of Spring Festival
        ("2026-02-27 16:00", "2026-02-28 24:00"),
        ("2026-05-08 16:00", "2026-05-09 24:00"),
        ("2026-09-19 16:00", "2026-09-20 24:00"),  # a Sunday is made up for
        ("2026-10-09 16:00", "2026-10-10 24:00"),
        ("2026-11-20 16:00", "2026-11-23 24:00"),  # an ordinary weekend is not
    ],
)
def test_a_working_day_is_counted_as_the_offices_work(stage: Stage, registered: str, accept_by: str) -> None:
    way = Journey(stage, registered)
    assert way.due(Promise.ACCEPT) == accept_by
    day = dt.date.fromisoformat(accept_by[:10])
    way.sweep(f"{day} 23:59")
    assert way.case.level == Level.VILLAGE
    way.sweep(f"{day + dt.timedelta(days=1)} 00:00")
    assert (way.case.level, way.case.state) == (Level.TOWNSHIP, State.HANDED_UP)


def test_a_quarrel_is_settled_at_the_door(stage: Stage) -> None:
    way = Journey(stage, "2026-05-08 18:00")
    way.step("2026-05-09 07:30", settle_on_spot, "grid_worker", content="李桂芝当场拆除，双方握手言和。")
    assert (way.case.state, way.case.outcome) == (State.SETTLED, Outcome.SETTLED_ON_SPOT)
    assert way.owed() == {Promise.CLOSE, Promise.FOLLOW_UP_1}
    way.close("2026-05-11 09:00", who="grid_worker")
    assert way.case.state == State.CLOSED


def test_before_eight_in_the_morning_it_is_already_today(stage: Stage) -> None:
    """07:30 in Shanghai is yesterday in UTC: what happened today has happened."""
    way = Journey(stage, "2026-05-09 07:30", occurred_on=dt.date(2026, 5, 9))
    assert way.case.occurred_on == dt.date(2026, 5, 9)
    with pytest.raises(Refused, match="发生日期不能晚于今天"):
        Journey(stage, "2026-05-09 07:30", occurred_on=dt.date(2026, 5, 10))


def test_a_case_is_returned_once(stage: Stage) -> None:
    way = Journey(stage, "2026-09-18 09:00")
    way.step("2026-09-18 10:00", return_case, "village_mediator", reason="缺被申请人电话")
    assert way.owed() == {Promise.RESUBMIT}
    assert way.due(Promise.RESUBMIT) == "2026-09-22 24:00"  # Sunday the 20th, Monday, Tuesday
    way.step("2026-09-20 10:00", resubmit_case, "grid_worker", note="已补")
    assert (way.case.state, way.owed()) == (State.REGISTERED, {Promise.ACCEPT})
    with pytest.raises(Refused, match="已退回过一次"):
        way.step("2026-09-21 09:00", return_case, "village_mediator", reason="还缺")


def test_what_nobody_puts_right_comes_back_by_itself(stage: Stage) -> None:
    way = Journey(stage, "2026-09-18 09:00")
    way.step("2026-09-18 10:00", return_case, "village_mediator", reason="缺被申请人电话")
    way.sweep("2026-09-23 00:00")
    assert (way.case.state, way.owed()) == (State.REGISTERED, {Promise.ACCEPT})
    missed = CaseDeadline.objects.get(case=way.case, kind=Promise.RESUBMIT)
    assert (missed.state, missed.outcome) == ("ACTED", "MISSED")


def test_a_refusal_ends_the_mediation_for_good(stage: Stage) -> None:
    way = Journey(stage, "2026-10-09 09:00")
    way.accept("2026-10-10 09:00")
    party = Party.objects.get(case=way.case, name="李桂芝")
    way.step("2026-10-10 10:00", refuse_mediation, "village_mediator", party_ids=[party.pk], reason="不同意")
    assert (way.case.state, way.case.outcome, way.owed()) == (
        State.ENDED,
        Outcome.REFUSED,
        {Promise.CLOSE},
    )
    with pytest.raises(Refused, match="李桂芝明确拒绝调解"):
        way.step("2026-10-12 09:00", hand_up_case, "village_mediator", reason="请上级调解")
    way.close("2026-10-12 10:00")
    way.step("2026-10-20 09:00", reopen_case, "village_mediator", reason="李桂芝愿意调解")
    way.begin("2026-10-20 10:00")  # who had refused is asked anew
    assert way.case.state == State.MEDIATING


def test_an_application_is_withdrawn(stage: Stage) -> None:
    way = Journey(stage, "2026-10-09 09:00")
    way.step("2026-10-09 10:00", end_mediation, "village_mediator", verb=Verb.WITHDRAW, reason="自行和解")
    assert (way.case.outcome, way.owed()) == (Outcome.WITHDRAWN, {Promise.CLOSE})
    way.close("2026-10-10 10:00")
    assert way.case.state == State.CLOSED


@pytest.mark.parametrize("ground", [ReportGround.CRIME, ReportGround.MINOR])
def test_a_crime_or_harm_to_a_minor_bars_mediation_and_is_reported_within_two_hours(
    stage: Stage, ground: str
) -> None:
    way = Journey(stage, "2026-02-15 09:00")  # the first day of Spring Festival: hours run day and night
    found = {"ground": ground, "found": "孩子身上有伤", "found_at": at("2026-02-15 09:00")}
    way.step("2026-02-15 09:30", bar_mediation, "village_mediator", **found)
    assert (way.case.state, way.case.outcome, way.case.is_restricted) == (
        State.ENDED,
        Outcome.BARRED,
        True,
    )
    assert way.due(Promise.MANDATORY_REPORT) == "2026-02-15 11:00"  # from when it was found
    seen = {who for who, actor in stage.actors.items() if cases_seen_by(actor, on=way.now.date()).exists()}
    assert seen == {"grid_worker", "village_mediator"}  # who registered it and who found it
    with pytest.raises(Refused, match="不得调解"):
        way.step("2026-02-15 10:00", hand_up_case, "village_mediator", reason="上交")
    with pytest.raises(Refused, match="立即报告尚未发出"):
        way.close("2026-02-15 10:00")
    way.sweep("2026-02-15 11:00")
    assert Promise.MANDATORY_REPORT in way.owed()
    sent: dict[str, Any] = {
        "reported_to": ["派出所"],
        "reported_at": at("2026-02-15 11:20"),
        "receipt": "接警单",
    }
    report = UrgentReport.objects.get()
    mediator = way.by("village_mediator")
    with pytest.raises(Refused, match="写明迟报原因"):
        send_report(report=report, delay_reason="", actor=mediator, at=at("2026-02-15 11:30"), **sent)
    send_report(report=report, delay_reason="信号中断", actor=mediator, at=at("2026-02-15 11:30"), **sent)
    assert way.owed() == {Promise.CLOSE}
    with pytest.raises(Refused, match="不得调解"):  # reported, and still no matter for mediation
        way.step("2026-02-24 09:00", hand_up_case, "village_mediator", reason="上交")
    way.step(
        "2026-02-24 10:00",
        transfer_case,
        "village_mediator",
        to=TransferTo.POLICE,
        body="康保镇派出所",
        reason="侦查",
    )
    assert way.case.state == State.TRANSFERRED


def test_a_transfer_is_closed_with_its_receipt(stage: Stage) -> None:
    way = Journey(stage, "2026-05-08 09:00")
    way.accept("2026-05-08 10:00")
    court = {"to": TransferTo.COURT, "body": "康保县人民法院", "reason": "当事人起诉"}
    way.step("2026-05-08 11:00", transfer_case, "village_mediator", **court)
    assert (way.case.outcome, way.owed()) == (Outcome.TRANSFERRED, {Promise.RECEIPT})
    assert way.due(Promise.RECEIPT) == "2026-05-14 24:00"  # Saturday the 9th counts
    with pytest.raises(Refused, match="尚未签收回执"):
        way.step("2026-05-09 09:00", close_case, "village_mediator")
    received: dict[str, Any] = {"received_on": dt.date(2026, 5, 9), "receipt": "收字12号", "result": ""}
    note_receipt(
        transfer=Transfer.objects.get(),
        actor=way.by("village_mediator"),
        at=at("2026-05-09 10:00"),
        **received,
    )
    look_at(way.case)
    assert way.owed() == {Promise.CLOSE}
    way.close("2026-05-11 09:00")
    way.step("2026-05-12 09:00", reopen_case, "village_mediator", reason="法院退回先行调解")
    way.step("2026-05-13 09:00", transfer_case, "village_mediator", **court)
    with pytest.raises(Refused, match="尚未签收回执"):  # the first receipt is not the second one's
        way.step("2026-05-13 10:00", close_case, "village_mediator")


def test_an_instalment_that_is_not_paid_reopens_the_mediation_by_itself(stage: Stage) -> None:
    way = Journey(stage, "2026-03-02 09:00")
    way.accept("2026-03-02 10:00")
    way.begin("2026-03-02 11:00")
    way.sit("2026-03-03 09:00")
    way.agree("2026-03-03 11:00", "2026-03-10", "2026-04-10")
    way.pay("2026-03-10 18:00")
    way.sweep("2026-04-10 23:59")
    assert way.case.state == State.PERFORMING
    way.sweep("2026-04-11 00:00")
    assert (way.case.state, way.case.was_late) == (State.MEDIATING, True)
    assert way.owed() == {Promise.SETTLE_LEVEL, Promise.SETTLE_STATUTORY}
    missed = CaseDeadline.objects.get(case=way.case, kind=Promise.PERFORMANCE, state="ACTED")
    assert missed.outcome == "REOPENED"
    assert Obligation.objects.get(position=2).defaulted_at == at("2026-04-11 00:00")
    with pytest.raises(Refused, match="原协议已认定未履行"):  # an agreement that was broken settles nothing
        way.step("2026-04-13 09:00", conclude_agreement, "village_mediator")
    way.agree("2026-04-13 10:00", "2026-04-20")
    way.pay("2026-04-15 10:00")
    way.step("2026-04-15 10:10", finish_performance, "village_mediator")
    assert way.case.state == State.SETTLED


def test_an_oral_agreement_takes_effect_at_once_and_knows_no_confirmation(stage: Stage) -> None:
    way = Journey(stage, "2026-03-02 09:00")
    way.accept("2026-03-02 10:00")
    way.begin("2026-03-02 11:00")
    way.sit("2026-03-03 09:00")
    way.agree("2026-03-03 11:00", form=AgreementForm.ORAL)
    assert (way.case.state, way.owed()) == (State.PERFORMING, set())  # somebody leads it
    way.step("2026-03-03 11:05", finish_performance, "village_mediator")
    assert way.case.state == State.SETTLED


def test_a_closed_case_is_reopened_with_a_month_of_its_own(stage: Stage) -> None:
    way = Journey(stage, "2026-03-02 09:00")
    way.accept("2026-03-02 09:30")
    way.step("2026-03-02 10:30", end_mediation, "village_mediator", verb=Verb.WITHDRAW, reason="自行和解")
    way.close("2026-03-03 09:00")
    number = way.case.number
    with pytest.raises(Refused, match="请写明原因"):
        way.step("2026-05-06 09:00", reopen_case, "village_mediator", reason=" ")
    way.step("2026-05-06 09:00", reopen_case, "village_mediator", reason="又起争执")
    assert (way.case.state, way.case.outcome, way.case.closed_at) == (State.ACCEPTED, "", None)
    assert way.due(Promise.SETTLE_STATUTORY) == "2026-06-08 24:00"  # 6 June is a Saturday
    assert way.case.number == number != ""


def test_what_is_mediated_anew_is_agreed_anew(stage: Stage) -> None:
    way = Journey(stage, "2026-03-02 09:00")
    way.accept("2026-03-02 09:30")
    way.begin("2026-03-02 10:00")
    way.sit("2026-03-02 11:00")
    way.agree("2026-03-02 12:00", "2026-03-03")
    way.pay("2026-03-03 10:00")
    way.step("2026-03-03 10:05", finish_performance, "village_mediator")
    way.close("2026-03-04 09:00")
    way.step("2026-05-06 09:00", reopen_case, "village_mediator", reason="又起争执")
    way.begin("2026-05-06 10:00")
    with pytest.raises(Refused, match="协议"):
        way.step("2026-05-06 11:00", conclude_agreement, "village_mediator")
    way.agree("2026-05-06 12:00", "2026-05-07")
    assert way.case.state == State.PERFORMING


def withdrawn(way: Journey) -> None:
    way.step("2026-03-02 09:30", end_mediation, "village_mediator", verb=Verb.WITHDRAW, reason="自行和解")


def refused(way: Journey) -> None:
    who = [Party.objects.get(case=way.case, name="李桂芝").pk]
    way.step("2026-03-02 09:30", refuse_mediation, "village_mediator", party_ids=who, reason="不同意")


def transferred(way: Journey) -> None:
    sent: dict[str, Any] = {"to": TransferTo.COURT, "body": "康保县人民法院", "reason": "已起诉"}
    way.step("2026-03-02 09:30", transfer_case, "village_mediator", **sent)
    got: dict[str, Any] = {"received_on": way.now.date(), "receipt": "收1号", "result": ""}
    transfer = Transfer.objects.get(case=way.case)
    note_receipt(transfer=transfer, **got, actor=way.by("village_mediator"), at=way.now)


def settled_at_the_door(way: Journey) -> None:
    way.step("2026-03-02 09:30", settle_on_spot, "village_mediator", content="握手言和")


@pytest.mark.parametrize("ends", [withdrawn, refused, transferred, settled_at_the_door])
def test_a_case_that_no_committee_ever_accepted_is_reopened_to_be_accepted(stage: Stage, ends: Any) -> None:
    way = Journey(stage, "2026-03-02 09:00")
    ends(way)
    way.close("2026-03-03 09:00")
    way.step("2026-05-06 09:00", reopen_case, "village_mediator", reason="又起争执")
    assert (way.case.state, way.case.outcome, way.case.closed_at) == (State.REGISTERED, "", None)
    assert (way.case.number, way.case.accepted_at) == ("", None)
    assert way.owed() == {Promise.ACCEPT}
    way.accept("2026-05-06 10:00")
    assert (way.case.state, way.case.number) == (State.ACCEPTED, "（2026）永兴人调字第1号")
    assert way.due(Promise.SETTLE_STATUTORY) == "2026-06-08 24:00"  # 6 June is a Saturday


def test_what_was_settled_at_the_door_and_opened_again_can_be_settled_there_again(stage: Stage) -> None:
    way = Journey(stage, "2026-03-02 09:00")
    settled_at_the_door(way)
    way.close("2026-03-03 09:00")
    way.step("2026-05-06 09:00", reopen_case, "village_mediator", reason="又起争执")
    way.step("2026-05-06 09:10", settle_on_spot, "village_mediator", content="以老墙为界")
    standing = Agreement.objects.get(case=way.case, voided_at=None)
    assert standing.content.reveal() == "以老墙为界"


@pytest.mark.parametrize("stands", ["registered", "returned", "accepted", "mediating", "handed_up"])
def test_two_cases_are_joined_and_parted_again(stage: Stage, stands: str) -> None:
    other = stage.registered(at=at("2026-03-01 09:00"))
    way = Journey(stage, "2026-03-02 09:00")
    if stands == "returned":
        way.step("2026-03-02 09:10", return_case, "village_mediator", reason="缺电话")
    elif stands != "registered":
        way.accept("2026-03-02 10:00")
    if stands == "mediating":
        way.begin("2026-03-02 11:00")
    if stands == "handed_up":
        way.step("2026-03-02 11:00", hand_up_case, "village_mediator", reason="复杂")
    state, month = way.case.state, CaseDeadline.objects.filter(kind=Promise.SETTLE_STATUTORY).first()
    way.step("2026-03-03 09:00", merge_case, "clerk", into=other, reason="同一纠纷")
    assert (way.case.state, way.case.merged_into_id, way.owed()) == (State.MERGED, other.pk, set())
    way.step("2026-03-04 09:00", unmerge_case, "clerk", reason="并错了")
    assert (way.case.state, way.case.merged_into_id) == (state, None)
    assert way.owed()
    if month is not None and Promise.SETTLE_STATUTORY in way.owed():
        kept = CaseDeadline.objects.get(case=way.case, kind=Promise.SETTLE_STATUTORY, state="OPEN")
        assert kept.due_at == month.due_at
