"""Acts on the calendar: local days, adopting a year that was loaded; previews on the page; who may."""

from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest
from django.http import Http404
from django.test import RequestFactory
from django.urls import Resolver404, resolve
from django.utils import timezone

from core.audit.models import Record
from core.deadlines.actions.open_deadlines import open_deadline
from core.deadlines.rules import Rule
from core.permissions.actor import ActingPost, Actor
from core.permissions.gate import needed
from core.permissions.verdict import Refused
from core.tenancy.context import in_tenant
from core.tenancy.ids import uuid7
from core.workcalendar.actions.add_local_day import DayTaken, add_local_day
from core.workcalendar.actions.adopt_calendar import adopt_calendar
from core.workcalendar.actions.load_year import load_year
from core.workcalendar.actions.remove_local_day import remove_local_day
from core.workcalendar.choices import DayKind, YearStatus
from core.workcalendar.models import CalendarYear, LocalDay
from core.workcalendar.month_grid import months
from core.workcalendar.rules import WORKING_DAYS, Term, shown
from core.workcalendar.selectors import county_calendar, day_changes
from core.workcalendar.years import estimate, read_official, seed
from governance.abilities import ABILITIES
from tests.cast import KANGBAO, ZHANGBEI
from tests.probe.models import ProbeCase, ProbeDeadline
from tests.workcalendar.test_rules import at
from tests.workcalendar.test_years import notice

NOW = at("2026-11-23 09:00")
WEDNESDAY = date(2026, 11, 25)


def officer(tenant: int = KANGBAO, *abilities: str) -> Actor:
    held = frozenset(abilities or ("workcalendar.manage",))
    post = ActingPost(uuid7(), "SYSTEM_ADMINISTRATOR", "系统管理员", None, None, held)
    return Actor(tenant, uuid7(), uuid7(), "王秀英", (post,))


@pytest.fixture(autouse=True)
def _years(db: None) -> None:
    load_year(sheet=seed(2026), on=date(2026, 11, 22))
    load_year(sheet=estimate(2027), on=date(2026, 11, 22))


def promise(start: datetime = NOW) -> ProbeDeadline:
    case = ProbeCase.objects.create(title="宅基地纠纷")
    rule = Rule(Term(5, WORKING_DAYS))
    return open_deadline(ProbeDeadline, kind="ANSWER", started_at=start, rule=rule, case=case)


def due(row: ProbeDeadline) -> str:
    return shown(ProbeDeadline.objects.get(id=row.id).due_at)


def add(actor: Actor, **changes: Any) -> LocalDay:
    day: dict[str, Any] = {
        "date": WEDNESDAY,
        "kind": DayKind.REST,
        "name": "县庆",
        "actor": actor,
        "at": NOW,
    } | changes
    return add_local_day(**day)


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


# the page


def ask(path: str, *, actor: Actor, post: dict[str, Any] | None = None) -> Any:
    """The answer of a view, entered as the gate enters it."""
    factory = RequestFactory()
    request: Any = factory.get(path) if post is None else factory.post(path, post)
    request.actor, request.user, request.session = actor, None, {}
    request._messages = Messages()
    match = resolve(path.partition("?")[0])
    ability = needed(match.func, request.method)
    assert ability is not None
    assert actor.has(ability)
    answer = match.func(request, **match.kwargs)
    answer.said = request._messages.said
    return answer


class Messages:
    """What the views said, kept instead of a session."""

    def __init__(self) -> None:
        self.said: list[str] = []

    def add(self, level: int, message: str, extra_tags: str = "") -> None:
        self.said.append(message)

    def __iter__(self) -> Any:
        return iter(())


def text(answer: Any) -> str:
    return str(answer.content.decode())


def test_the_page_shows_the_year_and_says_what_is_estimated(county: int) -> None:
    page = text(ask("/calendar/?year=2027", actor=officer()))
    assert "2027 年日历为预估" in page
    assert "由平台运维人员载入" in page
    assert "2035 年日历未维护" in text(ask("/calendar/?year=2035", actor=officer()))


def test_a_local_day_is_previewed_before_it_is_made(county: int) -> None:
    far = timezone.localdate() + timedelta(days=400)
    row = promise(timezone.now() + timedelta(days=395))
    form = {"date": str(far), "kind": "REST", "name": "县庆"}
    preview = text(ask("/calendar/days/", actor=officer(), post=form))
    assert 'name="confirmed"' in preview
    assert str(far) in preview
    assert not LocalDay.objects.exists()
    answer = ask("/calendar/days/", actor=officer(), post=form | {"confirmed": "1"})
    assert (answer.status_code, answer["Location"]) == (302, f"/calendar/?year={far.year}")
    day = LocalDay.objects.get()
    assert "宅基地纠纷" in preview or due(row)
    remove = f"/calendar/days/{day.id}/remove/"
    assert "撤销" in text(ask(remove, actor=officer(), post={}))
    assert LocalDay.objects.exists()
    ask(remove, actor=officer(), post={"confirmed": "1"})
    assert not LocalDay.objects.exists()


def test_a_form_that_is_wrong_comes_back_with_its_errors(county: int) -> None:
    answer = ask("/calendar/days/", actor=officer(), post={"date": "", "kind": "REST", "name": ""})
    assert answer.status_code == 422
    assert not LocalDay.objects.exists()


def test_deadlines_on_an_older_calendar_are_announced_and_adopted(county: int) -> None:
    row = promise(at("2026-12-28 09:00"))
    load_year(sheet=read_official(longer_holiday()), on=date(2026, 11, 22))
    assert "有 1 件期限仍按旧日历计算" in text(ask("/calendar/", actor=officer()))
    assert "2027-01-07 24:00" in text(ask("/calendar/adopt/", actor=officer()))
    assert due(row) == "2027-01-05 24:00"
    assert ask("/calendar/adopt/", actor=officer(), post={}).said == ["已按现行日历更新 1 件期限"]
    assert due(row) == "2027-01-07 24:00"
    assert "仍按旧日历" not in text(ask("/calendar/", actor=officer()))


def test_a_neighbours_day_is_not_found(counties: None) -> None:
    with in_tenant(KANGBAO):
        day: UUID = add(officer()).id
    with in_tenant(ZHANGBEI), pytest.raises(Http404):
        ask(f"/calendar/days/{day}/remove/", actor=officer(ZHANGBEI), post={"confirmed": "1"})
    with in_tenant(KANGBAO):
        assert LocalDay.objects.count() == 1
