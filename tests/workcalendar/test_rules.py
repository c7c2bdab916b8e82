"""Terms against the rules of counting, by cases from the calendar and by properties."""

from datetime import date, datetime, time, timedelta
from typing import cast

import chinese_calendar
import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.workcalendar.choices import DayKind, Measure, YearStatus
from core.workcalendar.rules import (
    HOURS,
    MONTHS,
    NATURAL_DAYS,
    SHANGHAI,
    WORKING_DAYS,
    WORKING_HOURS,
    Calendar,
    Day,
    Left,
    Term,
    add_months,
    end_of,
    last_day,
)

ONE_DAY = timedelta(days=1)


def spans(year: int, *pairs: str) -> list[date]:
    days = []
    for pair in pairs:
        first, _, last = pair.partition("-")
        start = date(year, *map(int, first.split("/")))
        end = date(year, *map(int, last.split("/"))) if last else start
        days += [start + ONE_DAY * n for n in range((end - start).days + 1)]
    return days


# The State Council's notices for 2025 and 2026, copied from the domain reference by hand.
REST = {
    2025: spans(2025, "1/1", "1/28-2/4", "4/4-4/6", "5/1-5/5", "5/31-6/2", "10/1-10/8"),
    2026: spans(2026, "1/1-1/3", "2/15-2/23", "4/4-4/6", "5/1-5/5", "6/19-6/21", "9/25-9/27", "10/1-10/7"),
}
WORK = {
    2025: spans(2025, "1/26", "2/8", "4/27", "9/28", "10/11"),
    2026: spans(2026, "1/4", "2/14", "2/28", "5/9", "9/20", "10/10"),
}


def official(*years: int) -> Calendar:
    days = {day: Day(DayKind.REST) for year in years for day in REST[year]}
    days |= {day: Day(DayKind.WORK) for year in years for day in WORK[year]}
    return Calendar(days=days, years=dict.fromkeys(years, YearStatus.OFFICIAL))


CALENDAR = official(2025, 2026)


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=SHANGHAI)


@pytest.mark.parametrize("year", [2025, 2026])
def test_the_seed_agrees_with_the_notice_on_every_day_of_the_year(year: int) -> None:
    day = date(year, 1, 1)
    while day.year == year:
        assert CALENDAR.is_working_day(day) == chinese_calendar.is_workday(day), day
        day += ONE_DAY


@pytest.mark.parametrize(
    ("start", "term", "expected"),
    [
        # an ordinary week: the day of the start is not counted
        ("2026-11-23 09:00", Term(1, WORKING_DAYS), "2026-11-25 00:00"),
        ("2026-11-23 00:00", Term(1, WORKING_DAYS), "2026-11-25 00:00"),
        ("2026-11-23 23:59", Term(5, WORKING_DAYS), "2026-12-01 00:00"),
        # received on a Saturday: counted from Monday
        ("2026-11-28 10:00", Term(1, WORKING_DAYS), "2026-12-01 00:00"),
        # Friday 18 September 2026: Sunday the 20th is a make-up day and counts
        ("2026-09-18 16:00", Term(1, WORKING_DAYS), "2026-09-21 00:00"),
        ("2026-09-18 16:00", Term(5, WORKING_DAYS), "2026-09-25 00:00"),
        # Saturday 10 October 2026 is a make-up day
        ("2026-10-09 16:00", Term(1, WORKING_DAYS), "2026-10-11 00:00"),
        # Spring Festival: 13 February (Friday), 14 works, 15–23 rest
        ("2026-02-13 09:00", Term(2, WORKING_DAYS), "2026-02-25 00:00"),
        # natural days: a last day in the holiday rolls over, one before it does not
        ("2026-09-25 09:00", Term(7, NATURAL_DAYS), "2026-10-09 00:00"),
        ("2026-09-25 09:00", Term(5, NATURAL_DAYS), "2026-10-01 00:00"),
        # the make-up Saturday is a working day: no roll-over
        ("2026-09-10 09:00", Term(30, NATURAL_DAYS), "2026-10-11 00:00"),
        ("2026-11-23 09:00", Term(1, NATURAL_DAYS), "2026-11-25 00:00"),
        # months: clipped to the month's end, then rolled over
        ("2026-01-31 09:00", Term(1, MONTHS), "2026-03-01 00:00"),  # 28 February works
        ("2025-01-31 09:00", Term(1, MONTHS), "2025-03-01 00:00"),  # 28 February, a Friday
        ("2026-07-01 09:00", Term(3, MONTHS), "2026-10-09 00:00"),  # 1 October rests until the 8th
        ("2025-11-30 09:00", Term(12, MONTHS), "2026-12-01 00:00"),
        # hours run day and night; working hours do not
        ("2026-10-01 09:00", Term(24, HOURS), "2026-10-02 09:00"),
        ("2026-11-23 09:00", Term(2, WORKING_HOURS), "2026-11-23 11:00"),
        ("2026-11-23 11:00", Term(2, WORKING_HOURS), "2026-11-23 15:00"),
        ("2026-11-23 12:30", Term(1, WORKING_HOURS), "2026-11-23 15:00"),
        ("2026-11-27 17:00", Term(1, WORKING_HOURS), "2026-11-30 09:00"),
        ("2026-11-23 08:30", Term(7, WORKING_HOURS), "2026-11-23 17:30"),
        ("2026-11-23 17:30", Term(7, WORKING_HOURS), "2026-11-24 17:30"),
        ("2026-09-19 10:00", Term(1, WORKING_HOURS), "2026-09-20 09:30"),
    ],
)
def test_a_term_ends_when_a_clerk_with_the_wall_calendar_says(start: str, term: Term, expected: str) -> None:
    due = CALENDAR.due(at(start), term)
    assert due.at == at(expected)
    assert not due.is_estimated
    assert due.unmaintained == ()
    assert CALENDAR.add(at(start), term) == due.at


