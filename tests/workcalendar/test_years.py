"""Loading years: from the release, from an official file; what may replace what."""

import json
from datetime import date
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from core.deadlines.actions.open_deadlines import open_deadline
from core.deadlines.rules import Rule
from core.tenancy.context import in_tenant
from core.workcalendar.actions.load_year import load_year
from core.workcalendar.choices import DayKind, YearStatus
from core.workcalendar.models import CalendarDay, CalendarYear, LocalDay
from core.workcalendar.rules import NATURAL_DAYS, SHANGHAI, WORKING_DAYS, Day, Term
from core.workcalendar.selectors import county_calendar, national_calendar
from core.workcalendar.years import BadSheet, YearSheet, estimate, read_official, seed
from tests.cast import KANGBAO, ZHANGBEI
from tests.probe.models import ProbeCase, ProbeDeadline
from tests.workcalendar.test_rules import REST, WORK, at

TODAY = date(2026, 11, 22)


def notice(year: int = 2027, **changes: Any) -> str:
    days = [
        {"name": "元旦", "date": f"{year}-01-01", "isOffDay": True},
        {"name": "春节", "date": f"{year}-02-06", "isOffDay": True},
        {"name": "春节", "date": f"{year}-02-14", "isOffDay": False},
    ]
    return json.dumps({"year": year, "papers": ["https://www.gov.cn/x"], "days": days} | changes)


@pytest.mark.parametrize("year", [2025, 2026])
def test_the_seed_is_the_notice(year: int) -> None:
    sheet = seed(year)
    assert sheet.is_official
    rest = {day for day, entry in sheet.days.items() if entry.kind == DayKind.REST}
    work = {day for day, entry in sheet.days.items() if entry.kind == DayKind.WORK}
    assert rest == set(REST[year])
    assert work == set(WORK[year])


def test_a_year_after_the_last_notice_is_an_estimate_with_the_almanac_days() -> None:
    sheet = seed(2027)
    assert sheet.status == YearStatus.ESTIMATED
    assert sheet.days[date(2027, 2, 6)].name.startswith("春节")
    assert date(2027, 10, 1) in sheet.days
    assert not any(entry.is_official for entry in sheet.days.values())


def test_an_official_file_is_read() -> None:
    sheet = read_official(notice())
    assert (sheet.year, sheet.is_official, sheet.source) == (2027, True, "https://www.gov.cn/x")
    assert sheet.days[date(2027, 2, 14)] == Day(DayKind.WORK, "春节")


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("休", "JSON"),
        ("[]", "年份"),
        ('{"year": 2027}', "没有任何日期"),
        (notice(days=[{"name": "元旦", "date": "2026-01-01", "isOffDay": True}]), "不属于 2027"),
        (notice(days=[{"name": "元旦", "date": "一月一日", "isOffDay": True}]), "第 1 项的日期"),
        (notice(days=[{"name": "元旦", "date": "2027-01-01"}]), "第 1 项没有写明"),
        (notice(days=[{"name": "元旦", "date": "2027-01-01", "isOffDay": True}] * 2), "出现两次"),
        (notice(1999), "1999"),
    ],
)
def test_a_bad_file_is_refused_with_the_place(text: str, reason: str) -> None:
    with pytest.raises(BadSheet, match=reason):
        read_official(text)


@pytest.mark.django_db
def test_the_same_sheet_again_changes_nothing() -> None:
    assert load_year(sheet=seed(2026), on=TODAY)
    assert not load_year(sheet=seed(2026), on=TODAY)
    year = CalendarYear.objects.get(year=2026)
    assert (year.version, year.status, year.published_on) == (1, YearStatus.OFFICIAL, TODAY)


@pytest.mark.django_db
def test_an_official_year_replaces_an_estimate_and_never_the_other_way() -> None:
    load_year(sheet=estimate(2027), on=TODAY)
    assert load_year(sheet=read_official(notice()), on=TODAY)
    assert not load_year(sheet=estimate(2027), on=TODAY)
    year = CalendarYear.objects.get(year=2027)
    assert (year.version, year.status) == (2, YearStatus.OFFICIAL)
    assert CalendarDay.objects.filter(year=year).count() == 3


@pytest.mark.django_db
def test_a_corrected_notice_replaces_the_first() -> None:
    load_year(sheet=read_official(notice()), on=TODAY)
    fewer = [{"name": "元旦", "date": "2027-01-01", "isOffDay": True}]
    assert load_year(sheet=read_official(notice(days=fewer)), on=TODAY)
    assert CalendarDay.objects.filter(date__year=2027).count() == 1


