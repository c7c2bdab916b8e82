"""The monthly report is a promise: opened when the month is over, warned, missed, kept by a signature, made anew."""

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest
from django.urls import reverse
from django.utils import timezone

from core.audit.models import Record
from core.deadlines.actions.recompute_deadlines import recompute_deadlines
from core.deadlines.actions.sweep import sweep
from core.deadlines.choices import State
from core.permissions.actor import Actor
from core.tenancy.context import in_tenant
from core.tenancy.models import Tenant
from core.workcalendar.choices import DayKind
from core.workcalendar.models import LocalDay
from core.workcalendar.rules import SHANGHAI
from core.workcalendar.selectors import county_calendar
from disputes.actions.make_statement import return_statement, sign_statement
from disputes.actions.open_monthly_reports import open_monthly_reports
from disputes.choices import Level, Promise
from disputes.counting import Month
from disputes.models import MonthDeadline, MonthlyStatement, TermRule
from disputes.notices import who_signs_the_month
from disputes.reporting import reports_of
from disputes.tasks import open_reports
from disputes.terms import terms_listed
from tests.accounts.people import user_of
from tests.cast import KANGBAO, ZHANGBEI
from tests.disputes.scene import Scene, words_of
from tests.disputes.stage import Stage
from tests.disputes.test_at_once import at_once

OCTOBER = Month(2026, 10)


def at(text: str) -> dt.datetime:
    return dt.datetime.fromisoformat(text).replace(tzinfo=SHANGHAI)


OVER = at("2026-11-01 00:05")
TOWN_DUE, COUNTY_DUE = at("2026-11-04 00:00"), at("2026-11-06 00:00")


def opened(when: dt.datetime = OVER) -> int:
    return len(open_monthly_reports(actor=Actor.system(KANGBAO), at=when))


def tick(when: dt.datetime) -> None:
    sweep(tenant=KANGBAO, model=MonthDeadline, now=when)


def owed_by(path: str) -> MonthDeadline:
    return MonthDeadline.objects.get(statement__path=path, state=State.OPEN)


def signed(stage: Stage, when: dt.datetime, who: str = "clerk") -> MonthlyStatement:
    path = stage.ground.county.path if who == "centre" else stage.ground.town.path
    return sign_statement(path=path, month=OCTOBER, note="", actor=stage.actors[who], at=when)


def told(stage: Stage, code: str) -> list[set[str]]:
    """Who is told of each record of a code, by their name in the cast, the earliest record first."""
    names = {user_of(staff).pk: who for who, staff in stage.staff.items()}
    records = Record.objects.filter(code=f"disputes.{code}").order_by("at", "path")
    return [{names[notice.recipient_id] for notice in who_signs_the_month(one)} for one in records]


def test_the_month_that_is_over_is_opened_once_with_its_promise(stage: Stage) -> None:
    ground = stage.ground
    assert opened() == 3
    assert opened(OVER + dt.timedelta(hours=1)) == 0
    rows = MonthlyStatement.objects.all()
    assert {(row.path, row.year, row.month, row.signed_at) for row in rows} == {
        (area.path, 2026, 10, None) for area in (ground.county, ground.town, ground.other_town)
    }
    town, county = owed_by(ground.town.path), owed_by(ground.county.path)
    assert (town.due_at, county.due_at) == (TOWN_DUE, COUNTY_DUE), "the third and the fifth of the next month"
    assert (town.term_value, town.warn_at) == (3, at("2026-11-03 00:00"))
    assert MonthDeadline.subject_labels([town])[town.pk] == "康保镇2026年10月月报"
    first = Record.objects.filter(code="disputes.statement_opened").order_by("path").first()
    assert first is not None
    assert first.path == ground.county.path
    assert "2026年10月矛盾纠纷排查情况表待签发，期限5日" in first.sentence


def test_a_township_that_came_after_the_month_or_is_no_more_owes_nothing(stage: Stage) -> None:
    ground = stage.ground
    ground.town.valid_from = dt.date(2026, 11, 1)
    ground.town.save(update_fields=["valid_from"])
    assert opened() == 2
    assert not MonthlyStatement.objects.filter(path=ground.town.path).exists()
    ground.other_town.valid_to = dt.date(2026, 11, 2)
    ground.other_town.save(update_fields=["valid_to"])
    tick(TOWN_DUE)
    gone = MonthDeadline.objects.get(statement__path=ground.other_town.path)
    assert (gone.state, gone.outcome) == (State.CANCELLED, "NOTHING_OWED")
    assert told(stage, "statement_overdue") == []