def test_an_instant_given_in_another_zone_is_counted_by_the_day_in_shanghai() -> None:
    late = datetime.fromisoformat("2026-11-23T16:30:00+00:00")  # already the 24th here
    assert CALENDAR.add(late, Term(1, WORKING_DAYS)) == at("2026-11-26 00:00")


def test_an_instant_without_a_zone_is_refused() -> None:
    with pytest.raises(ValueError, match="time zone"):
        CALENDAR.add(datetime.fromisoformat("2026-11-23"), Term(1, WORKING_DAYS))


@pytest.mark.parametrize("value", [0, -1])
def test_a_term_of_nothing_is_refused(value: int) -> None:
    with pytest.raises(ValueError, match="at least one"):
        Term(value, WORKING_DAYS)


def test_a_make_up_saturday_delays_nothing_and_a_holiday_week_delays_all() -> None:
    friday = at("2026-09-18 09:00")
    assert CALENDAR.add(friday, Term(2, WORKING_DAYS)) < Calendar().add(friday, Term(2, WORKING_DAYS))
    eve = at("2026-09-30 09:00")
    assert CALENDAR.add(eve, Term(2, WORKING_DAYS)) > Calendar().add(eve, Term(2, WORKING_DAYS))


def test_a_term_that_reaches_into_an_estimated_year_says_so() -> None:
    calendar = Calendar(CALENDAR.days, {2026: YearStatus.OFFICIAL, 2027: YearStatus.ESTIMATED})
    december = at("2026-12-25 09:00")
    assert not calendar.due(december, Term(3, WORKING_DAYS)).is_estimated
    due = calendar.due(december, Term(10, WORKING_DAYS))
    assert due.is_estimated
    assert due.unmaintained == ()
    assert calendar.is_estimated(date(2027, 1, 4))
    assert not calendar.is_estimated(date(2026, 12, 31))


def test_a_missing_year_counts_weekends_only_and_warns() -> None:
    due = CALENDAR.due(at("2027-02-04 09:00"), Term(3, WORKING_DAYS))  # Spring Festival 2027 is unknown here
    assert due.at == at("2027-02-10 00:00")
    assert due.is_estimated
    assert due.unmaintained == (2027,)


def test_hours_lean_on_no_calendar_and_are_never_estimated() -> None:
    assert not Calendar().due(at("2027-02-04 09:00"), Term(24, HOURS)).is_estimated


def test_a_local_day_is_known_even_in_an_estimated_year() -> None:
    day = date(2027, 7, 11)
    calendar = Calendar({day: Day(DayKind.REST, "县庆", is_local=True)}, {2027: YearStatus.ESTIMATED})
    assert not calendar.is_estimated(day)
    assert calendar.is_estimated(day + ONE_DAY)


def test_the_version_follows_the_content_and_nothing_else() -> None:
    same = Calendar(dict(reversed(list(CALENDAR.days.items()))), dict(CALENDAR.years))
    assert same.version == CALENDAR.version
    other = Calendar({**CALENDAR.days, date(2026, 7, 11): Day(DayKind.REST)}, CALENDAR.years)
    assert other.version != CALENDAR.version
    named = Calendar({day: Day(entry.kind, "名") for day, entry in CALENDAR.days.items()}, CALENDAR.years)
    assert named.version == CALENDAR.version


def test_a_calendar_cannot_be_changed_afterwards() -> None:
    with pytest.raises(TypeError):
        cast("dict[date, Day]", CALENDAR.days)[date(2026, 1, 1)] = Day(DayKind.WORK)


