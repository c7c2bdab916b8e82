from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone

from core.permissions.gate import SIGNED_IN, open_to
from core.workcalendar.selectors import county_calendar
from disputes.braking import standing_brake
from disputes.policies import SETTINGS
from governance.selectors import cases_in_hand, figures_of_year, ground_of, news_for
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
        "brake": standing_brake() if request.actor.has(SETTINGS) else None,
        "waiting": waiting_for(request.actor, at=now),
        "in_hand": cases_in_hand(request.actor, at=now),
        "figures": figures_of_year(request.actor, at=now),
        "may_report": request.actor.has("disputes.report"),
        "news": news_for(request.actor.user_id),
    }
    return render(request, "governance/desk.html", context)