def test_where_no_rule_counted_when_the_month_was_over_nothing_is_promised(stage: Stage) -> None:
    rules = TermRule.objects.filter(promise=Promise.MONTHLY_REPORT)
    rules.filter(level=Level.TOWNSHIP).delete()
    rules.update(valid_from=dt.date(2026, 11, 2))
    assert opened(at("2026-11-02 09:00")) == 0
    assert not MonthlyStatement.objects.exists()
    statement = signed(stage, at("2026-11-20 09:00"))
    assert statement.corrections == []
    return_statement(
        statement=statement, reason="漏报", actor=stage.actors["centre"], at=at("2026-11-21 09:00")
    )
    assert not MonthDeadline.objects.exists()
    assert opened(at("2026-12-01 00:05")) == 1, "the county's own, whose rule counts by then"


def test_it_is_warned_of_missed_and_told_again_each_week(stage: Stage) -> None:
    opened()
    town = stage.ground.town.path
    tick(at("2026-11-02 12:00"))
    assert told(stage, "statement_near") == []
    tick(at("2026-11-03 00:01"))
    assert {"clerk", "political"} in told(stage, "statement_near")
    tick(TOWN_DUE)
    mine = {"clerk", "political", "centre"}
    assert told(stage, "statement_overdue") == [mine, {"far_clerk", "centre"}]
    for days in (6, 7, 8, 14):
        tick(TOWN_DUE + dt.timedelta(days=days))
    assert sum(people == mine for people in told(stage, "statement_overdue")) == 3
    assert told(stage, "statement_overdue").count({"centre"}) == 2, "the county's own, missed two days later"
    owed = owed_by(town)
    assert (owed.outcome, owed.next_check_at) == ("MISSED", TOWN_DUE + dt.timedelta(days=21))
    record = Record.objects.filter(code="disputes.statement_overdue", path=town).first()
    assert record is not None
    (notice, *_others) = who_signs_the_month(record)
    assert notice.title == "月报逾期：康保镇2026年10月月报"
    assert notice.url == f"{reverse('dispute_statistics')}?month=2026-10&area={stage.ground.town.pk}"


def test_a_signature_keeps_the_promise_in_time_or_late(stage: Stage) -> None:
    opened()
    statement = signed(stage, at("2026-11-02 10:00"))
    assert statement.corrections == [], "the first signature of a row that was opened corrects nothing"
    tick(COUNTY_DUE)
    signed(stage, at("2026-11-07 10:00"), "centre")
    decided = {row.statement.path: row for row in MonthDeadline.objects.exclude(state=State.OPEN)}
    town, county = (decided[area.path] for area in (stage.ground.town, stage.ground.county))
    assert (town.state, town.outcome, town.decided_at) == (State.MET, "ON_TIME", at("2026-11-02 10:00"))
    assert (county.state, county.outcome) == (State.MET, "LATE")
    assert MonthlyStatement.objects.count() == 3
    before = len(told(stage, "statement_overdue"))
    tick(COUNTY_DUE + dt.timedelta(days=7))
    assert len(told(stage, "statement_overdue")) == before + 1, "only the township that still owes"


def test_what_is_returned_is_promised_anew_from_that_day(stage: Stage) -> None:
    opened()
    statement = signed(stage, at("2026-11-02 10:00"))
    back = at("2026-11-10 15:00")
    return_statement(statement=statement, reason="漏报两件", actor=stage.actors["centre"], at=back)
    again = owed_by(stage.ground.town.path)
    assert (again.started_at, again.due_at) == (back, at("2026-11-14 00:00"))
    assert told(stage, "statement_returned") == [{"clerk", "political"}]
    assert opened(back) == 0, "the row stands, though it is not signed"
    resigned = signed(stage, at("2026-11-12 10:00"))
    assert len(resigned.corrections) == 1
    outcomes = MonthDeadline.objects.filter(statement=statement).order_by("started_at")
    assert list(outcomes.values_list("state", "outcome")) == [(State.MET, "ON_TIME")] * 2


def test_a_change_of_the_calendar_moves_it(stage: Stage) -> None:
    opened()
    LocalDay.objects.create(date=dt.date(2026, 11, 3), kind=DayKind.REST, name="县庆", added_at=OVER)
    moved = recompute_deadlines(calendar=county_calendar(), actor=Actor.system(KANGBAO), at=OVER)
    assert moved == 2, "the townships' last day is no working day any more, the county's still is"
    assert owed_by(stage.ground.town.path).due_at == at("2026-11-05 00:00")
    assert owed_by(stage.ground.county.path).due_at == COUNTY_DUE


def test_the_terms_are_listed_with_the_others(stage: Stage) -> None:
    listed = dict(terms_listed(OVER.date(), {}))["月报"]
    assert [(row.rule.level, row.rule.value, bool(row.rule.source)) for row in listed] == [
        (Level.TOWNSHIP, 3, True),
        (Level.COUNTY, 5, True),
    ]