@pytest.mark.parametrize(
    "hours",
    [(), ((time(9), time(9)),), ((time(9), time(12)), (time(11), time(17)))],
)
def test_office_hours_that_overlap_or_are_empty_are_refused(hours: tuple[tuple[time, time], ...]) -> None:
    with pytest.raises(ValueError, match="office"):
        Calendar(office_hours=hours)


@pytest.mark.parametrize(
    ("due", "term", "expected"),
    [
        ("2026-11-28 00:00", Term(1, WORKING_DAYS), "2026-11-27 00:00"),
        ("2026-11-28 00:00", Term(2, WORKING_DAYS), "2026-11-26 00:00"),
        ("2026-12-01 00:00", Term(2, WORKING_DAYS), "2026-11-27 00:00"),
        ("2026-10-09 00:00", Term(2, WORKING_DAYS), "2026-09-30 00:00"),
        ("2026-11-28 00:00", Term(3, NATURAL_DAYS), "2026-11-25 00:00"),
        ("2026-11-28 10:00", Term(12, HOURS), "2026-11-27 22:00"),
        ("2026-11-30 09:00", Term(1, WORKING_HOURS), "2026-11-27 17:00"),
        ("2026-11-28 00:00", Term(1, WORKING_HOURS), "2026-11-27 16:30"),
        ("2026-11-28 00:00", Term(1, MONTHS), "2026-10-28 00:00"),
    ],
)
def test_a_warning_falls_a_term_before_the_end(due: str, term: Term, expected: str) -> None:
    assert CALENDAR.before(at(due), term) == at(expected)


@pytest.mark.parametrize(
    ("due", "extension", "expected"),
    [
        ("WORKING_DAYS", Term(5, WORKING_DAYS), "2026-12-08 00:00"),
        ("WORKING_DAYS", Term(1, MONTHS), "2026-12-31 00:00"),
        ("WORKING_DAYS", Term(6, HOURS), "2026-12-01 06:00"),
        ("WORKING_DAYS", Term(1, WORKING_HOURS), "2026-12-01 09:30"),
    ],
)
def test_an_extension_runs_on_from_the_end(due: str, extension: Term, expected: str) -> None:
    calendar = Calendar(CALENDAR.days, {2026: YearStatus.OFFICIAL, 2027: YearStatus.OFFICIAL})
    start = at("2026-11-23 09:00")  # five working days end with 30 November
    left = Left(5, Measure(due))
    assert calendar.due_after(start, left).at == at("2026-12-01 00:00")
    assert calendar.due_after(start, left, [extension]).at == at(expected)


# properties

instants = st.integers(0, 126_230_400).map(lambda seconds: at("2024-01-01") + timedelta(seconds=seconds))
some_days = st.dates(date(2024, 1, 1), date(2028, 12, 31))
HOURS_OF_A_COUNTY = [
    ((time(9), time(12)), (time(13), time(18))),
    ((time(8), time(12)), (time(15), time(18, 30))),
    ((time(9), time(16)),),
]
calendars = st.builds(
    Calendar,
    later_hours=st.dictionaries(some_days, st.sampled_from(HOURS_OF_A_COUNTY), max_size=4),
    days=st.one_of(
        st.just(CALENDAR.days),
        st.dictionaries(some_days, st.builds(Day, st.sampled_from(DayKind)), max_size=60),
    ),
    years=st.dictionaries(st.integers(2024, 2028), st.sampled_from(YearStatus)),
)
terms = st.builds(
    Term, st.integers(1, 90), st.sampled_from([WORKING_DAYS, NATURAL_DAYS, MONTHS, HOURS, WORKING_HOURS])
)
day_terms = st.builds(Term, st.integers(1, 90), st.sampled_from([WORKING_DAYS, NATURAL_DAYS]))


@given(calendars, instants, terms)
def test_a_term_always_ends_after_it_starts(calendar: Calendar, start: datetime, term: Term) -> None:
    assert calendar.add(start, term) > start


@given(calendars, instants, st.sampled_from([WORKING_DAYS, NATURAL_DAYS, MONTHS]), st.integers(1, 60))
def test_a_term_in_days_ends_at_midnight_of_a_working_day(calendar, start, unit, value) -> None:
    due = calendar.due(start, Term(value, unit))
    assert due.at.timetz().replace(tzinfo=None) == time.min
    assert calendar.is_working_day(due.last_day)


@given(calendars, instants, st.integers(1, 60))
def test_between_start_and_end_lie_exactly_so_many_working_days(calendar, start, count) -> None:
    last = calendar.due(start, Term(count, WORKING_DAYS)).last_day
    assert calendar.working_days_between(start.date(), last) == count
    walked = sum(
        calendar.is_working_day(start.date() + ONE_DAY * n) for n in range(1, (last - start.date()).days + 1)
    )
    assert walked == count


