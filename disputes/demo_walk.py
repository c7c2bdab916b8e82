"""One invented case on its way through the table of steps: the same moves, promises and sweeps as a real one, in memory.

`step` does what stepping.take_step does with rows, `pass_time` what the minute's sweep does with what comes due. So a
demo case cannot stand where a real one could not.
"""

import datetime as dt
import random
from collections.abc import Iterable
from typing import Any, Final
from uuid import UUID

from core.deadlines.choices import State as DeadlineState
from disputes.braking import ESCALATING
from disputes.choices import LADDER, PARTIES, Card, HandlerRole, Level, Outcome, Promise, State, Verb
from disputes.demo_people import Worker
from disputes.demo_promises import Promised, Row, World, day, decide
from disputes.models import Case, Committee, Party
from disputes.rules.levels import level_above, seat_of
from disputes.workflow import UNDECIDED, move_for, move_named

MISSED: Final = "MISSED"  # as sweeps.py leaves what is still owed: told again each week
REMINDED_AFTER: Final = dt.timedelta(days=7)
_BY_ITSELF: Final = {Promise.PERFORMANCE: "REOPENED", Promise.RESUBMIT: MISSED, Promise.RESUME: "RESUMED"}
SYSTEM: Final = "系统"


class Walk(Promised):
    """Rows of one case. Nothing is written before the end."""

    def __init__(self, world: World, case: Case, parties: list[Party], dice: random.Random) -> None:
        super().__init__(world, case, dice)
        self.parties = parties
        self.steps: list[Row] = []
        self.handlers: list[Row] = []
        self.handoffs: list[Row] = []
        self.inquiries: list[Row] = []
        self.sittings: list[Row] = []
        self.agreements: list[Row] = []
        self.obligations: list[Row] = []
        self.confirmations: list[Row] = []
        self.follow_ups: list[Row] = []
        self.dossier: list[Row] = []
        self.transfers: list[Row] = []
        self.reports: list[Row] = []
        self.leader_cases: list[Row] = []
        self.group_reports: list[Row] = []
        self.lead: Worker | None = None
        self.first_committee: Committee | None = None
        self.at = case.registered_at

    # ── a step

    def step(
        self,
        verb: Verb,
        at: dt.datetime,
        worker: Worker | None,
        *,
        note: str = "",
        facts: dict[str, Any] | None = None,
        level: str | None = None,
        opens: Iterable[Row] = (),
        without: Iterable[str] = (),
        **changes: Any,
    ) -> Row:
        """Take it. What came due before has to be swept already (`pass_time`).

        Raises:
            ValueError: the table has no such step from here.
        """
        case = self.case
        found = move_for(case.state, verb, was_accepted=case.was_accepted)
        move = move_named(verb) if verb == Verb.REGISTER else found
        if move is None:
            raise ValueError(f"{verb} from {case.state}")
        before = case.state
        target = move.target or (case.resume_state if move.is_return else case.state)
        case.revision += 1
        if move.is_return:
            case.resume_state = ""
        elif target in (State.PAUSED, State.MERGED) and target != before:
            case.resume_state = before
        case.state = target
        if move.outcome is not None:
            case.outcome = move.outcome
        if level is not None and level != case.level:
            case.level, case.level_since = level, at
        for name, value in changes.items():
            setattr(case, name, value)
        step = Row(
            id=case.pk if verb == Verb.REGISTER else self.new_id(at),
            case_id=case.pk,
            number=case.revision,
            verb=verb,
            from_state="" if verb == Verb.REGISTER else before,
            to_state=case.state,
            level=case.level,
            at=at,
            staff_id=worker.id if worker else None,
            staff_name=worker.name if worker else SYSTEM,
            post_title=worker.title if worker else "",
            note=note,
            facts=facts or {},
        )
        self.steps.append(step)
        self.at = at
        self.move_promises(move, at, list(opens), set(without))
        return step

    # ── time

    def pass_time(self, until: dt.datetime) -> bool:
        """Let come due what comes due up to an instant, or up to the first step that the sweep takes by it.

        Returns:
            Whether the sweep took a step; `at` stands there then, and not at `until`.
        """
        while (row := self._next_due(until)) is not None:
            if self._sweep(row):
                return True
        for row in self.deadlines:
            if row.state == DeadlineState.OPEN and row.warn_at and row.warn_at <= until and not row.warned_at:
                row.warned_at = row.warn_at
                if row.outcome != MISSED:
                    row.next_check_at = row.due_at
        self.at = max(self.at, until)
        return False

    def _next_due(self, until: dt.datetime) -> Row | None:
        due = [
            row
            for row in self.deadlines
            if row.state == DeadlineState.OPEN and row.due_at <= until and row.outcome != MISSED
        ]
        return min(due, key=lambda row: row.due_at, default=None)

    def _sweep(self, row: Row) -> bool:
        at = row.due_at + dt.timedelta(seconds=self.dice.randint(4, 55))
        row.warned_at = row.warned_at or row.warn_at
        case = self.case
        if row.kind in ESCALATING and row.level == case.level and case.state in UNDECIDED:
            if case.level in LADDER[:-1] and move_for(case.state, Verb.ESCALATE):
                decide(row, DeadlineState.ACTED, at, "ESCALATED")
                self.escalate(at)
                return True
            case.card = Card.RED
        elif row.kind == Promise.CONFIRMATION:
            decide(row, DeadlineState.ACTED, at, "LAPSED")
            return False
        elif row.kind in _BY_ITSELF:
            decide(row, DeadlineState.ACTED, at, _BY_ITSELF[row.kind])
            if row.kind == Promise.PERFORMANCE:
                self.default(at)
            elif row.kind == Promise.RESUBMIT:
                self.step(Verb.RESUBMIT, at, None, note="逾期未补正，转回待受理")
            else:
                self.resume(at)
                self.step(Verb.RESUME, at, None, note="中止期满，自动恢复")
            return True
        case.was_late = True
        row.outcome, row.next_check_at = MISSED, at + REMINDED_AFTER
        while row.next_check_at <= self.world.now:
            row.next_check_at += REMINDED_AFTER
        return False

    def escalate(self, at: dt.datetime) -> None:
        level = self.case.level
        to_level = level_above(level) or level
        reason = f"{Level(level).label}办理期限届满"
        self.hand(at, to_level, reason, None, is_automatic=True)
        self.step(
            Verb.ESCALATE, at, None, note=reason, level=to_level,
            mediator_id=None, committee_id=None, outcome=Outcome.NONE, was_late=True,
        )  # fmt: skip

    def default(self, at: dt.datetime) -> None:
        """Nothing came of an instalment: mediation is taken up again."""
        agreement = self.agreement
        late = [
            one
            for one in self.obligations
            if agreement
            and one.agreement_id == agreement.id
            and not one.performed_on
            and one.due_on < day(at)
        ]
        for one in late:
            one.defaulted_at = at
        self.step(
            Verb.DEFAULT, at, None, note="协议约定事项逾期未履行", facts={"defaulted": len(late)},
            outcome=Outcome.NONE, settled_at=None, was_late=True,
        )  # fmt: skip

    # ── who works on it

    def name_lead(self, worker: Worker, at: dt.datetime, *, is_chosen: bool = False) -> None:
        if self.lead is not None and self.lead.id == worker.id:
            return
        self.stay_as_joint(at)
        self.lead = worker
        self._handler(worker.id, HandlerRole.LEAD, at, is_chosen=is_chosen)
        if not any(one.role == HandlerRole.FOLLOWER for one in self.handlers):
            self._handler(worker.id, HandlerRole.FOLLOWER, at)

    def stay_as_joint(self, at: dt.datetime) -> None:
        for one in self.handlers:
            if one.role == HandlerRole.LEAD and one.to_at is None:
                one.to_at = at
                self.join(one.staff_id, at, level=one.level)
        self.lead = None

    def join(self, staff_id: UUID, at: dt.datetime, *, level: str = "") -> None:
        for one in self.handlers:
            if one.staff_id == staff_id and one.role == HandlerRole.JOINT and one.to_at is None:
                return
        self._handler(staff_id, HandlerRole.JOINT, at, level=level)

    def _handler(
        self, staff_id: UUID, role: str, at: dt.datetime, *, level: str = "", is_chosen: bool = False
    ) -> None:
        self.handlers.append(
            Row(
                id=self.new_id(at),
                case_id=self.case.pk,
                staff_id=staff_id,
                role=role,
                level=level or self.case.level,
                is_chosen=is_chosen,
                from_at=at,
                to_at=None,
            )
        )

    def hand(
        self,
        at: dt.datetime,
        to_level: str,
        reason: str,
        by: Worker | None,
        *,
        committee: Committee | None = None,
        is_automatic: bool = False,
    ) -> None:
        """The hand-over with its pack; whoever led stays beside."""
        pack = {
            "parties": [[party.side, party.name] for party in self.parties],
            "sittings": [{"on": str(day(one.begins_at)), "result": one.result} for one in self.sittings],
            "papers": [],
        }
        self.handoffs.append(
            Row(
                id=self.new_id(at),
                case_id=self.case.pk,
                from_level=self.case.level,
                to_level=to_level,
                to_committee_id=committee.pk if committee else None,
                is_automatic=is_automatic,
                reason=reason,
                pack={} if is_automatic else pack,
                at=at,
                by_id=by.id if by else None,
            )
        )
        self.stay_as_joint(at)

    # ── what is known

    @property
    def agreement(self) -> Row | None:
        return next((one for one in self.agreements if one.voided_at is None), None)

    @property
    def owed(self) -> list[Row]:
        agreement = self.agreement
        return [
            one
            for one in self.obligations
            if agreement
            and one.agreement_id == agreement.id
            and not one.performed_on
            and not one.defaulted_at
        ]

    @property
    def seat(self) -> str:
        return seat_of(self.case.path, self.case.level)

    def signers(self) -> list[Party]:
        return [party for party in self.parties if party.side in PARTIES]