def test_the_neighbour_county_sees_nothing_of_it(counties: None) -> None:
    with in_tenant(KANGBAO):
        Stage()
        opened()
    with in_tenant(ZHANGBEI):
        assert not MonthlyStatement.objects.exists()
        assert not MonthDeadline.objects.exists()
        assert open_monthly_reports(actor=Actor.system(ZHANGBEI), at=OVER) == [], "it has no rule"
    with in_tenant(KANGBAO):
        assert MonthDeadline.objects.count() == 3


@pytest.mark.django_db(transaction=True)
def test_two_at_once_open_nothing_twice_and_a_signature_meanwhile_is_kept() -> None:
    Tenant.objects.create(code=KANGBAO, name="康保县", full_name="河北省张家口市康保县")
    with in_tenant(KANGBAO):
        stage = Stage()
    acts: list[Callable[[], Any]] = [opened] * 4 + [lambda: signed(stage, at("2026-11-02 10:00"))] * 2

    def inside(act: Callable[[], Any]) -> Callable[[], Any]:
        def run() -> Any:
            with in_tenant(KANGBAO):
                return act()

        return run

    at_once(*(inside(act) for act in acts))
    with in_tenant(KANGBAO):
        assert MonthlyStatement.objects.count() == 3
        assert MonthlyStatement.objects.exclude(signed_at=None).count() == 1
        assert MonthDeadline.objects.filter(state=State.OPEN).count() == 2
    open_reports(now=OVER.isoformat())
    with in_tenant(KANGBAO):
        assert MonthlyStatement.objects.count() == 3


def last_month() -> Month:
    return Month.of(timezone.localdate()).before()


def test_page_and_desk_say_until_when_and_the_county_sees_who_has_signed(scene: Scene) -> None:
    month, ground = last_month(), scene.stage.ground
    with in_tenant(KANGBAO):
        TermRule.objects.update(valid_from=dt.date(2020, 1, 1))
        opened(month.until)
        due = timezone.now() + dt.timedelta(days=2)
        MonthDeadline.objects.update(due_at=due, warn_at=None, next_check_at=due)
    name = f"{month.name}矛盾纠纷排查情况表"
    clerk, centre, leader = (scene.browser(who) for who in ("clerk", "centre", "leader"))
    desk = clerk.get("/").content.decode()
    assert name in words_of(desk)
    address = f"{reverse('dispute_statistics')}?month={month.year}-{month.month:02d}&area={ground.town.pk}"
    assert address.replace("&", "&amp;") in desk
    page = words_of(clerk.get(address).content.decode())
    assert "剩 2 天" in page
    assert "签发期限" in page
    assert "各乡镇月报" not in page
    assert name not in words_of(leader.get("/").content.decode())
    with in_tenant(KANGBAO):
        MonthDeadline.objects.filter(statement__path=ground.other_town.path).update(
            due_at=timezone.now() - dt.timedelta(days=3), next_check_at=timezone.now()
        )
    assert clerk.post(f"{reverse('sign_statistics')}?{address.partition('?')[2]}").status_code == 302
    assert name not in words_of(clerk.get("/").content.decode())
    assert "签发期限" not in words_of(clerk.get(address).content.decode())
    for browser in (centre, leader):
        answer = browser.get(reverse("dispute_statistics"))
        below = [(one.place.pk, one.lamp.words) for one in answer.context["reports"]]
        assert below == [(ground.other_town.pk, "逾期 3 天"), (ground.town.pk, "已签发")]
        shown = words_of(answer.content.decode())
        assert "乡镇已签发 1 / 2" in shown
        assert f"area={ground.town.pk}" in answer.content.decode()
        assert scene.stage.staff["clerk"].name in shown
    assert "康保镇" not in words_of(scene.neighbour.get(reverse("dispute_statistics")).content.decode())


def test_a_report_that_was_signed_late_or_returned_says_so(stage: Stage) -> None:
    opened()
    statement = signed(stage, at("2026-11-10 10:00"))
    now = at("2026-11-10 11:00")
    (report,) = reports_of([stage.ground.town], OCTOBER, now=now)
    assert (report.lamp.words, report.due_at, report.is_returned) == ("逾期签发", None, False)
    return_statement(statement=statement, reason="漏报", actor=stage.actors["centre"], at=now)
    (report,) = reports_of([stage.ground.town], OCTOBER, now=now)
    assert (report.lamp.words, report.last_day, report.is_returned) == (
        "剩 3 天",
        dt.date(2026, 11, 13),
        True,
    )
    (before,) = reports_of([stage.ground.town], Month(2026, 9), now=now)
    assert (before.lamp.words, before.due_at) == ("未签发", None), "a month of before there was such a term"