@given(calendars, some_days, some_days)
def test_counting_by_weeks_agrees_with_counting_by_days(calendar, one, other) -> None:
    first, last = sorted((one, other))
    by_days = sum(calendar.is_working_day(first + ONE_DAY * n) for n in range(1, (last - first).days + 1))
    assert calendar.working_days_between(first, last) == by_days
    assert calendar.working_days_between(last, first) == -by_days


@given(calendars, instants, terms, st.integers(0, 40))
def test_a_longer_term_never_ends_earlier_and_a_later_start_neither(calendar, start, term, more) -> None:
    assert calendar.add(start, Term(term.value + more, term.unit)) >= calendar.add(start, term)
    assert calendar.add(start + timedelta(hours=more), term) >= calendar.add(start, term)


@given(calendars, instants, st.integers(1, 60))
def test_natural_days_roll_over_to_the_first_working_day_and_no_further(calendar, start, count) -> None:
    last = calendar.due(start, Term(count, NATURAL_DAYS)).last_day
    nominal = start.date() + ONE_DAY * count
    assert last >= nominal
    skipped = [nominal + ONE_DAY * n for n in range((last - nominal).days)]
    assert not any(calendar.is_working_day(day) for day in skipped)


@given(some_days, st.integers(0, 40))
def test_months_keep_the_number_of_the_day_or_take_the_last(day: date, months: int) -> None:
    result = add_months(day, months)
    assert (result.year * 12 + result.month) - (day.year * 12 + day.month) == months
    assert result.day == day.day or (result.day < day.day and (result + ONE_DAY).day == 1)


@given(calendars, instants, st.integers(0, 400))
def test_working_seconds_added_are_the_seconds_between(calendar, start, quarters) -> None:
    seconds = quarters * 900
    end = calendar.add_working_seconds(start, seconds)
    assert calendar.working_seconds_between(start, end) == seconds
    assert calendar.subtract_working_seconds(end, seconds) >= start or seconds == 0


@given(calendars, instants, terms, st.data())
def test_a_pause_that_lasts_no_time_changes_nothing(calendar, start, term, data) -> None:
    due_at = calendar.add(start, term)
    span = int((due_at - start).total_seconds())
    now = start + timedelta(seconds=data.draw(st.integers(0, span - 1)))
    left = calendar.left(now, due_at, term.left.measure)
    resumed = calendar.due_after(now, left).at
    if left.amount == 0 and left.measure == Measure.WORKING_SECONDS:
        assert resumed >= now
    else:
        assert resumed == due_at


@given(calendars, instants, day_terms, st.data())
def test_a_pause_gives_back_every_day_that_was_not_used(calendar, start, term, data) -> None:
    due_at = calendar.add(start, term)
    span = int((due_at - start).total_seconds())
    paused = start + timedelta(seconds=data.draw(st.integers(0, span - 1)))
    resumed = paused + timedelta(days=data.draw(st.integers(0, 200)))
    left = calendar.left(paused, due_at, term.left.measure)
    again = calendar.due_after(resumed, left).at
    assert again >= due_at
    if term.unit == WORKING_DAYS and left.amount:
        used = calendar.working_days_between(start.date(), paused.date())
        run = calendar.working_days_between(resumed.date(), last_day(again))
        assert used + run == term.value


@given(calendars, instants, terms, terms)
def test_an_extension_always_lengthens(calendar, start, term, extension) -> None:
    plain = calendar.due_after(start, term.left)
    longer = calendar.due_after(start, term.left, [extension])
    assert longer.at >= plain.at
    assert longer.at.microsecond == 0
    if extension.unit != NATURAL_DAYS or term.unit != NATURAL_DAYS:
        assert longer.at > plain.at or term.unit == MONTHS
    assert longer.is_estimated >= plain.is_estimated or extension.unit == term.unit


@given(
    calendars, instants, terms, st.builds(Term, st.integers(1, 10), st.sampled_from([WORKING_DAYS, HOURS]))
)
def test_a_warning_always_falls_before_the_end(calendar, start, term, warn) -> None:
    due_at = calendar.add(start, term)
    assert calendar.before(due_at, warn) < due_at


@given(calendars, instants, st.integers(1, 30))
def test_a_result_is_marked_exactly_when_a_year_it_counted_is_not_official(calendar, start, count) -> None:
    due = calendar.due(start, Term(count, WORKING_DAYS))
    counted = {start.date() + ONE_DAY * n for n in range(1, (due.last_day - start.date()).days + 1)}
    assert due.is_estimated == any(calendar.years.get(day.year) != YearStatus.OFFICIAL for day in counted)
    assert set(due.unmaintained) == {day.year for day in counted} - set(calendar.years)


@given(some_days)
def test_midnight_belongs_to_the_day_that_ends_with_it(day: date) -> None:
    assert last_day(end_of(day)) == day
    assert last_day(end_of(day) - timedelta(seconds=1)) == day
