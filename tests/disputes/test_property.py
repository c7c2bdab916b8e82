"""Random steps, lawful and unlawful, by anybody, with days going by between them: what is true of a case stays true."""

import datetime as dt
from typing import Any

from django.db import transaction
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from core.deadlines.actions.sweep import sweep
from core.permissions.verdict import Refused
from core.tenancy.ids import uuid7
from core.workcalendar.actions.load_year import load_year
from core.workcalendar.rules import day_of
from core.workcalendar.years import seed
from disputes.actions.draft_agreement import AgreementEntry, ObligationEntry, draft_agreement
from disputes.actions.perform_obligation import perform_obligation
from disputes.actions.send_report import send_report
from disputes.actions.sign_agreement import sign_agreement
from disputes.actions.sign_notice import sign_notice
from disputes.actions.transfer_case import note_receipt
from disputes.choices import FINAL, State, Verb
from disputes.dossier import mandatory_for
from disputes.models import (
    Agreement,
    Case,
    CaseDeadline,
    DossierItem,
    Inquiry,
    Obligation,
    Party,
    Sitting,
    Step,
    Transfer,
    UrgentReport,
)
from disputes.workflow import MAIN_STEP
from tests.cast import KANGBAO
from tests.disputes.doing import acts, everybody
from tests.disputes.invariants import look_at
from tests.disputes.stage import Stage
from tests.workcalendar.test_rules import at

PEOPLE = (
    "grid_worker",
    "village_mediator",
    "clerk",
    "mediator",
    "centre",
    "far_clerk",
    "auditor",
    "system",
)
VERBS = sorted({*Verb} - {Verb.REGISTER, Verb.ESCALATE})

TURNS = (
    Verb.FAIL,
    Verb.REOPEN,
    Verb.DEFAULT,
    Verb.PAUSE,
    Verb.HAND_UP,
    Verb.HAND_BACK,
    Verb.MERGE,
    Verb.UNMERGE,
    Verb.TRANSFER,
    Verb.BAR,
    Verb.EXTEND,
    Verb.REFUSE,
)


