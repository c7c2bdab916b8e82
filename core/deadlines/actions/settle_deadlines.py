"""Close promises: kept, or no longer owed."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db.models import QuerySet

from core.deadlines.choices import State


def settle_deadlines(deadlines: QuerySet[Any], *, at: datetime, outcome: str = "") -> int:
    """What was promised has been done. Those decided before stay as they are.

    Returns:
        How many were settled.
    """
    return _decide(deadlines, State.MET, at, outcome)


def cancel_deadlines(deadlines: QuerySet[Any], *, at: datetime, outcome: str = "") -> int:
    """What was promised is no longer owed. Those decided before stay as they are.

    Returns:
        How many were cancelled.
    """
    return _decide(deadlines, State.CANCELLED, at, outcome)


def _decide(deadlines: QuerySet[Any], state: State, at: datetime, outcome: str) -> int:
    undecided = deadlines.filter(state__in=[State.OPEN, State.PAUSED])
    return undecided.update(state=state, outcome=outcome, decided_at=at, next_check_at=None)
