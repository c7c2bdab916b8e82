"""One dispute up, down and beside the levels, its terms paused, extended and missed, with the clock moved."""

import datetime as dt

import pytest

from accounts.models import Post
from core.audit.models import Record
from core.permissions.verdict import Refused
from core.workcalendar.rules import NATURAL_DAYS, WORKING_DAYS, Term
from disputes.actions.end_mediation import end_mediation
from disputes.actions.extend_case import extend_case
from disputes.actions.hand_back_case import hand_back_case
from disputes.actions.hand_to_trade import hand_to_trade
from disputes.actions.hand_up_case import hand_up_case, send_urgently
from disputes.actions.pause_case import pause_case
from disputes.actions.perform_obligation import finish_performance
from disputes.actions.resume_case import resume_case
from disputes.choices import (
    Level,
    Outcome,
    PauseGround,
    Promise,
    State,
    Verb,
)
from disputes.models import Handoff
from disputes.notices import those_who_take_over
from tests.disputes.journey import Journey
from tests.disputes.stage import Stage
from tests.workcalendar.test_rules import at

pytestmark = pytest.mark.usefixtures("years")


def test_a_failure_is_handed_up_and_settled_at_the_township_within_the_same_month(stage: Stage) -> None:
    way = Journey(stage, "2026-03-02 09:00")
    way.accept("2026-03-02 10:00")
    way.begin("2026-03-02 11:00")
    month = way.due(Promise.SETTLE_STATUTORY)
    assert month == "2026-04-02 24:00"
    way.sit("2026-03-05 09:00")
    way.step("2026-03-05 11:00", end_mediation, "village_mediator", verb=Verb.FAIL, reason="分歧较大")
    assert (way.case.state, way.owed()) == (State.ENDED, {Promise.CLOSE})
    way.step("2026-03-06 09:00", hand_up_case, "village_mediator", reason="村级调解不成")
    assert (way.case.state, way.case.level, way.case.outcome) == (State.HANDED_UP, Level.TOWNSHIP, "")
    assert way.owed() == {Promise.RECEIVE}
    way.accept("2026-03-06 14:00", who="mediator")
    assert way.due(Promise.SETTLE_STATUTORY) == month  # not begun anew
    assert way.due(Promise.SETTLE_LEVEL) == "2026-03-23 24:00"
    assert way.case.number == "（2026）永兴人调字第1号"
    way.begin("2026-03-09 09:00", who="mediator")
    way.sit("2026-03-10 09:00", who="mediator")
    way.agree("2026-03-10 11:00", "2026-03-20", who="mediator")
    way.pay("2026-03-19 10:00", who="village_mediator")  # the village stays beside it
    way.step("2026-03-19 10:05", finish_performance, "village_mediator")
    way.close("2026-03-20 09:00", who="mediator")
    assert (way.case.state, way.case.outcome, way.case.level) == (
        State.CLOSED,
        Outcome.SETTLED,
        Level.TOWNSHIP,
    )


def test_the_month_that_a_pause_kept_is_kept_through_a_failure_too(stage: Stage) -> None:
    way = Journey(stage, "2026-03-02 09:00")
    way.accept("2026-03-02 10:00")
    pause = {"ground": PauseGround.APPRAISAL, "until": dt.date(2026, 3, 20), "reason": "等待鉴定"}
    way.step("2026-03-03 09:00", pause_case, "village_mediator", **pause)
    way.step("2026-03-13 09:00", end_mediation, "village_mediator", verb=Verb.TERMINATE, reason="无法查清")
    way.step("2026-03-16 09:00", hand_up_case, "village_mediator", reason="请上级查清")
    way.accept("2026-03-16 10:00", who="mediator")
    assert way.due(Promise.SETTLE_STATUTORY) == "2026-04-15 24:00"  # thirty days were left on 3 March