class Disputes(RuleBasedStateMachine):
    """Two cases in a county; everything is taken back when the run is over."""

    stage: Stage

    def __init__(self) -> None:
        super().__init__()
        self.undone = transaction.atomic()
        self.undone.__enter__()
        self.now = at("2026-01-29 09:00")
        self.cases = [self.stage.registered(at=self.now, kind_code="10") for _ in range(2)]
        self.keys: list[tuple[Any, str]] = []
        self.people = everybody(self.stage)

    def teardown(self) -> None:
        transaction.set_rollback(True)
        self.undone.__exit__(None, None, None)

    def attempt(self, act: Any, *arguments: Any, **given: Any) -> bool:
        """Whether it was done. Refused, it has its reason and left nothing behind."""
        before = self.everything()
        refused = ""
        try:
            with transaction.atomic():
                act(*arguments, **given)
        except Refused as refusal:
            refused = str(refusal) or "no reason"
        if refused:
            assert any("一" <= sign <= "鿿" for sign in refused), refused
            assert self.everything() == before
        return not refused

    def everything(self) -> Any:
        return (
            list(Case.objects.order_by("pk").values()),
            Step.objects.count(),
            list(CaseDeadline.objects.order_by("pk").values("pk", "state", "due_at")),
        )

    @rule(which=st.integers(0, 1), verb=st.sampled_from(VERBS), who=st.sampled_from(PEOPLE))
    def anybody_tries_anything(self, which: int, verb: str, who: str) -> None:
        self.take(which, verb, who)

    @rule(which=st.integers(0, 1), steps=st.integers(1, 5))
    def the_ordinary_course_goes_on(self, which: int, steps: int) -> None:
        for _ in range(steps):
            case = Case.objects.get(pk=self.cases[which].pk)
            verb = MAIN_STEP.get(case.state)
            if verb is None:
                return
            self.papers_are_signed_and_filed(which)
            if verb == Verb.SIT and Sitting.objects.filter(case=case).exists():
                self.an_agreement_is_signed(which, 5)
                verb = Verb.AGREE
            if verb == Verb.PERFORM:
                self.something_is_performed(which)
            self.take(which, verb, "centre")

    @rule(which=st.integers(0, 1), verb=st.sampled_from(TURNS))
    def it_takes_a_turn(self, which: int, verb: str) -> None:
        self.take(which, verb, "centre")

    def take(self, which: int, verb: str, who: str) -> None:
        case = Case.objects.get(pk=self.cases[which].pk)
        other = self.cases[1 - which]
        key, seen = uuid7(), case.revision
        call = acts(self.stage, case, self.now, other=other)[verb]
        given = {"actor": self.people[who], "at": self.now, "key": key}
        if who == "system" and verb in (Verb.SETTLE_ON_SPOT, Verb.INQUIRE, Verb.SIT, Verb.FOLLOW_UP):
            return  # acts that only a person can do
        if not self.attempt(call, seen=seen, **given):
            return
        after = self.everything()
        call(seen=seen, **given)  # the same request once more is the same answer
        assert self.everything() == after
        self.keys.append((key, verb))

    @precondition(lambda self: self.keys)
    @rule(which=st.integers(0, 1), verb=st.sampled_from(VERBS), who=st.sampled_from(PEOPLE), data=st.data())
    def a_key_is_used_for_something_else(self, which: int, verb: str, who: str, data: Any) -> None:
        key, used_for = data.draw(st.sampled_from(self.keys))
        if verb == used_for:
            return
        case = Case.objects.get(pk=self.cases[which].pk)
        call = acts(self.stage, case, self.now, other=self.cases[1 - which])[verb]
        assert not self.attempt(call, actor=self.people[who], at=self.now, key=key)

    @rule(which=st.integers(0, 1), verb=st.sampled_from(VERBS), back=st.integers(1, 3))
    def a_step_comes_from_an_old_page(self, which: int, verb: str, back: int) -> None:
        case = Case.objects.get(pk=self.cases[which].pk)
        call = acts(self.stage, case, self.now, other=self.cases[1 - which])[verb]
        given = {"actor": self.people["centre"], "at": self.now, "key": uuid7()}
        assert not self.attempt(call, seen=max(case.revision - back, 0), **given)

    @rule(which=st.integers(0, 1))
    def papers_are_signed_and_filed(self, which: int) -> None:
        case, centre = Case.objects.get(pk=self.cases[which].pk), self.people["centre"]
        people = Party.objects.filter(case=case).values_list("pk", flat=True)
        day = day_of(self.now)
        who = {"actor": centre, "at": self.now}
        self.attempt(sign_notice, case=case, party_ids=people, on=day, **who)
        for report in UrgentReport.objects.filter(case=case, reported_at=None):
            sent = {"reported_to": ["派出所"], "reported_at": self.now, "receipt": "", "delay_reason": "迟"}
            self.attempt(send_report, report=report, **sent, **who)
        for transfer in Transfer.objects.filter(case=case, received_on=None):
            got = {"received_on": day, "receipt": "收1号", "result": ""}
            self.attempt(note_receipt, transfer=transfer, **got, **who)
        is_investigated = Inquiry.objects.filter(case=case).exists()
        for kind in mandatory_for(case.outcome, is_investigated=is_investigated):
            there = {"case": case, "kind": kind, "removed_at": None}
            if not DossierItem.objects.filter(**there).exists():
                DossierItem.objects.create(**there, position=1, title="材料", filed_at=self.now)

    @rule(which=st.integers(0, 1), days=st.integers(0, 20))
    def an_agreement_is_signed(self, which: int, days: int) -> None:
        case, who = (
            Case.objects.get(pk=self.cases[which].pk),
            {"actor": self.people["centre"], "at": self.now},
        )
        day = day_of(self.now)
        owed = [ObligationEntry(what="付款", due_on=day + dt.timedelta(days=days))]
        entry = AgreementEntry(form="WRITTEN", content="付款。", agreed_on=day, obligations=owed)
        if self.attempt(draft_agreement, case=case, entry=entry, **who):
            signed = dict.fromkeys(("parties_signed_on", "mediator_signed_on", "sealed_on"), day)
            agreement = Agreement.objects.get(case=case, voided_at=None)
            assert self.attempt(sign_agreement, agreement=agreement, **signed, **who)

    @rule(which=st.integers(0, 1))
    def something_is_performed(self, which: int) -> None:
        owed = Obligation.objects.filter(agreement__case=self.cases[which], performed_on=None)
        for one in owed[:1]:
            given = {"performed_on": day_of(self.now), "proof": "收条", "at": self.now}
            self.attempt(perform_obligation, obligation=one, actor=self.people["centre"], **given)

    @rule(hours=st.sampled_from((1, 7, 24, 24, 24 * 3, 24 * 8, 24 * 35)))
    def time_goes_by(self, hours: int) -> None:
        self.now += dt.timedelta(hours=hours)
        before = {pk: state for pk, state in Case.objects.values_list("pk", "state") if state in FINAL}
        for _ in range(2):  # what a sweep promises anew may be due at once
            swept = sweep(tenant=KANGBAO, model=CaseDeadline, now=self.now)
            assert not swept.failed, list(CaseDeadline.objects.exclude(last_error="").values("last_error"))
        after = dict(Case.objects.filter(pk__in=before).values_list("pk", "state"))
        assert after == before, "a sweep moved a closed case"

    @invariant()
    def what_is_true_of_a_case_stays_true(self) -> None:
        for case in self.cases:
            look_at(case)
        closed = Step.objects.filter(from_state=State.CLOSED).exclude(to_state=State.CLOSED)
        assert set(closed.values_list("verb", flat=True)) <= {Verb.REOPEN}, "another way out of a closed case"


def test_whatever_is_done_to_a_case_in_whatever_order(county: int) -> None:
    load_year(sheet=seed(2026), on=dt.date(2025, 12, 1))
    stage = Stage()
    machine = type("DisputesOnStage", (Disputes,), {"stage": stage})
    run_state_machine_as_test(
        machine,
        settings=settings(
            max_examples=12,
            stateful_step_count=30,
            deadline=None,
            suppress_health_check=list(HealthCheck),
        ),
    )
