"""Office hours are the county's own, from a day on; what is promised in working hours follows them."""

from datetime import date, time, timedelta
from typing import Any

import pytest
from django.http import Http404

from core.audit.models import Record
from core.deadlines.actions.pause_deadlines import pause_deadlines
from core.permissions.verdict import Refused
from core.tenancy.context import in_tenant
from core.workcalendar.access import office_hours_for
from core.workcalendar.actions.remove_office_hours import remove_office_hours
from core.workcalendar.actions.set_office_hours import HoursTaken, set_office_hours
from core.workcalendar.forms import OfficeHoursForm
from core.workcalendar.hours import OFFICE_HOURS, OfficeHours, hours_text
from core.workcalendar.models import OfficeHoursFrom
from core.workcalendar.rules import WORKING_DAYS, WORKING_HOURS, Calendar, Term
from core.workcalendar.selectors import county_calendar
from tests.cast import KANGBAO, ZHANGBEI
from tests.probe.models import ProbeDeadline
from tests.workcalendar.people import NOW, due, officer
from tests.workcalendar.people import promise_hours as promise
from tests.workcalendar.test_rules import at

TUESDAY, WEDNESDAY = date(2026, 11, 24), date(2026, 11, 25)
WINTER: OfficeHours = ((time(9), time(12)), (time(13), time(17)))


def set_hours(from_on: date = TUESDAY, hours: OfficeHours = WINTER, **more: Any) -> OfficeHoursFrom:
    return set_office_hours(from_on=from_on, hours=hours, **{"actor": officer(), "at": NOW, **more}).row


class TestTheArithmetic:
    CALENDAR = Calendar(later_hours={WEDNESDAY: WINTER, date(2026, 11, 30): OFFICE_HOURS})

    @pytest.mark.parametrize(
        ("day", "hours"),
        [
            (TUESDAY, OFFICE_HOURS),
            (WEDNESDAY, WINTER),
            (date(2026, 11, 29), WINTER),
            (date(2026, 12, 1), OFFICE_HOURS),
        ],
        ids=str,
    )
    def test_each_day_has_the_hours_of_its_stretch(self, day: date, hours: OfficeHours) -> None:
        assert self.CALENDAR.hours_on(day) == hours

    @pytest.mark.parametrize(
        ("start", "hours", "end"),
        [
            ("2026-11-24 16:30", 1, "2026-11-24 17:30"),
            ("2026-11-24 16:30", 2, "2026-11-25 10:00"),
            ("2026-11-25 12:30", 1, "2026-11-25 14:00"),
            ("2026-11-24 08:30", 7 + 7 * 3 + 7, "2026-11-30 17:30"),
            ("2026-11-27 16:30", 1, "2026-11-30 09:00"),
        ],
    )
    def test_working_hours_are_counted_by_the_hours_of_each_day(
        self, start: str, hours: int, end: str
    ) -> None:
        assert self.CALENDAR.add(at(start), Term(hours, WORKING_HOURS)) == at(end)
        assert self.CALENDAR.working_seconds_between(at(start), at(end)) == hours * 3600

    def test_terms_in_days_do_not_care(self) -> None:
        term = Term(5, WORKING_DAYS)
        assert self.CALENDAR.add(NOW, term) == Calendar().add(NOW, term)

    def test_without_hours_of_its_own_a_calendar_keeps_the_version_it_had(self) -> None:
        assert Calendar().version == "537b93573d8d", "else every promise would be counted again by an upgrade"
        assert self.CALENDAR.version not in (
            Calendar().version,
            Calendar(later_hours={TUESDAY: WINTER}).version,
        )

    def test_later_hours_that_overlap_are_refused(self) -> None:
        with pytest.raises(ValueError, match="office"):
            Calendar(later_hours={WEDNESDAY: ((time(9), time(12)), (time(11), time(17)))})

    def test_they_are_written_as_on_a_door(self) -> None:
        assert hours_text(OFFICE_HOURS) == "8:30–12:00、14:00–17:30"


