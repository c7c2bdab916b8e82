"""Office hours: what would move by other ones, asked as every change of the calendar."""

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_POST

from core.permissions.answers import attempt
from core.permissions.gate import open_to
from core.workcalendar import policies
from core.workcalendar.access import office_hours_for
from core.workcalendar.choices import ChangeKind
from core.workcalendar.forms import OfficeHoursForm
from core.workcalendar.views.calendar import page_context
from core.workcalendar.views.changes import ask_for


@open_to(policies.MANAGE)
@require_POST
def set_hours(request: Any) -> HttpResponse:
    """Other hours from a day on."""
    form = OfficeHoursForm(request.POST)
    asked = attempt(
        form,
        lambda given: ask_for(request, ChangeKind.SET_HOURS, date=given["from_on"], hours=given["hours"]),
    )
    if asked is not None:
        return asked.result
    return render(request, "workcalendar/calendar.html", page_context(request, hours_form=form), status=422)


@open_to(policies.MANAGE)
@require_POST
def remove_hours(request: Any, pk: UUID) -> HttpResponse:
    """Without hours that have not begun."""
    row = office_hours_for(request.actor, pk)
    return ask_for(request, ChangeKind.REMOVE_HOURS, date=row.from_on, hours=row.openings)
