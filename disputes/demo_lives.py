"""How an invented case goes: where it stands, what comes next by its fate, and when, until today or until it halts."""

import datetime as dt
from collections.abc import Callable
from typing import Final

from core.workcalendar.rules import end_of
from disputes.choices import Level, Outcome, Promise, Verb
from disputes.demo_endings import VISITED, Endings
from disputes.demo_promises import day

MANY: Final = 60  # steps after which a case is left as it stands
Plan = tuple[Callable[[dt.datetime], None], dt.datetime]


class Life(Endings):
    """Lives a fate: looks where the case stands, draws what comes next and when, lets time pass, takes the step."""

    def live(self) -> None:
        """Until nothing is left to do, until it halts, or until now."""
        walk, now = self.walk, self.world.now
        for _number in range(MANY):
            plan = None if self._halts() else self._next()
            act, at = plan or (None, now)
            if walk.pass_time(min(at, now)):
                continue  # the sweep took a step: it stands elsewhere now
            if act is None or at >= now:
                break
            act(at)

    def _halts(self) -> bool:
        state, level = self.fate.halt
        return bool(state) and self.walk.case.state == state and level in ("", self.walk.case.level)

    def _next(self) -> Plan | None:
        plan: Plan | None = getattr(self, f"_{self.walk.case.state.lower()}")()
        return plan

    # ── state by state

    def _registered(self) -> Plan | None:
        fate, case = self.fate, self.walk.case
        if fate.outcome == Outcome.SETTLED_ON_SPOT and case.registered_by_id:
            return self._settle_on_spot, self.soon()
        if fate.outcome == Outcome.BARRED:
            return self._bar, self.soon()
        if fate.is_returned and not case.returns:
            return self._return, self.after(0.1, 0.5)
        if fate.way_up == Verb.URGENT and not self.is_high_enough:
            return self._urgent, self.soon()
        if (
            fate.way_up == Verb.ESCALATE
            and not self.is_high_enough
            and "late" not in fate.done
            and self.dice.random() < 0.4
        ):
            fate.done.add("late")
            return self._accept, self.after(6, 9)  # the sweep comes first
        return self._accept, self.promptly()

    def _returned(self) -> Plan | None:
        return self._resubmit, self.after(0.4, 2)

    def _handed_up(self) -> Plan | None:
        fate, case = self.fate, self.walk.case
        if fate.is_handed_back and "back" not in fate.done and case.level == Level.TOWNSHIP:
            return self._hand_back, self.after(0.1, 0.4)
        return self._accept, self.promptly()

    def _accepted(self) -> Plan | None:
        fate = self.fate
        if fate.outcome == Outcome.WITHDRAWN and self.is_high_enough:
            return self._withdraw, self.after(0.5, 3)
        if fate.outcome == Outcome.REFUSED and self.is_high_enough:
            return self._refuse, self.after(0.5, 3)
        if fate.top == Level.TRADE and self.walk.case.level != Level.TRADE:
            return self._to_trade, self.after(0.3, 2)
        if not self.walk.case.contacted_at:
            if fate.skips_contact:
                return self._start, self.after(5, 7)
            return self._contact, self.after(0.05, 0.9)
        return self._start, self.after(0.1, 0.8)

    def _mediating(self) -> Plan | None:
        fate, walk = self.fate, self.walk
        held = sum(one.level == walk.case.level for one in walk.sittings)
        if fate.is_paused and held and "paused" not in fate.done:
            return self._pause, self.soon()
        if fate.is_extended and held and "extended" not in fate.done:
            return self._extend, self.soon()
        if held and "noted" not in fate.done and self.dice.random() < 0.05:
            return self._note, self.soon()
        if held and "assigned" not in fate.done and self.dice.random() < 0.03:
            return self._assign, self.soon()
        if fate.is_investigated and not walk.inquiries:
            return self._inquire, self.after(0.1, 0.9)
        if not held or (held < fate.sittings and self.is_high_enough):
            return self._sit, self.after(0.2, 1.4)
        if not self.is_high_enough:
            if fate.way_up == Verb.ESCALATE:
                return self._hand_up, self.after(20, 40)  # the sweep comes first
            return self._hand_up, self.after(0.2, 1.5)
        endings = {
            Outcome.FAILED: self._fail,
            Outcome.TERMINATED: self._terminate,
            Outcome.TRANSFERRED: self._transfer,
            Outcome.REFUSED: self._refuse,
            Outcome.WITHDRAWN: self._withdraw,
        }
        if fate.outcome in endings:
            return endings[Outcome(fate.outcome)], self.after(0.2, 2)
        last = next(
            one.verb for one in reversed(walk.steps) if one.verb in (Verb.SIT, Verb.AGREE, Verb.REOPEN)
        )
        if last != Verb.SIT or not walk.sittings[-1].is_agreed:
            return self._sit, self.after(0.2, 2)
        return self._agree, self.soon()

    def _paused(self) -> Plan | None:
        return self._resume, self.after(4, 11)

    def _performing(self) -> Plan | None:
        walk, fate = self.walk, self.fate
        owed = walk.owed
        if not owed:
            return self._finish, self.soon()
        if (
            walk.running(Promise.CONFIRMATION)
            and "confirmed" not in fate.done
            and owed[-1].due_on > day(walk.at) + dt.timedelta(days=24)
        ):
            before_due = end_of(owed[0].due_on) - dt.timedelta(hours=9)
            return self._confirm, max(min(self.after(1, 9), before_due), walk.at)
        due = end_of(owed[0].due_on)
        if fate.is_defaulted and "defaulted" not in fate.done:
            fate.done.add("defaulted")
            return self._perform, due + dt.timedelta(days=5)  # the sweep comes first
        early = due - dt.timedelta(days=self.dice.uniform(0.4, 2.5))
        return self._perform, max(early, walk.at + dt.timedelta(minutes=20))

    def _settled(self) -> Plan | None:
        walk = self.walk
        if self.fate.skips_closing and "unclosed" not in self.fate.done:
            self.fate.done.add("unclosed")
            return self._close, self.after(34, 60)
        if not walk.follow_ups and not self.fate.skips_visits and self.dice.random() < 0.2:
            return self._visit, self.after(6, 14)
        return self._close, self.after(1, 9)

    def _ended(self) -> Plan | None:
        if self.fate.outcome == Outcome.BARRED and any(one.reported_at is None for one in self.walk.reports):
            return self._report, self.walk.at + dt.timedelta(minutes=self.dice.randint(10, 100))
        return self._close, self.after(2, 16)

    def _transferred(self) -> Plan | None:
        if self.walk.transfers[-1].received_on is None:
            return self._receipt, self.after(0.8, 4)
        return self._close, self.after(1, 6)

    def _closed(self) -> Plan | None:
        walk, fate = self.walk, self.fate
        if fate.is_reopened and "reopened" not in fate.done and walk.follow_ups and walk.first_committee:
            return self._reopen, self.after(1, 4)
        promised = sorted(row.due_at for kind in VISITED for row in walk.running(kind))
        if not promised or (fate.skips_visits and walk.follow_ups):
            return None
        late = self.dice.uniform(3, 20) if fate.skips_visits else -self.dice.uniform(0.5, 5)
        return self._visit, max(promised[0] + dt.timedelta(days=late), walk.at + dt.timedelta(hours=2))

    def _merged(self) -> Plan | None:
        return None