@pytest.mark.usefixtures("years")
class TestTheAct:
    def test_what_is_promised_in_working_hours_is_counted_again_and_both_are_recorded(
        self, county: int
    ) -> None:
        row = promise(10)  # Monday 9:00: six and a half hours today, three and a half tomorrow
        assert due(row) == "2026-11-24 12:00"
        set_hours()
        assert due(row) == "2026-11-24 13:30"
        record = Record.objects.get(code="workcalendar.office_hours_set")
        assert (record.before["hours"], record.after["hours"]) == (
            "8:30–12:00、14:00–17:30",
            "9:00–12:00、13:00–17:00",
        )
        assert record.after["moved"] == 1
        assert Record.objects.get(code="deadlines.moved").after == {"due_at": "2026-11-24 13:30"}

    def test_taken_back_before_they_begin_everything_is_as_it_was(self, county: int) -> None:
        row, hours = promise(10), set_hours()
        assert remove_office_hours(row=hours, actor=officer(), at=NOW) == 1
        assert due(row) == "2026-11-24 12:00"
        assert county_calendar().version == ProbeDeadline.objects.get().calendar_version

    def test_a_day_that_is_over_keeps_its_hours(self, county: int) -> None:
        hours = set_hours()
        with pytest.raises(Refused, match="已经过去"):
            set_hours(date(2026, 11, 22))
        with pytest.raises(Refused, match="已经过去"):
            remove_office_hours(row=hours, actor=officer(), at=NOW + timedelta(days=2))

    def test_the_stretch_before_is_counted_by_the_hours_it_had(self, county: int) -> None:
        row = promise(21)  # three whole days by the old hours
        assert due(row) == "2026-11-26 09:00"
        set_hours(WEDNESDAY)
        assert due(row) == "2026-11-26 09:30", "Monday and Tuesday stay as long as they were"

    def test_a_paused_promise_is_counted_when_it_resumes(self, county: int) -> None:
        promise(10)
        pause_deadlines(ProbeDeadline.objects.all(), at=NOW)
        set_hours()
        assert not Record.objects.filter(code="deadlines.moved").exists()

    def test_two_settings_do_not_begin_on_one_day_and_one_says_something_new(self, county: int) -> None:
        set_hours()
        with pytest.raises(HoursTaken, match="已有安排"):
            set_hours(hours=OFFICE_HOURS)
        with pytest.raises(HoursTaken, match="相同"):
            set_hours(WEDNESDAY)
        set_hours(WEDNESDAY, OFFICE_HOURS)
        assert county_calendar().hours_on(WEDNESDAY) == OFFICE_HOURS

    def test_only_who_keeps_the_calendar_may(self, county: int) -> None:
        with pytest.raises(Refused, match="日历管理人员"):
            set_hours(actor=officer(KANGBAO, "grids.view"))


@pytest.mark.parametrize(
    ("given", "trouble"),
    [
        ({"closes": "08:00"}, "不能重叠或倒置"),
        ({"opens_again": "11:00"}, "不能重叠或倒置"),
        ({"closes_again": ""}, "要么都填"),
        ({"opens": ""}, "请填写时间"),
        ({"opens": "8点"}, "时间应写成"),
        ({"from_on": ""}, "请填写日期"),
    ],
    ids=str,
)
def test_the_form_says_what_is_wrong(given: dict[str, str], trouble: str) -> None:
    form = OfficeHoursForm(HOURS_TYPED | given)
    assert not form.is_valid()
    assert trouble in str(form.errors)


def test_one_stretch_is_enough() -> None:
    form = OfficeHoursForm(HOURS_TYPED | {"closes": "16:00", "opens_again": "", "closes_again": ""})
    assert form.is_valid()
    assert form.cleaned_data["hours"] == ((time(9), time(16)),)


HOURS_TYPED = {
    "from_on": "2099-01-05",
    "opens": "09:00",
    "closes": "12:00",
    "opens_again": "13:00",
    "closes_again": "17:00",
}


@pytest.mark.usefixtures("years")
def test_the_neighbour_keeps_their_own_hours(counties: None) -> None:
    with in_tenant(ZHANGBEI):
        theirs = promise(10)
    with in_tenant(KANGBAO):
        ours = set_hours()
    with in_tenant(ZHANGBEI):
        assert due(theirs) == "2026-11-24 12:00"
        assert county_calendar().hours_on(TUESDAY) == OFFICE_HOURS
        assert ProbeDeadline.objects.get().calendar_version == county_calendar().version
        with pytest.raises(Http404):
            office_hours_for(officer(ZHANGBEI), ours.pk)
