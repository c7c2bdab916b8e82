"""Changes of the calendar: asked for, counted in the background, looked at, confirmed."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from core.permissions.answers import attempt
from core.permissions.gate import open_to
from core.permissions.verdict import Refused
from core.workcalendar import policies, tasks
from core.workcalendar.access import change_for, local_day_for
from core.workcalendar.actions.ask_change import ask_change
from core.workcalendar.actions.confirm_change import confirm_change
from core.workcalendar.actions.count_change import shifts_of
from core.workcalendar.actions.drop_change import drop_change
from core.workcalendar.choices import ChangeKind, ChangeState, Urgency
from core.workcalendar.foreseeing import Weight
from core.workcalendar.forms import LocalDayForm
from core.workcalendar.models import CalendarChange
from core.workcalendar.progress import progress_of
from core.workcalendar.rules import day_of
from core.workcalendar.selectors import county_calendar, is_outdated
from core.workcalendar.views.calendar import page_context


@open_to(policies.MANAGE)
@require_POST
def add_day(request: Any) -> HttpResponse:
    """A day of the county's own: what would move by it."""
    form = LocalDayForm(request.POST)
    asked = attempt(
        form,
        lambda given: ask_for(
            request, ChangeKind.ADD_DAY, date=given["date"], day_kind=given["kind"], name=given["name"]
        ),
    )
    if asked is not None:
        return asked.result
    return render(request, "workcalendar/calendar.html", page_context(request, day_form=form), status=422)


@open_to(policies.MANAGE)
@require_POST
def remove_day(request: Any, pk: UUID) -> HttpResponse:
    """Without a day of the county's own: what would move by it."""
    row = local_day_for(request.actor, pk)
    return ask_for(request, ChangeKind.REMOVE_DAY, date=row.date, day_kind=row.kind, name=row.name)


@open_to(policies.MANAGE)
@require_POST
def adopt(request: Any) -> HttpResponse:
    """The calendar in force: what would move by it."""
    return ask_for(request, ChangeKind.ADOPT)


@open_to(policies.MANAGE)
@require_GET
def change(request: Any, pk: UUID) -> HttpResponse:
    """One change: how far it is counted, what moves, the question whether to go on, what has moved."""
    one = change_for(request.actor, pk)
    outdated = is_outdated(one, county_calendar())
    shifts = shifts_of(one)
    context = {
        "change": one,
        "progress": progress_of(one),
        "outdated": outdated,
        "verdict": policies.may_confirm(
            request.actor, one, is_outdated=outdated, today=day_of(timezone.now())
        ),
        "urgencies": [
            (urgency.label, Weight.kept(one.by_urgency[urgency]))
            for urgency in Urgency
            if urgency in one.by_urgency
        ],
        "shifts": shifts,
        "shown": len(shifts),
    }
    return render(request, "workcalendar/change.html", context)


@open_to(policies.MANAGE)
@require_GET
def progress(request: Any, pk: UUID) -> HttpResponse:
    """The part of the page that is asked for again while something runs."""
    one = change_for(request.actor, pk)
    response = render(request, "workcalendar/progress.html", {"change": one, "progress": progress_of(one)})
    if not one.is_running:
        response["HX-Refresh"] = "true"
    return response


@open_to(policies.MANAGE)
@require_POST
def confirm(request: Any, pk: UUID) -> HttpResponse:
    """Have the change made as it was counted."""
    one = change_for(request.actor, pk)
    try:
        if confirm_change(change=one, actor=request.actor, at=timezone.now()):
            _later(tasks.make, request, one)
    except Refused as refused:
        messages.error(request, str(refused))
    return redirect("calendar_change", pk=one.pk)


@open_to(policies.MANAGE)
@require_POST
def recount(request: Any, pk: UUID) -> HttpResponse:
    """The same change once more, on the calendar of now."""
    old = change_for(request.actor, pk)
    given = {"date": old.date, "day_kind": old.day_kind, "name": old.name, "hours": old.hours}
    try:
        return ask_for(request, ChangeKind(old.kind), **given)
    except Refused as refused:
        messages.error(request, str(refused))
    return redirect("calendar_change", pk=old.pk)


@open_to(policies.MANAGE)
@require_POST
def drop(request: Any, pk: UUID) -> HttpResponse:
    one = change_for(request.actor, pk)
    try:
        drop_change(change=one, actor=request.actor, at=timezone.now())
    except Refused as refused:
        messages.error(request, str(refused))
        return redirect("calendar_change", pk=one.pk)
    messages.success(request, _("已放弃，日历和期限都没有改变。"))
    return redirect("calendar")


def ask_for(request: Any, kind: ChangeKind, **given: Any) -> HttpResponse:
    """Have a change counted; the page on which it is waited for."""
    one = ask_change(kind=kind, actor=request.actor, at=timezone.now(), **given)
    if one.state == ChangeState.COUNTING:
        _later(tasks.count, request, one)
    return redirect("calendar_change", pk=one.pk)


def _later(task: Any, request: Any, one: CalendarChange) -> None:
    tenant, change_id = request.actor.tenant, str(one.pk)
    transaction.on_commit(lambda: task.delay(tenant=tenant, change_id=change_id))
