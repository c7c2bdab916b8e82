from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone

from core.permissions.gate import SIGNED_IN, open_to
from core.workcalendar.selectors import county_calendar
from governance.selectors import ground_of, news_for
from governance.waiting import waiting_for


@open_to(SIGNED_IN)
def desk(request: Any) -> HttpResponse:
    """What waits for this person, and where they stand today."""
    now = timezone.now()
    today = timezone.localdate(now)
    calendar = county_calendar()
    context = {
        "today": today,
        "is_working_day": calendar.is_working_day(today) if calendar.covers(today.year) else None,
        "ground": ground_of(request.actor),
        "waiting": waiting_for(request.actor, at=now),
        "news": news_for(request.actor.user_id),
    }
    return render(request, "governance/desk.html", context)
