"""One dispute on its way, with the clock in the test's hand: every step is looked over as it is taken."""

import datetime as dt
from collections.abc import Callable
from typing import Any

from core.deadlines.actions.sweep import Swept, sweep
from core.permissions.actor import Actor
from core.workcalendar.rules import day_of, shown
from disputes.actions.accept_case import accept_case
from disputes.actions.close_case import close_case
from disputes.actions.conclude_agreement import conclude_agreement
from disputes.actions.draft_agreement import AgreementEntry, ObligationEntry, draft_agreement
from disputes.actions.perform_obligation import perform_obligation
from disputes.actions.record_sitting import SittingEntry, record_sitting
from disputes.actions.sign_agreement import sign_agreement
from disputes.actions.sign_notice import sign_notice
from disputes.actions.start_mediation import start_mediation
from disputes.choices import AgreementForm, DossierKind
from disputes.dossier import mandatory_for
from disputes.models import Case, CaseDeadline, DossierItem, Inquiry, Obligation, Party
from tests.cast import KANGBAO
from tests.disputes.invariants import look_at
from tests.disputes.stage import Stage
from tests.workcalendar.test_rules import at


class Journey:
    """`case` is as it stands after the last step; `now` is what the clock says."""

    def __init__(self, stage: Stage, when: str, **entry: Any) -> None:
        self.stage, self.now = stage, at(when)
        self.case = look_at(stage.registered(at=self.now, **entry))

    def by(self, who: str) -> Actor:
        return self.stage.actors[who]

    def step(self, when: str, act: Callable[..., Any], who: str, /, **given: Any) -> Case:
        """Take a step of the case at an instant (Shanghai time)."""
        self.now = at(when)
        act(case=self.case, actor=self.by(who), at=self.now, **given)
        self.case = look_at(self.case)
        return self.case

    def sweep(self, when: str) -> Swept:
        """Let the sweep keep what has come due by an instant."""
        self.now = at(when)
        swept = sweep(tenant=KANGBAO, model=CaseDeadline, now=self.now)
        assert not swept.failed, list(CaseDeadline.objects.exclude(last_error="").values_list("last_error"))
        self.case = look_at(self.case)
        return swept

    # the steps that most journeys share

    def accept(self, when: str, who: str = "village_mediator") -> Case:
        return self.step(when, accept_case, who, mediator=self.stage.staff[who])

    def begin(self, when: str, who: str = "village_mediator") -> Case:
        """Everybody signs for the notice, and mediation begins."""
        self.now = at(when)
        people = Party.objects.filter(case=self.case).values_list("pk", flat=True)
        sign_notice(case=self.case, party_ids=people, on=day_of(self.now), actor=self.by(who), at=self.now)
        return self.step(when, start_mediation, who)

    def sit(self, when: str, who: str = "village_mediator", result: str = "双方未达成一致") -> Case:
        entry = SittingEntry(begins_at=at(when), result=result)
        return self.step(when, record_sitting, who, entry=entry)

    def agree(
        self,
        when: str,
        *owed: str,
        who: str = "village_mediator",
        form: str = AgreementForm.WRITTEN,
    ) -> Case:
        """An agreement, signed and sealed, with something owed on each of these days; and the step."""
        self.now = at(when)
        actor, day = self.by(who), day_of(self.now)
        obligations = [
            ObligationEntry(what=f"第{number}期付款", due_on=dt.date.fromisoformat(on))
            for number, on in enumerate(owed, start=1)
        ]
        entry = AgreementEntry(form=form, content="分期支付。", agreed_on=day, obligations=obligations)
        agreement = draft_agreement(case=self.case, entry=entry, actor=actor, at=self.now)
        if form == AgreementForm.WRITTEN:
            signed = dict.fromkeys(("parties_signed_on", "mediator_signed_on", "sealed_on"), day)
            sign_agreement(agreement=agreement, actor=actor, at=self.now, **signed)
        return self.step(when, conclude_agreement, who)

    def pay(self, when: str, who: str = "village_mediator") -> None:
        """The next instalment is paid."""
        self.now = at(when)
        owed = Obligation.objects.filter(
            agreement__case=self.case, agreement__voided_at=None, performed_on=None
        )
        perform_obligation(
            obligation=owed.order_by("position")[0],
            performed_on=day_of(self.now),
            proof="收条",
            actor=self.by(who),
            at=self.now,
        )
        look_at(self.case)

    def file(self, *kinds: str) -> None:
        """Put papers into the dossier: those that its outcome asks for, unless others are named."""
        is_investigated = Inquiry.objects.filter(case=self.case).exists()
        wanted = kinds or tuple(mandatory_for(self.case.outcome, is_investigated=is_investigated))
        there = set(DossierItem.objects.filter(case=self.case).values_list("kind", flat=True))
        for position, kind in enumerate(kind for kind in wanted if kind not in there):
            DossierItem.objects.create(
                case=self.case,
                kind=kind,
                position=position,
                title=str(DossierKind(kind).label),
                filed_at=self.now,
            )

    def close(self, when: str, who: str = "village_mediator") -> Case:
        self.file()
        return self.step(when, close_case, who)

    # what is promised

    def due(self, kind: str) -> str:
        """When the running promise of a kind ends, as a clerk writes it."""
        running = CaseDeadline.objects.get(case=self.case, kind=kind, state__in=("OPEN", "PAUSED"))
        return shown(running.due_at)

    def owed(self) -> set[str]:
        """The kinds of promises that run."""
        running = CaseDeadline.objects.filter(case=self.case, state="OPEN")
        return set(running.values_list("kind", flat=True))
