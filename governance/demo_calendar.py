"""A change of the calendar that waits for its yes in a demo county: somebody asked what a Sunday on duty would move."""

import datetime as dt
from collections.abc import Callable

from django.utils import timezone

from accounts.choices import Role
from accounts.models import Staff
from accounts.selectors import actor_for
from core.workcalendar.actions.ask_change import ask_change
from core.workcalendar.actions.count_change import count_change
from core.workcalendar.choices import ChangeKind, DayKind
from core.workcalendar.rules import day_of

WEEKS_AHEAD = 3
SUNDAY = 6


def load(*, code: int, seed: int, say: Callable[[str], None]) -> None:
    """Ask as the county's system administrator, and count at once: no worker runs yet."""
    now = timezone.now()
    today = day_of(now)
    keepers = Staff.objects.filter(posts__role=Role.SYSTEM_ADMINISTRATOR).select_related("user")
    keeper = keepers.order_by("user__username").first()
    actor = actor_for(keeper.user, tenant=code, on=today) if keeper is not None and keeper.user else None
    if actor is None:
        return
    change = ask_change(
        kind=ChangeKind.ADD_DAY,
        date=today + dt.timedelta(days=SUNDAY - today.weekday(), weeks=WEEKS_AHEAD),
        day_kind=DayKind.WORK,
        name="集中排查",
        actor=actor,
        at=now,
    )
    count_change(change_id=change.pk, at=now)
    say("  one change of the calendar that waits for a yes")
