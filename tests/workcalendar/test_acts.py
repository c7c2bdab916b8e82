"""Acts on the calendar: local days, adopting a year that was loaded; who may; the page of a year."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.urls import Resolver404, resolve

from core.audit.models import Record
from core.permissions.actor import Actor
from core.permissions.verdict import Refused
from core.tenancy.context import in_tenant
from core.workcalendar.actions.add_local_day import DayTaken, add_local_day
from core.workcalendar.actions.adopt_calendar import adopt_calendar
from core.workcalendar.actions.load_year import load_year
from core.workcalendar.actions.remove_local_day import remove_local_day
from core.workcalendar.choices import DayKind, YearStatus
from core.workcalendar.models import CalendarYear, LocalDay
from core.workcalendar.month_grid import months
from core.workcalendar.selectors import county_calendar, day_changes
from core.workcalendar.years import read_official
from governance.abilities import ABILITIES
from tests.cast import KANGBAO, ZHANGBEI
from tests.probe.models import ProbeDeadline
from tests.workcalendar.people import NOW, ask, due, officer, promise, text
from tests.workcalendar.test_rules import at
from tests.workcalendar.test_years import notice

WEDNESDAY = date(2026, 11, 25)

pytestmark = pytest.mark.usefixtures("years")


def add(actor: Actor, **changes: Any) -> LocalDay:
    day: dict[str, Any] = {
        "date": WEDNESDAY,
        "kind": DayKind.REST,
        "name": "县庆",
        "actor": actor,
        "at": NOW,
    } | changes
    return add_local_day(**day).day


def test_a_local_rest_day_moves_the_countys_deadlines_and_both_are_recorded(county: int) -> None:
    row = promise()
    assert due(row) == "2026-11-30 24:00"
    day = add(officer())
    assert due(row) == "2026-12-01 24:00"
    told = {record.code: record for record in Record.objects.all()}
    assert told["workcalendar.local_day_added"].sentence == (
        "王秀英将2026-11-25定为本县休日（县庆），1件期限随之更新"
    )
    assert told["workcalendar.local_day_added"].subject_id == day.id
    assert told["deadlines.moved"].sentence == (
        "王秀英按新日历将宅基地纠纷的期限由2026-11-30 24:00改为2026-12-01 24:00"
    )


def test_a_local_day_taken_back_moves_them_back(county: int) -> None:
    row, actor = promise(), officer()
    day = add(actor)
    assert remove_local_day(day=day, actor=actor, at=NOW) == 1
    assert due(row) == "2026-11-30 24:00"
    assert not LocalDay.objects.exists()


def test_a_local_working_saturday_brings_the_end_nearer(county: int) -> None:
    row = promise()
    add(officer(), date=date(2026, 11, 28), kind=DayKind.WORK, name="防汛值守")
    assert due(row) == "2026-11-28 24:00"


def test_a_day_is_settled_once_and_what_is_over_stays(county: int) -> None:
    day = add(officer())
    with pytest.raises(DayTaken, match="已设为本县休日"):
        add(officer(), kind=DayKind.WORK)
    with pytest.raises(Refused, match="已经过去"):
        add(officer(), date=date(2026, 11, 22))
    with pytest.raises(Refused, match="已经过去"):
        remove_local_day(day=day, actor=officer(), at=NOW + timedelta(days=10))


def test_who_may_not_is_refused_with_a_reason(county: int) -> None:
    clerk = officer(KANGBAO, "grids.view")
    with pytest.raises(Refused, match="日历管理人员"):
        add(clerk)
    with pytest.raises(Refused, match="日历管理人员"):
        adopt_calendar(actor=clerk, at=NOW)
    assert not Record.objects.exists()


def test_no_role_of_a_county_publishes_the_nations_year() -> None:
    assert not {ability for held in ABILITIES.values() for ability in held if "publish" in ability}
    with pytest.raises(Resolver404):
        resolve("/calendar/publish/")


def test_a_loaded_year_replaces_the_estimate_and_is_adopted(county: int) -> None:
    row = promise(at("2026-12-28 09:00"))
    before = due(row)
    sheet = read_official(notice())
    changed = {change.day for change in day_changes(sheet)}
    assert date(2027, 2, 14) in changed
    assert date(2027, 10, 1) in changed  # the notice of the test knows no National Day
    assert date(2027, 1, 1) not in changed
    load_year(sheet=sheet, on=NOW.date())
    year = CalendarYear.objects.get(year=2027)
    assert (year.status, year.version, year.published_on) == (YearStatus.OFFICIAL, 2, NOW.date())
    assert ProbeDeadline.objects.get(id=row.id).is_estimated
    assert adopt_calendar(actor=officer(), at=NOW) == 0
    assert due(row) == before
    assert not ProbeDeadline.objects.get(id=row.id).is_estimated
    assert Record.objects.get().sentence == "王秀英按现行日历更新本县期限，共0件"


def longer_holiday() -> str:
    days = [{"name": "元旦", "date": f"2027-01-0{day}", "isOffDay": True} for day in range(1, 6)]
    return notice(days=days)


def test_the_neighbours_deadlines_wait_for_the_neighbours_own_officer(counties: None) -> None:
    with in_tenant(ZHANGBEI):
        theirs = promise(at("2026-12-28 09:00"))
        before = due(theirs)
    with in_tenant(KANGBAO):
        ours = promise(at("2026-12-28 09:00"))
        add(officer(), date=date(2026, 12, 29))
        load_year(sheet=read_official(longer_holiday()), on=NOW.date())
        assert adopt_calendar(actor=officer(), at=NOW) == 1
        assert due(ours) == "2027-01-08 24:00"
    with in_tenant(ZHANGBEI):
        assert due(theirs) == before == "2027-01-05 24:00"
        assert LocalDay.objects.count() == 0
        assert adopt_calendar(actor=officer(ZHANGBEI), at=NOW) == 1
        assert due(theirs) == "2027-01-07 24:00"
        assert adopt_calendar(actor=officer(ZHANGBEI), at=NOW) == 0
        assert set(Record.objects.values_list("code", flat=True)) == {
            "workcalendar.adopted",
            "deadlines.moved",
        }


def test_the_year_is_laid_out_by_weeks(county: int) -> None:
    add(officer())
    grid = months(county_calendar(), 2026, today=NOW.date())
    assert [month.number for month in grid] == list(range(1, 13))
    cells = [cell for month in grid for week in month.weeks for cell in week if cell]
    assert len(cells) == 365
    by_day = {cell.day: cell for cell in cells}
    assert by_day[WEDNESDAY].css == "is-rest is-named is-local"
    assert by_day[date(2026, 9, 20)].word == "班"
    assert by_day[date(2026, 10, 1)].word == "休"
    assert by_day[date(2026, 11, 23)].css == "is-work is-today"
    guessed = months(county_calendar(), 2027, today=NOW.date())[9].weeks[0][4]
    assert guessed is not None
    assert guessed.is_guess


def test_the_page_shows_the_year_and_says_what_is_estimated(county: int) -> None:
    page = text(ask("/calendar/?year=2027", actor=officer()))
    assert "2027 年日历为预估" in page
    assert "由平台运维人员载入" in page
    assert "2035 年日历未维护" in text(ask("/calendar/?year=2035", actor=officer()))
