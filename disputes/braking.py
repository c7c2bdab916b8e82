"""When the mass brake is pulled: a share of the county's open cases that a county itself sets."""

import datetime as dt
from typing import Final

from django.db.models import F, Q, QuerySet

from core.deadlines.choices import State as DeadlineState
from disputes.choices import LADDER, Promise, State
from disputes.models import Case, CaseDeadline, SweepBrake

ESCALATING: Final = (Promise.ACCEPT, Promise.RECEIVE, Promise.SETTLE_LEVEL)
FEWEST: Final = 50  # a small county hands up a few cases at once without anybody being asked
SHARE: Final = 20  # percent of the open cases
WAIT: Final = dt.timedelta(minutes=10)
RELEASED_FOR: Final = dt.timedelta(hours=24)


def is_braked(*, at: dt.datetime) -> bool:
    """Whether handing up stands still now."""
    return SweepBrake.objects.filter(released_at=None).exists()


def counts_now(*, at: dt.datetime) -> tuple[int, int]:
    """How many promises that lead upwards are due, and how many cases are open in the county. At the top, where
    nothing leads further up, what is owed is told again from time to time and moves nothing."""
    due = CaseDeadline.objects.filter(
        state=DeadlineState.OPEN,
        next_check_at__lte=at,
        due_at__lte=at,
        kind__in=ESCALATING,
        level__in=LADDER[:-1],
    ).count()
    closed = Q(state__in=(State.CLOSED, State.MERGED))
    return due, Case.objects.exclude(closed).count()


def is_too_many(due: int, open_cases: int) -> bool:
    """Whether so many at once have to be asked for."""
    return due > FEWEST and due * 100 > open_cases * SHARE


def was_released(*, at: dt.datetime) -> bool:
    """Whether somebody let the sweep go on within the last day."""
    return SweepBrake.objects.filter(released_at__gt=at - RELEASED_FOR).exists()


def standing_brake() -> SweepBrake | None:
    """The brake that waits for somebody now."""
    found: SweepBrake | None = SweepBrake.objects.filter(released_at=None).first()
    return found


def past_brakes() -> QuerySet[SweepBrake]:
    """How it was decided before, the latest first."""
    return (
        SweepBrake.objects.exclude(released_at=None).select_related("released_by").order_by("-pulled_at")[:20]
    )


def would_go_up(*, at: dt.datetime) -> QuerySet[CaseDeadline]:
    """The promises that lead upwards and are over, the longest over first; each with its case."""
    due = CaseDeadline.objects.filter(
        state=DeadlineState.OPEN,
        due_at__lte=at,
        kind__in=ESCALATING,
        level__in=LADDER[:-1],
        level=F("case__level"),
    )
    return due.select_related("case__mediator").order_by("due_at", "id")
