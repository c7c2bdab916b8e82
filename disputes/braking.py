"""When the mass brake is pulled: by the county's own rule, a share of its open cases."""

import datetime as dt
from typing import Final

from django.db.models import F, Q, QuerySet

from core.deadlines.choices import State as DeadlineState
from disputes import seed
from disputes.choices import LADDER, Promise, State
from disputes.models import BrakeRule, Case, CaseDeadline, SweepBrake

ESCALATING: Final = (Promise.ACCEPT, Promise.RECEIVE, Promise.SETTLE_LEVEL)
# A technical pause and no fact of the trade: how soon a sweep that stands still looks whether it was released.
WAIT: Final = dt.timedelta(minutes=10)


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
    return due, count_open()


def count_open() -> int:
    """How many cases are open in the county."""
    return Case.objects.exclude(state__in=(State.CLOSED, State.MERGED)).count()


def rule_on(day: dt.date) -> BrakeRule:
    """The county's rule in force on a day; the product's own in a county that has none yet."""
    in_force = Q(valid_from__lte=day) & (Q(valid_to=None) | Q(valid_to__gt=day))
    found: BrakeRule | None = BrakeRule.objects.filter(in_force).first()
    return found or seeded_rule()


def seeded_rule(on: dt.date | None = None) -> BrakeRule:
    """What a county starts with, not saved; in force from a day, or from the seed's own."""
    (row,) = seed.brake_rules()
    (title,) = (source.title for source in seed.sources() if source.code == row.source)
    return BrakeRule(
        fewest=row.fewest,
        share=row.share,
        released_hours=row.released_hours,
        valid_from=on or row.valid_from,
        source=title,
    )


def last_rule() -> BrakeRule:
    """The rule that no other one follows, in force or to come: what a change begins from."""
    found: BrakeRule | None = BrakeRule.objects.filter(valid_to=None).first()
    return found or seeded_rule()


def rules_listed(today: dt.date) -> tuple[BrakeRule, list[BrakeRule]]:
    """The rule in force, and all of them, the latest first. One query."""
    rules = list(BrakeRule.objects.order_by("-valid_from"))
    for rule in rules:
        if rule.is_in_force(today):
            return rule, rules
    standing = seeded_rule()
    return standing, [*rules, standing]


def is_released(*, at: dt.datetime) -> bool:
    """Whether somebody let the sweep go on, and the time for which they did isn't over."""
    return SweepBrake.objects.filter(released_until__gt=at).exists()


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
