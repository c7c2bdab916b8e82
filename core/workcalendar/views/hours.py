"""Office hours: first what moves, then the act."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from core.permissions.gate import open_to
from core.permissions.verdict import Refused, require
from core.workcalendar import policies
from core.workcalendar.access import office_hours_for
from core.workcalendar.actions.remove_office_hours import remove_office_hours
from core.workcalendar.actions.set_office_hours import set_office_hours
from core.workcalendar.forms import OfficeHoursForm
from core.workcalendar.hours import hours_text
from core.workcalendar.rules import day_of
from core.workcalendar.selectors import county_calendar, office_hours
from core.workcalendar.views.calendar import page_context
from core.workcalendar.views.changes import CONFIRMED, preview


@open_to(policies.MANAGE)
@require_POST
def set_hours(request: Any) -> HttpResponse:
    """Other hours from a day on."""
    form, now = OfficeHoursForm(request.POST), timezone.now()
    if form.is_valid():
        from_on, hours = form.cleaned_data["from_on"], form.cleaned_data["hours"]
        try:
            if CONFIRMED in request.POST:
                set_office_hours(from_on=from_on, hours=hours, actor=request.actor, at=now)
                messages.success(
                    request,
                    _("本县办公时间自 {day} 起为 {hours}").format(day=from_on, hours=hours_text(hours)),
                )
                return redirect("calendar")
            require(policies.may_change_day(request.actor, from_on, today=day_of(now)))
        except Refused as refused:
            form.add_error(None, str(refused))
        else:
            calendar = county_calendar(hours=office_hours() | {from_on: hours})
            title = _("自 {day} 起办公时间改为 {hours}").format(day=from_on, hours=hours_text(hours))
            return preview(request, calendar, title=title, form=form, year=from_on.year)
    return render(request, "workcalendar/calendar.html", page_context(request, hours_form=form), status=422)


@open_to(policies.MANAGE)
@require_POST
def remove_hours(request: Any, pk: UUID) -> HttpResponse:
    """Take back hours that have not begun."""
    row, now = office_hours_for(request.actor, pk), timezone.now()
    if CONFIRMED in request.POST:
        remove_office_hours(row=row, actor=request.actor, at=now)
        messages.success(request, _("已撤销自 {day} 起的办公时间").format(day=row.from_on))
        return redirect("calendar")
    require(policies.may_change_day(request.actor, row.from_on, today=day_of(now)))
    rest = {day: hours for day, hours in office_hours().items() if day != row.from_on}
    title = _("撤销自 {day} 起的办公时间").format(day=row.from_on)
    return preview(request, county_calendar(hours=rest), title=title, year=row.from_on.year)
