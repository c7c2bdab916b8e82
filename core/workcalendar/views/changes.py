"""Changes of the calendar, each shown with the deadlines that it moves before it is made."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from core.permissions.gate import open_to
from core.permissions.verdict import require
from core.workcalendar import followers, policies
from core.workcalendar.access import local_day_for
from core.workcalendar.actions.add_local_day import add_local_day
from core.workcalendar.actions.adopt_calendar import adopt_calendar
from core.workcalendar.actions.remove_local_day import remove_local_day
from core.workcalendar.choices import DayKind
from core.workcalendar.forms import LocalDayForm
from core.workcalendar.rules import Calendar, Day, day_of
from core.workcalendar.selectors import county_calendar, local_days
from core.workcalendar.views.calendar import page_context

SHOWN = 200
CONFIRMED = "confirmed"


@open_to(policies.MANAGE)
@require_POST
def add_day(request: Any) -> HttpResponse:
    """Add a day of the county's own: first what moves, then the act."""
    form = LocalDayForm(request.POST)
    if not form.is_valid():
        return render(request, "workcalendar/calendar.html", page_context(request, day_form=form), status=422)
    day, kind, name = form.cleaned_data["date"], DayKind(form.cleaned_data["kind"]), form.cleaned_data["name"]
    now = timezone.now()
    if CONFIRMED in request.POST:
        add_local_day(date=day, kind=kind, name=name, actor=request.actor, at=now)
        messages.success(request, _("已将 {day} 设为本县{kind}日").format(day=day, kind=kind.label))
        return _back(day.year)
    require(policies.may_change_day(request.actor, day, today=day_of(now)))
    calendar = county_calendar(local=local_days() | {day: Day(kind, name, is_local=True)})
    title = _("将 {day} 设为本县{kind}日").format(day=day, kind=kind.label)
    return preview(request, calendar, title=title, form=form, year=day.year)


@open_to(policies.MANAGE)
@require_POST
def remove_day(request: Any, pk: UUID) -> HttpResponse:
    """Remove a day of the county's own: first what moves, then the act."""
    row = local_day_for(request.actor, pk)
    now = timezone.now()
    if CONFIRMED in request.POST:
        remove_local_day(day=row, actor=request.actor, at=now)
        messages.success(request, _("已撤销 {day} 的本县安排").format(day=row.date))
        return _back(row.date.year)
    require(policies.may_change_day(request.actor, row.date, today=day_of(now)))
    rest = {day: entry for day, entry in local_days().items() if day != row.date}
    title = _("撤销 {day} 的本县{kind}日").format(day=row.date, kind=row.get_kind_display())
    return preview(request, county_calendar(local=rest), title=title, year=row.date.year)


@open_to(policies.MANAGE)
@require_http_methods(["GET", "POST"])
def adopt(request: Any) -> HttpResponse:
    """Bring the county's deadlines up to the calendar in force: first what moves, then the act."""
    if request.method == "POST":
        moved = adopt_calendar(actor=request.actor, at=timezone.now())
        messages.success(request, _("已按现行日历更新 {moved} 件期限").format(moved=moved))
        return redirect("calendar")
    return preview(request, county_calendar(), title=_("按现行日历更新本县期限"))


def preview(request: Any, calendar: Calendar, *, title: str, **more: Any) -> HttpResponse:
    """Which promises a calendar would move, above the form that confirms it."""
    moving = followers.shifts(calendar)
    context = {
        "title": title,
        "action": request.path,
        "shifts": moving[:SHOWN],
        "total": len(moving),
        "shown": SHOWN,
        "overdue": sum(shift.after <= timezone.now() for shift in moving),
        **more,
    }
    return render(request, "workcalendar/preview.html", context)


def _back(year: int) -> HttpResponse:
    return redirect(f"{reverse('calendar')}?year={year}")