def test_missed_terms_lead_from_the_village_to_the_county_and_to_its_leaders(stage: Stage) -> None:
    way = Journey(stage, "2026-02-27 09:00")
    way.accept("2026-02-28 09:00")  # a Saturday that is made up for
    way.begin("2026-02-28 10:00")
    assert way.due(Promise.SETTLE_LEVEL) == "2026-03-09 24:00"  # the 7th is a Saturday of rest
    month = way.due(Promise.SETTLE_STATUTORY)
    assert month == "2026-03-30 24:00"  # 28 March is a Saturday
    assert way.sweep("2026-03-08 00:00").warned == 1
    assert Record.objects.filter(code="disputes.promise_near").count() == 1
    way.sweep("2026-03-09 23:59")
    assert way.case.level == Level.VILLAGE
    way.sweep("2026-03-10 00:00")
    assert (way.case.level, way.case.state, way.case.was_late) == (Level.TOWNSHIP, State.HANDED_UP, True)
    assert Handoff.objects.get().pack["parties"] == [["APPLICANT", "王长顺"], ["RESPONDENT", "李桂芝"]]
    assert way.owed() == {Promise.RECEIVE, Promise.SETTLE_STATUTORY}
    record = Record.objects.get(code="disputes.escalate")
    assert record.sentence == "（2026）永兴人调字第1号逾期，由村级自动上交乡镇级"
    assert way.due(Promise.RECEIVE) == "2026-03-11 24:00"
    way.sweep("2026-03-12 00:00")  # nobody at the township received it either
    assert (way.case.level, way.case.state) == (Level.COUNTY, State.HANDED_UP)
    way.accept("2026-03-12 09:00", who="centre")
    assert way.due(Promise.SETTLE_STATUTORY) == month
    way.sweep("2026-04-01 00:00")  # the statutory month is over: told, and still owed
    assert Record.objects.filter(code="disputes.promise_missed").count() == 2  # first contact, the month
    assert Promise.SETTLE_STATUTORY in way.owed()
    way.sweep("2026-04-14 00:00")
    assert (way.case.level, way.case.card) == (Level.COUNTY, "RED")
    assert Record.objects.filter(code="disputes.raised_at_top").count() == 1
    assert Promise.SETTLE_LEVEL in way.owed()  # its lamp stays red until it is settled
    way.sweep("2026-04-14 00:01")
    assert Record.objects.filter(code="disputes.raised_at_top").count() == 1
    way.sweep("2026-04-22 00:00")
    assert Record.objects.filter(code="disputes.raised_at_top").count() == 2  # told again after a week


def test_the_urgent_path_goes_straight_to_the_county(stage: Stage) -> None:
    way = Journey(stage, "2026-10-10 09:00")
    with pytest.raises(Refused, match="只能直报上级"):
        way.step("2026-10-10 09:05", send_urgently, "village_mediator", to_level="VILLAGE", reason="急")
    way.step("2026-10-10 09:10", send_urgently, "village_mediator", to_level=Level.COUNTY, reason="聚集")
    assert (way.case.level, way.case.urgency, way.case.state) == (
        Level.COUNTY,
        "SPECIAL",
        State.HANDED_UP,
    )
    way.accept("2026-10-10 10:00", who="centre")
    assert way.case.number == "（2026）康人调字第1号"


def test_a_case_is_handed_back_and_accepted_below(stage: Stage) -> None:
    way = Journey(stage, "2026-03-02 09:00")
    way.accept("2026-03-02 10:00")
    month = way.due(Promise.SETTLE_STATUTORY)
    way.step("2026-03-03 09:00", hand_up_case, "village_mediator", reason="涉及多村")
    way.step("2026-03-03 10:00", hand_back_case, "clerk", reason="仍属村内")
    assert (way.case.level, way.case.state) == (Level.VILLAGE, State.HANDED_UP)
    with pytest.raises(Refused, match="最低办理层级"):
        way.step("2026-03-03 10:10", hand_back_case, "clerk", reason="再退")
    way.accept("2026-03-03 11:00")
    assert way.due(Promise.SETTLE_STATUTORY) == month


def test_a_labour_dispute_goes_to_its_trades_committee(stage: Stage) -> None:
    way = Journey(stage, "2026-03-02 09:00", kind_code="10")
    way.accept("2026-03-02 10:00")
    trade = stage.committees["trade"]
    with pytest.raises(Refused, match="行业性专业性调委会"):
        way.step("2026-03-03 09:00", hand_to_trade, "clerk", committee=stage.committees["town"], reason="x")
    way.step("2026-03-03 09:10", hand_to_trade, "clerk", committee=trade, reason="欠薪")
    assert (way.case.level, way.case.committee_id) == (Level.TRADE, trade.pk)
    way.accept("2026-03-03 10:00", who="centre")
    assert way.due(Promise.SETTLE_LEVEL) == "2026-03-18 24:00"  # fifteen days (劳动争议调解仲裁法 art. 14)
    with pytest.raises(Refused, match="已是最高办理层级"):
        way.step("2026-03-04 09:00", hand_up_case, "centre", reason="再上交")
    way.sweep("2026-03-19 00:00")
    assert way.case.card == "RED"
    way.step("2026-03-19 09:00", hand_back_case, "centre", reason="退县综治中心")
    assert way.case.level == Level.COUNTY


def test_a_pause_keeps_the_time_that_was_left(stage: Stage) -> None:
    way = Journey(stage, "2026-03-02 09:00")
    way.accept("2026-03-02 10:00")
    way.begin("2026-03-02 11:00")
    assert way.due(Promise.SETTLE_LEVEL) == "2026-03-09 24:00"
    pause = {"ground": PauseGround.CONSENT, "until": dt.date(2026, 4, 10), "reason": "双方外出"}
    with pytest.raises(Refused, match="须晚于今天"):
        way.step(
            "2026-03-04 09:00", pause_case, "village_mediator", **(pause | {"until": dt.date(2026, 3, 4)})
        )
    way.step("2026-03-04 09:00", pause_case, "village_mediator", **pause)
    assert (way.case.state, way.owed()) == (State.PAUSED, {Promise.RESUME})
    way.sweep("2026-03-31 00:00")
    assert way.case.level == Level.VILLAGE
    way.step("2026-04-01 09:00", resume_case, "village_mediator")
    assert way.case.state == State.MEDIATING
    assert way.due(Promise.SETTLE_LEVEL) == "2026-04-07 24:00"  # five days, rolled over the Qingming holiday
    assert way.due(Promise.SETTLE_STATUTORY) == "2026-04-30 24:00"  # twenty-nine were left


