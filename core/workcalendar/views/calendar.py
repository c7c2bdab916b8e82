from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from core.forms.address import Address
from core.permissions.gate import open_to
from core.workcalendar import followers, policies
from core.workcalendar.choices import YearStatus
from core.workcalendar.forms import LocalDayForm, OfficeHoursForm
from core.workcalendar.hours import hours_text
from core.workcalendar.models import LocalDay, OfficeHoursFrom
from core.workcalendar.month_grid import months
from core.workcalendar.rules import day_of
from core.workcalendar.selectors import calendar_years, county_calendar, made_changes, open_changes
from core.workcalendar.years import FIRST_YEAR, LAST_YEAR

MADE_SHOWN = 5


@open_to(policies.MANAGE)
@require_GET
def page(request: Any) -> HttpResponse:
    """A year of the county's calendar."""
    return render(request, "workcalendar/calendar.html", page_context(request))


def page_context(
    request: Any,
    *,
    day_form: LocalDayForm | None = None,
    hours_form: OfficeHoursForm | None = None,
) -> dict[str, Any]:
    """What the page shows; a form that came back with errors takes the place of the empty one."""
    today = day_of(timezone.now())
    asked = Address(request.GET)
    year = _year(asked, today.year)
    calendar, years = county_calendar(), calendar_years()
    grid = months(calendar, year, today=today)
    return {
        "year": year,
        "years": years,
        "known": next((row for row in years if row.year == year), None),
        "is_official": calendar.years.get(year) == YearStatus.OFFICIAL,
        "months": grid,
        "working_days": sum(month.working_days for month in grid),
        "weekdays": "一二三四五六日",
        "local_days": [
            (day, policies.may_change_day(request.actor, day.date, today=today))
            for day in LocalDay.objects.filter(date__year=year)
        ],
        "hours_now": hours_text(calendar.hours_on(today)),
        "hours_rows": [
            (row, hours_text(row.openings), policies.may_change_day(request.actor, row.from_on, today=today))
            for row in OfficeHoursFrom.objects.order_by("-from_on")
        ],
        "hours_form": hours_form or OfficeHoursForm(),
        "changes": open_changes(),
        "made": made_changes()[:MADE_SHOWN],
        "behind": followers.behind(calendar),
        "day_form": day_form or LocalDayForm(),
        "troubles": asked.troubles,
    }


def _year(asked: Address, this: int) -> int:
    known = {str(year): year for year in range(FIRST_YEAR, LAST_YEAR + 1)}
    text = asked.text("year")
    if text and text not in known:
        asked.miss(_("没有 %(year)s 年的日历") % {"year": asked.said("year")}, _("已显示今年"))
    return known.get(text, this)
