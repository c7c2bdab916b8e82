"""值班表: who is on duty where, week by week; taken over from the week before, printed for the wall."""

import datetime as dt
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.dateparse import parse_date
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from core.forms.address import Address
from core.permissions.answers import attempt, page, sent
from core.permissions.gate import open_to
from core.permissions.verdict import Refused
from core.workcalendar.selectors import county_calendar
from disputes.access import room_for
from disputes.actions.set_shift import copy_week
from disputes.actions.set_shift import set_shift as do_set
from disputes.committees import WEEK, members_of, monday_of, rooms_seen_by, shifts_of, week_of
from disputes.forms.committees import ShiftForm
from disputes.policies import KEEP, may_keep_committee

AT_MOST = 400


@open_to("disputes.view")
@require_GET
def roster(request: Any) -> HttpResponse:
    """One week of every room of one's ground."""
    actor, today = request.actor, timezone.localdate()
    asked = Address(request.GET)
    monday = _monday(asked, today)
    rooms = list(rooms_seen_by(actor).order_by("committee__path", "name")[:AT_MOST])
    calendar = county_calendar()
    days = [monday + dt.timedelta(days=n) for n in range(WEEK)]
    week = dt.timedelta(days=WEEK)
    context = {
        "days": [(day, calendar.is_working_day(day), day == today) for day in days],
        "rows": [(row, may_keep_committee(actor, row.room.committee).ok) for row in week_of(rooms, monday)],
        "monday": monday,
        "sunday": days[-1],
        "before": monday - week,
        "after": monday + week,
        "is_now": monday == monday_of(today),
        "may_keep": actor.has(KEEP),
        "today": today,
        "now": timezone.now(),
        "troubles": asked.troubles,
    }
    return render(request, "disputes/roster.html", context)


@open_to("disputes.committees")
@require_http_methods(["GET", "POST"])
def set_shift(request: Any, pk: UUID, on: str) -> HttpResponse:
    """Who is on duty at a room on a day."""
    room, day = room_for(request.actor, pk), _day(on)
    if day is None:
        raise Http404
    people = members_of([room.committee_id], on=day)[room.committee_id]
    already = shifts_of([room.pk], day, day).get((room.pk, day), [])
    form = ShiftForm(sent(request), people=people, initial={"mediators": [one.pk for one in already]})
    done = attempt(
        form,
        lambda given: do_set(
            room=room,
            on=day,
            mediator_ids=[one.pk for one in given["mediators"]],
            actor=request.actor,
            at=timezone.now(),
        ),
    )
    back = f"{reverse('roster')}?week={monday_of(day)}"
    if done:
        messages.success(request, _("已保存%(day)s的值班。") % {"day": day})
        return redirect(back)
    return page(
        request,
        "form_page.html",
        form,
        heading=_("安排值班"),
        submit=_("保存"),
        back=back,
        intro=_("%(room)s，%(day)s") % {"room": room.name, "day": day},
    )


@open_to("disputes.committees")
@require_POST
def copy_roster(request: Any) -> HttpResponse:
    """Take the week before over into this one."""
    actor = request.actor
    asked = Address(request.POST)
    monday = _monday(asked, timezone.localdate())
    rooms = [room for room in rooms_seen_by(actor)[:AT_MOST] if may_keep_committee(actor, room.committee)]
    try:
        asked.require_understood()
        added = copy_week(rooms=rooms, monday=monday, actor=actor, at=timezone.now())
        messages.success(request, _("已沿用上周的 %(n)s 个班次。") % {"n": added})
    except Refused as refused:
        messages.error(request, str(refused))
    return redirect(f"{reverse('roster')}?week={monday}")


def _monday(asked: Address, today: dt.date) -> dt.date:
    """The Monday of the week that is asked for; of this week where it isn't said or makes no sense."""
    day = asked.day("week", _("已显示本周"))
    if day is not None and not 2000 <= day.year <= today.year + 2:
        asked.miss(_("%(day)s 不在值班表的范围内") % {"day": day}, _("已显示本周"))
        day = None
    return monday_of(day or today)


def _day(text: str) -> dt.date | None:
    """A day that exists, or None."""
    try:
        return parse_date(text)
    except ValueError:
        return None