def test_a_pause_ends_by_itself_on_its_day(stage: Stage) -> None:
    way = Journey(stage, "2026-03-02 09:00")
    way.accept("2026-03-02 10:00")
    pause = {"ground": PauseGround.APPRAISAL, "until": dt.date(2026, 3, 20), "reason": "等待鉴定"}
    way.step("2026-03-04 09:00", pause_case, "village_mediator", **pause)
    way.sweep("2026-03-20 23:59")
    assert way.case.state == State.PAUSED
    way.sweep("2026-03-21 00:00")
    assert way.case.state == State.ACCEPTED
    assert Promise.SETTLE_LEVEL in way.owed()


def test_what_is_late_is_not_paused(stage: Stage) -> None:
    way = Journey(stage, "2026-03-02 09:00")
    way.accept("2026-03-02 10:00")
    pause = {"ground": PauseGround.CONSENT, "until": dt.date(2026, 4, 10), "reason": "双方外出"}
    with pytest.raises(Refused, match="本级期限已届满"):
        way.step("2026-03-10 00:00", pause_case, "village_mediator", **pause)


def test_the_two_promises_are_extended_each_by_its_own_rule(stage: Stage) -> None:
    way = Journey(stage, "2026-03-02 09:00")
    way.accept("2026-03-02 10:00")
    level = {"promise": Promise.SETTLE_LEVEL, "by": Term(5, NATURAL_DAYS), "reason": "等待材料"}
    month = {"promise": Promise.SETTLE_STATUTORY, "by": Term(10, NATURAL_DAYS), "reason": "双方同意"}
    with pytest.raises(Refused, match="由综治中心办理"):
        way.step("2026-03-03 09:00", extend_case, "village_mediator", has_consent=True, **level)
    way.step("2026-03-03 09:00", extend_case, "clerk", has_consent=False, **level)
    assert way.due(Promise.SETTLE_LEVEL) == "2026-03-16 24:00"  # twelve days, the 14th is a Saturday
    with pytest.raises(Refused, match="双方当事人同意"):
        way.step("2026-03-03 09:10", extend_case, "clerk", has_consent=False, **month)
    way.step("2026-03-03 09:20", extend_case, "clerk", has_consent=True, **month)
    assert way.due(Promise.SETTLE_STATUTORY) == "2026-04-13 24:00"  # 2 April and ten days: a Sunday
    long = month | {"by": Term(3650, WORKING_DAYS)}
    with pytest.raises(Refused, match="一次延长不得超过"):
        way.step("2026-03-03 09:30", extend_case, "clerk", has_consent=True, **long)
    way.step("2026-03-04 09:00", hand_up_case, "village_mediator", reason="复杂")
    way.accept("2026-03-04 10:00", who="mediator")
    assert way.due(Promise.SETTLE_STATUTORY) == "2026-04-13 24:00"
    with pytest.raises(Refused, match="已到期"):
        way.step("2026-04-14 00:00", extend_case, "clerk", has_consent=True, **month)


def test_the_terms_of_a_backlog_start_on_the_day_of_its_import(stage: Stage) -> None:
    way = Journey(stage, "2026-02-14 09:00", is_backlog=True, occurred_on=dt.date(2024, 6, 1))
    assert way.due(Promise.ACCEPT) == "2026-02-24 24:00"
    way.accept("2026-02-24 09:00")
    assert way.due(Promise.SETTLE_STATUTORY) == "2026-03-24 24:00"


def test_where_nobody_can_take_it_over_the_case_is_marked_and_not_skipped(stage: Stage) -> None:
    Post.objects.filter(path=stage.ground.town.path).update(to_on=dt.date(2026, 1, 1))
    way = Journey(stage, "2026-03-02 09:00")
    way.step("2026-03-02 10:00", hand_up_case, "village_mediator", reason="复杂")
    assert (way.case.level, way.case.has_no_handler) == (Level.TOWNSHIP, True)
    told = list(those_who_take_over(Record.objects.get(code="disputes.hand_up")))
    assert [(one.recipient_id, one.title[:4]) for one in told] == [
        (stage.staff["centre"].user_id, "无人接办")
    ]
    Post.objects.filter(path=stage.ground.village.path).update(to_on=dt.date(2026, 1, 1))
    assert stage.registered(at=at("2026-03-03 09:00")).has_no_handler  # nor is there anybody where it begins
    way.sweep("2026-03-04 00:00")
    assert (way.case.level, way.case.has_no_handler) == (Level.COUNTY, False)