@pytest.mark.django_db
def test_the_command_loads_the_years_of_the_release_and_may_be_repeated() -> None:
    out = StringIO()
    call_command("load_calendar_year", "--default", stdout=out)
    call_command("load_calendar_year", "--default", stdout=out)
    lines = out.getvalue().splitlines()
    assert [line.split(":")[1].strip() for line in lines] == ["loaded"] * 5 + ["stands already"] * 5
    calendar = national_calendar()
    assert [calendar.years[year] for year in range(2023, 2028)] == [YearStatus.OFFICIAL] * 4 + ["ESTIMATED"]
    assert calendar.is_working_day(date(2026, 9, 20))
    assert calendar.is_estimated(date(2027, 3, 1))


@pytest.mark.django_db
def test_the_command_takes_an_official_file(tmp_path: Path) -> None:
    file = tmp_path / "2027.json"
    file.write_text(notice(), "utf-8")
    call_command("load_calendar_year", "2027", "--official", str(file), stdout=StringIO())
    assert CalendarYear.objects.get(year=2027).source == "https://www.gov.cn/x"


@pytest.mark.django_db
def test_the_command_shows_first_what_would_change(tmp_path: Path) -> None:
    load_year(sheet=estimate(2027), on=TODAY)
    file, out = tmp_path / "2027.json", StringIO()
    file.write_text(notice(), "utf-8")
    call_command("load_calendar_year", "2027", "--official", str(file), "--dry-run", stdout=out)
    assert "2027-02-14 Sun by the weekday -> 班 春节" in out.getvalue().replace("上班", "班")
    assert CalendarYear.objects.get(year=2027).status == YearStatus.ESTIMATED


def test_the_command_says_which_county_has_promises_waiting(counties: None, tmp_path: Path) -> None:
    load_year(sheet=seed(2026), on=TODAY)
    load_year(sheet=estimate(2027), on=TODAY)
    with in_tenant(KANGBAO):
        case = ProbeCase.objects.create(title="宅基地纠纷")
        rule = Rule(Term(5, WORKING_DAYS))
        open_deadline(ProbeDeadline, kind="ANSWER", started_at=at("2026-12-28 09:00"), rule=rule, case=case)
    file, out = tmp_path / "2027.json", StringIO()
    file.write_text(notice(), "utf-8")
    call_command("load_calendar_year", "2027", "--official", str(file), stdout=out)
    assert "130723 康保县: 1 promises wait to be adopted" in out.getvalue()
    assert str(ZHANGBEI) not in out.getvalue()
    with in_tenant(KANGBAO):
        assert ProbeDeadline.objects.get().is_estimated, "loading moves no county's promise"


@pytest.mark.django_db
@pytest.mark.parametrize(
    "arguments", [[], ["2028", "--official", "FILE"], ["--official", "/nowhere.json"], ["1900"]]
)
def test_the_command_says_what_is_wrong(arguments: list[str], tmp_path: Path) -> None:
    file = tmp_path / "2027.json"
    file.write_text(notice(), "utf-8")
    with pytest.raises(CommandError):
        call_command("load_calendar_year", *[str(file) if word == "FILE" else word for word in arguments])


def test_a_local_day_goes_before_the_national_calendar_in_its_county_only(counties: None) -> None:
    load_year(sheet=seed(2026), on=TODAY)
    day = date(2026, 11, 25)  # a Wednesday
    with in_tenant(KANGBAO):
        LocalDay.objects.create(date=day, kind=DayKind.REST, name="县庆", added_at=at("2026-11-22 09:00"))
        here = county_calendar()
        assert not here.is_working_day(day)
        assert here.add(at("2026-11-24 09:00"), Term(1, NATURAL_DAYS)) == at("2026-11-27 00:00")
    with in_tenant(ZHANGBEI):
        there = county_calendar()
        assert there.is_working_day(day)
        assert LocalDay.objects.count() == 0
    assert here.version != there.version
    assert there.version == national_calendar().version


def test_a_preview_counts_as_if_the_year_were_published(county: int) -> None:
    load_year(sheet=estimate(2027), on=TODAY)
    before = county_calendar()
    after = county_calendar(sheet=read_official(notice()))
    assert before.is_estimated(date(2027, 5, 4))
    assert not after.is_estimated(date(2027, 5, 4))
    assert after.is_working_day(date(2027, 2, 14))
    assert county_calendar().version == before.version


def test_a_sheet_holds_one_year() -> None:
    with pytest.raises(BadSheet):
        YearSheet(2027, YearStatus.OFFICIAL, "", {date(2026, 12, 31): Day(DayKind.REST)})


def test_the_zone_is_the_zone_of_the_house(settings: Any) -> None:
    assert str(SHANGHAI) == settings.TIME_ZONE
