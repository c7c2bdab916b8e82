"""A change of the calendar is counted by a worker, looked at, and made by a worker once somebody said yes."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.db import connection
from django.http import Http404
from django.utils import timezone

from core.audit.models import Record
from core.permissions.verdict import Refused
from core.tenancy.context import in_tenant
from core.workcalendar.actions.add_local_day import add_local_day
from core.workcalendar.actions.ask_change import ask_change
from core.workcalendar.actions.confirm_change import confirm_change
from core.workcalendar.actions.count_change import count_change
from core.workcalendar.actions.drop_change import drop_change
from core.workcalendar.actions.load_year import load_year
from core.workcalendar.actions.set_office_hours import set_office_hours
from core.workcalendar.choices import ChangeKind, ChangeState, DayKind, Urgency
from core.workcalendar.foreseeing import foresee
from core.workcalendar.models import CalendarChange, LocalDay, OfficeHoursFrom
from core.workcalendar.progress import Progress, progress_of
from core.workcalendar.running import make_now
from core.workcalendar.selectors import county_calendar
from core.workcalendar.years import read_official
from governance.waiting import waiting_for
from tests.cast import KANGBAO, ZHANGBEI
from tests.workcalendar.changing import (
    SHORT,
    TYPED_HOURS,
    asked,
    before_far,
    confirm,
    count,
    day_form,
    far,
    made,
    make,
    page,
    ready,
    row_of,
)
from tests.workcalendar.people import NOW, ask, due, officer, promise, promise_hours, text
from tests.workcalendar.test_acts import longer_holiday
from tests.workcalendar.test_rules import at

pytestmark = pytest.mark.usefixtures("years")


def test_a_local_day_is_counted_and_then_made(county: int) -> None:
    row = promise(before_far())
    before = due(row)
    address = asked("/calendar/days/", day_form())
    count(address)
    shown = page(address)
    assert "期限变化：1 件" in shown
    assert "推后 1 件" in shown
    assert "宅基地纠纷" in shown
    assert before in shown
    assert not LocalDay.objects.exists()
    assert due(row) == before
    assert confirm(address) == []
    assert "正在更新" in page(address)
    make(address)
    assert LocalDay.objects.get().date == far()
    assert due(row) > before
    assert "已更新 1 件期限" in page(address)
    assert "1 件期限" in page("/calendar/"), "what was made last stands beside the calendar"
    assert confirm(address) == [], "a second yes"
    make(address)
    assert Record.objects.get(code="workcalendar.local_day_added").actor_name == "王秀英"


def test_a_local_day_is_taken_back_in_the_same_way(county: int) -> None:
    day = add_local_day(date=far(), kind=DayKind.REST, name="县庆", actor=officer(), at=NOW).day
    address = asked(f"/calendar/days/{day.id}/remove/")
    assert f"撤销 {far()} 的本县休日" in page(address)
    count(address)
    confirm(address)
    assert LocalDay.objects.exists()
    make(address)
    assert not LocalDay.objects.exists()


def test_office_hours_are_set_and_taken_back_in_the_same_way(county: int) -> None:
    day = timezone.localdate() + timedelta(days=3)
    row = promise_hours(70, timezone.now())
    before = due(row)
    address = asked("/calendar/hours/", TYPED_HOURS | {"from_on": str(day)})
    count(address)
    shown = page(address)
    assert f"自 {day} 起办公时间改为 9:00–12:00、13:00–16:00" in shown
    assert "期限变化：1 件" in shown
    assert before in shown
    assert not OfficeHoursFrom.objects.exists()
    confirm(address)
    make(address)
    hours = OfficeHoursFrom.objects.get()
    assert (hours.from_on, hours.openings) == (day, SHORT)
    assert due(row) > before
    assert row_of(address).moved == 1
    assert Record.objects.get(code="workcalendar.office_hours_set").after["moved"] == 1

    back = asked(f"/calendar/hours/{hours.pk}/remove/")
    assert "撤销自" in page(back)
    count(back)
    assert "提前 1 件" in page(back)
    confirm(back)
    make(back)
    assert not OfficeHoursFrom.objects.exists()
    assert due(row) == before
    assert Record.objects.filter(code="workcalendar.office_hours_removed").count() == 1


def test_a_form_that_is_wrong_comes_back_with_its_errors(county: int) -> None:
    add_local_day(date=far(), kind=DayKind.REST, name="县庆", actor=officer(), at=NOW)
    set_office_hours(from_on=far(), hours=SHORT, actor=officer(), at=NOW)
    for path, post, trouble in [
        ("/calendar/days/", day_form(date="", name=""), "该字段是必填项"),
        ("/calendar/days/", day_form(), "已设为本县休日"),
        ("/calendar/days/", day_form(date="2020-01-01"), "已经过去"),
        ("/calendar/hours/", TYPED_HOURS | {"from_on": str(far())}, "已有安排"),
        ("/calendar/hours/", TYPED_HOURS | {"from_on": str(far() + timedelta(days=1))}, "相同"),
        ("/calendar/hours/", TYPED_HOURS | {"from_on": "2020-01-06"}, "已经过去"),
    ]:
        answer = ask(path, actor=officer(), post=post)
        assert answer.status_code == 422
        assert trouble in text(answer)
    assert not CalendarChange.objects.exists()


def test_deadlines_on_an_older_calendar_are_announced_counted_and_adopted(county: int) -> None:
    row = promise(at("2026-12-28 09:00"))
    load_year(sheet=read_official(longer_holiday()), on=date(2026, 11, 22))
    assert "有 1 件期限仍按旧日历计算" in page("/calendar/")
    assert [one.what for one in waiting_for(officer(), at=NOW)] == ["1 件期限仍按旧日历计算"]
    address = asked("/calendar/adopt/")
    assert [(one.state, one.needs_me) for one in waiting_for(officer(), at=NOW)] == [("正在测算", False)]
    count(address)
    shown = page(address)
    assert "2027-01-05 24:00" in shown
    assert "2027-01-07 24:00" in shown
    assert due(row) == "2027-01-05 24:00"
    assert "待确认" in page("/calendar/"), "it can be come back to"
    assert [(one.state, one.needs_me) for one in waiting_for(officer(), at=NOW)] == [("待确认", True)]
    confirm(address)
    make(address)
    assert due(row) == "2027-01-07 24:00"
    assert "仍按旧日历" not in page("/calendar/")
    assert not waiting_for(officer(), at=NOW)


def test_the_numbers_are_shown_by_urgency(county: int) -> None:
    promise(at("2026-11-16 09:00"), "今天")
    promise(at("2026-11-20 09:00"), "本周")
    promise(at("2026-11-13 09:00"), "不受影响")
    change = ready(date=NOW.date(), at=NOW)
    assert (change.total, change.sooner, change.later) == (2, 0, 2)
    numbers = {name: (row["before"], row["after"]) for name, row in change.by_urgency.items()}
    assert numbers == {"OVER": (0, 0), "TODAY": (1, 0), "WEEK": (1, 1), "LATER": (0, 1)}
    shown = page(f"/calendar/changes/{change.pk}/")
    assert [shown.index(label) for label in ("已到期", "今天到期", "本周到期", "以后到期")] == sorted(
        shown.index(label) for label in ("已到期", "今天到期", "本周到期", "以后到期")
    )
    assert shown.count("2026-11-24 24:00") == 3, "the earliest and the latest of its week, and its own row"

    made(change, at=NOW)
    found = foresee(county_calendar(local={}), at=at("2026-11-24 12:00"), keep=1)
    over, week = found.by_urgency[Urgency.OVER], found.by_urgency[Urgency.WEEK]
    assert (found.sooner, found.overdue) == (2, 1)
    assert (over.before, over.after, over.last) == (0, 1, at("2026-11-24 00:00"))
    assert (week.after, week.first) == (1, at("2026-11-28 00:00"))
    assert [shift.subject for shift in found.earliest] == ["今天"]


def test_while_it_is_counted_the_page_says_how_far_it_is(county: int) -> None:
    for number in range(3):
        promise(at("2026-12-28 09:00"), f"纠纷{number}")
    load_year(sheet=read_official(longer_holiday()), on=date(2026, 11, 22))
    address = asked("/calendar/adopt/")
    waiting = page(address)
    assert "正在测算" in waiting
    assert f'hx-get="{address}progress/"' in waiting
    assert "确认更新" not in waiting
    assert "HX-Refresh" not in ask(f"{address}progress/", actor=officer())
    assert confirm(address) == ["还在测算，请稍候"]
    asking = row_of(address)
    assert progress_of(asking) is None, "no worker has begun"
    count(address)
    assert progress_of(asking) == Progress(3, 3)
    assert ask(f"{address}progress/", actor=officer())["HX-Refresh"] == "true"
    confirm(address)
    confirmed = row_of(address)
    assert "正在更新" in text(ask(f"{address}progress/", actor=officer()))
    assert progress_of(confirmed) is None, "making begins at nothing, not where counting ended"
    make(address)
    assert progress_of(confirmed) == Progress(3, 3)
    assert row_of(address).moved == 3


def test_the_names_of_what_moves_are_not_readable_in_the_database(county: int) -> None:
    promise(before_far(), "王某与李某纠纷")
    address = asked("/calendar/days/", day_form())
    count(address)
    confirm(address)
    with connection.cursor() as cursor:
        cursor.execute("SELECT row_to_json(c)::text FROM workcalendar_calendarchange AS c")
        kept = cursor.fetchone()[0]
    assert "王某" not in kept
    assert "workcalendar.manage" not in kept
    assert "王某与李某纠纷" in page(address)


# who may


def test_who_may_not_is_refused_with_a_reason(county: int) -> None:
    clerk, change = officer(KANGBAO, "grids.view"), ready()
    with pytest.raises(Refused, match="日历管理人员"):
        ask_change(kind=ChangeKind.ADOPT, actor=clerk, at=NOW)
    with pytest.raises(Refused, match="日历管理人员"):
        confirm_change(change=change, actor=clerk, at=NOW)
    with pytest.raises(Refused, match="日历管理人员"):
        drop_change(change=change, actor=clerk, at=NOW)
    change.refresh_from_db()
    assert change.state == ChangeState.READY
    assert CalendarChange.objects.count() == 1


@pytest.mark.parametrize("part", ["", "progress/", "confirm/", "recount/", "drop/"])
def test_a_neighbours_change_is_not_found(counties: None, part: str) -> None:
    with in_tenant(KANGBAO):
        change = ask_change(kind=ChangeKind.ADOPT, actor=officer(), at=NOW)
    post: dict[str, Any] | None = {} if part in ("confirm/", "recount/", "drop/") else None
    with in_tenant(ZHANGBEI), pytest.raises(Http404):
        ask(f"/calendar/changes/{change.pk}/{part}", actor=officer(ZHANGBEI), post=post)
    with in_tenant(KANGBAO):
        assert CalendarChange.objects.get().state == ChangeState.COUNTING


def test_a_neighbours_days_and_hours_are_not_found(counties: None) -> None:
    with in_tenant(KANGBAO):
        day = add_local_day(date=far(), kind=DayKind.REST, name="县庆", actor=officer(), at=NOW).day
        hours = set_office_hours(from_on=far(), hours=SHORT, actor=officer(), at=NOW).row
    for path in (f"/calendar/days/{day.pk}/remove/", f"/calendar/hours/{hours.pk}/remove/"):
        with in_tenant(ZHANGBEI), pytest.raises(Http404):
            ask(path, actor=officer(ZHANGBEI), post={})


def test_the_neighbours_worker_finds_nothing_to_count_or_make(counties: None) -> None:
    with in_tenant(KANGBAO):
        change = ready()
        confirm_change(change=change, actor=officer(), at=timezone.now())
    make_now(tenant=ZHANGBEI, change_id=change.pk)
    with in_tenant(ZHANGBEI):
        assert not CalendarChange.objects.exists()
        assert not LocalDay.objects.exists()
    with in_tenant(KANGBAO):
        assert CalendarChange.objects.get().state == ChangeState.CONFIRMED


def test_two_counties_make_their_changes_side_by_side(counties: None) -> None:
    for code in (KANGBAO, ZHANGBEI):
        with in_tenant(code):
            change = ask_change(kind=ChangeKind.ADOPT, actor=officer(code), at=NOW)
            assert count_change(change_id=change.pk, at=NOW)
            change.refresh_from_db()
            assert confirm_change(change=change, actor=officer(code), at=NOW)
