"""The promises of an invented case: made, settled, stopped and lengthened in memory, by the county's own rules."""

import datetime as dt
import random
from dataclasses import dataclass, field
from types import SimpleNamespace
from typing import Final
from uuid import UUID

from core.deadlines.choices import State as DeadlineState
from core.deadlines.rules import Counter, Rule
from core.tenancy.ids import uuid7_at
from core.workcalendar.choices import Measure
from core.workcalendar.rules import SHANGHAI, Calendar, Term
from disputes.choices import Promise
from disputes.demo_people import Bench
from disputes.models import Case
from disputes.moves import Move
from disputes.terms import Terms

STOPPED: Final = (Promise.FIRST_CONTACT, Promise.SETTLE_LEVEL, Promise.SETTLE_STATUTORY)
RUNNING: Final = (DeadlineState.OPEN, DeadlineState.PAUSED)


class Row(SimpleNamespace):
    """A row to be, by the names of its columns; what isn't named has the field's default. A model's own instance takes
    ten times as long to make, and there are hundreds of thousands."""


@dataclass(slots=True)
class World:
    """What all walks share."""

    calendar: Calendar
    terms: Terms
    bench: Bench
    now: dt.datetime
    county: str
    counter: Counter = field(init=False)

    def __post_init__(self) -> None:
        self.counter = Counter(self.calendar)


class Promised:
    """A case with what is promised on it."""

    def __init__(self, world: World, case: Case, dice: random.Random) -> None:
        self.world, self.case, self.dice = world, case, dice
        self.deadlines: list[Row] = []

    def new_id(self, at: dt.datetime) -> UUID:
        return uuid7_at(at, self.dice)

    def move_promises(self, move: Move, at: dt.datetime, opens: list[Row], without: set[str]) -> None:
        for row in self.deadlines:
            if row.state in RUNNING:
                if row.kind in move.settles:
                    decide(row, DeadlineState.MET, at, move.verb)
                elif row.kind in move.cancels:
                    decide(row, DeadlineState.CANCELLED, at, move.verb)
        given = {row.kind for row in opens} | without
        self.deadlines += opens
        for kind in move.opens:
            if kind in given:
                continue
            first = self.case.first_accepted_at
            if kind == Promise.SETTLE_STATUTORY and first not in (None, at) and self.running(kind):
                continue
            self.promise(kind, at)

    def running(self, kind: str) -> list[Row]:
        return [row for row in self.deadlines if row.kind == kind and row.state in RUNNING]

    def promise(
        self, kind: str, at: dt.datetime, rule: Rule | None = None, about: UUID | None = None
    ) -> None:
        """A promise by the county's rule, where it has one."""
        rule = rule or self.world.terms.find(kind, self.case.level, self.case.kind_code)
        if rule is None:
            return
        counted = self.world.counter.promise(at, rule.term.left, warn=rule.warn)
        row = self._row(kind, at, counted.due_at, counted.warn_at, about)
        row.is_estimated, row.rule_version = counted.is_estimated, rule.version
        row.calendar_version = self.world.calendar.version
        row.term_value, row.term_unit = rule.term.value, rule.term.unit
        row.left, row.warn = rule.term.left, rule.warn
        self.deadlines.append(row)

    def fixed(
        self,
        kind: str,
        at: dt.datetime,
        due_at: dt.datetime,
        *,
        warn: Term | None = None,
        about: UUID | None = None,
    ) -> Row:
        """A promise for an instant of its own (an instalment, the end of a pause); not yet among the rows."""
        row = self._row(kind, at, due_at, self.world.counter.warn_at(at, due_at, warn), about)
        row.warn = warn
        return row

    def _row(
        self, kind: str, at: dt.datetime, due_at: dt.datetime, warn_at: dt.datetime | None, about: UUID | None
    ) -> Row:
        return Row(
            id=self.new_id(at),
            case_id=self.case.pk,
            kind=str(kind),
            state=DeadlineState.OPEN,
            outcome="",
            level=self.case.level,
            about=about,
            started_at=at,
            counted_from=at,
            due_at=due_at,
            warn_at=warn_at,
            warned_at=None,
            warn=None,
            left=None,
            extensions=[],
            extended=0,
            next_check_at=warn_at or due_at,
        )

    # ── stopping the clock

    def pause(self, at: dt.datetime) -> None:
        for row in self.deadlines:
            if row.state == DeadlineState.OPEN and row.kind in STOPPED and row.due_at > at:
                measure = row.left.measure if row.left else Measure.SECONDS
                row.left, row.extensions = self.world.calendar.left(at, row.due_at, measure), []
                row.state, row.paused_at, row.next_check_at = DeadlineState.PAUSED, at, None

    def resume(self, at: dt.datetime) -> None:
        for row in self.deadlines:
            if row.state == DeadlineState.PAUSED:
                counted = self.world.counter.promise(at, row.left, warn=row.warn)
                row.state, row.paused_at, row.counted_from = DeadlineState.OPEN, None, at
                row.due_at, row.warn_at, row.is_estimated = (
                    counted.due_at,
                    counted.warn_at,
                    counted.is_estimated,
                )
                row.warned_at = row.warned_at if counted.warn_at is None else None
                row.next_check_at = counted.warn_at or counted.due_at

    def extend(self, kind: str, by: Term) -> None:
        for row in self.running(kind):
            if row.left is None:
                continue
            row.extensions = [*row.extensions, [by.value, str(by.unit)]]
            row.extended += 1
            counted = self.world.counter.promise(row.counted_from, row.left, [by], warn=row.warn)
            row.due_at, row.warn_at, row.is_estimated = counted.due_at, counted.warn_at, counted.is_estimated
            row.next_check_at = counted.warn_at or counted.due_at

    def settle(self, kind: str, at: dt.datetime, outcome: str, about: UUID | None = None) -> None:
        for row in self.running(kind):
            if about is None or row.about == about:
                decide(row, DeadlineState.MET, at, outcome)

    def next_due(self) -> dt.datetime | None:
        """The earliest of its running promises."""
        return min((row.due_at for row in self.deadlines if row.state == DeadlineState.OPEN), default=None)


def decide(row: Row, state: str, at: dt.datetime, outcome: str) -> None:
    row.state, row.outcome, row.decided_at, row.next_check_at = state, str(outcome), at, None


def day(at: dt.datetime) -> dt.date:
    """The day on the county's clock."""
    return at.astimezone(SHANGHAI).date()
