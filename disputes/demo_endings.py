"""How an invented case ends: without a result, with an agreement that is kept or not, with visits and a dossier."""

import datetime as dt
from typing import Final

from core.workcalendar.choices import Unit
from core.workcalendar.rules import Term, end_of
from disputes.choices import (
    AgreementForm,
    FollowUpMeans,
    Outcome,
    Promise,
    ReportGround,
    Satisfaction,
    TransferTo,
    Verb,
)
from disputes.demo_acts import Acts
from disputes.demo_papers import confirm, draft, file_dossier
from disputes.demo_promises import Row, day
from disputes.demo_words import UNHAPPY, VISITS

BODIES: Final = {
    TransferTo.COURT: "人民法院",
    TransferTo.ARBITRATION: "劳动人事争议仲裁委员会",
    TransferTo.POLICE: "公安局",
    TransferTo.PETITION: "信访局",
}
GROUNDS: Final = {
    ReportGround.MINOR: "走访时发现有未成年人疑似受到侵害，已立即停止调解并报告。",
    ReportGround.CRIME: "一方陈述的情况涉嫌诈骗犯罪，不属于调解范围。",
    ReportGround.VIOLENCE: "接报有家庭暴力，已联系派出所并安置受害一方。",
}
VISITED: Final = (Promise.FOLLOW_UP_1, Promise.FOLLOW_UP_2)


class Endings(Acts):
    """The steps at the end and after it."""

    def _refuse(self, at: dt.datetime) -> None:
        self.walk.signers()[-1].has_refused = True
        self.walk.step(
            Verb.REFUSE, at, self.worker(), note="被申请人明确表示不同意调解。", facts={"refused": 1}
        )

    def _withdraw(self, at: dt.datetime) -> None:
        self.walk.step(Verb.WITHDRAW, at, self.worker(), note="申请人称已自行和解，撤回申请。")

    def _fail(self, at: dt.datetime) -> None:
        self.walk.step(Verb.FAIL, at, self.worker(), note="经调解双方未达成一致，已告知可向人民法院起诉。")

    def _terminate(self, at: dt.datetime) -> None:
        self.walk.step(Verb.TERMINATE, at, self.worker(), note="一方长期外出无法联系，终止调解。")

    def _bar(self, at: dt.datetime) -> None:
        walk, ground = self.walk, self.fate.ground
        worker, found = self.worker(), GROUNDS[ReportGround(ground)]
        walk.reports.append(
            Row(
                id=walk.new_id(at),
                case_id=walk.case.pk,
                ground=ground,
                found=found,
                found_at=walk.at,
                reported_at=None,
                by_id=worker.id,
            )
        )
        if ground == ReportGround.MINOR:
            walk.case.is_restricted = True
        walk.step(Verb.BAR, at, worker, note=found, facts={"ground": str(ground)})

    def _report(self, at: dt.datetime) -> None:
        report = self.walk.reports[-1]
        report.reported_to = ["县公安局"] + (
            ["县民政局", "县检察院"] if report.ground == ReportGround.MINOR else []
        )
        report.reported_at, report.receipt = at, f"收字〔{at.year}〕{self.dice.randint(10, 240)}号"
        self.walk.settle(Promise.MANDATORY_REPORT, at, "REPORTED")
        self.walk.at = at

    def _transfer(self, at: dt.datetime) -> None:
        walk, to = self.walk, self.fate.to
        body = f"县{BODIES[TransferTo(to)]}"
        reason = "双方同意另寻途径，移送有管辖权的机关。"
        walk.transfers.append(
            Row(
                id=walk.new_id(at),
                case_id=walk.case.pk,
                to=to,
                body=body,
                reason=reason,
                sent_at=at,
                received_on=None,
            )
        )
        walk.step(Verb.TRANSFER, at, self.worker(), note=reason, facts={"to": str(to), "body": body})

    def _receipt(self, at: dt.datetime) -> None:
        transfer = self.walk.transfers[-1]
        transfer.received_on = day(at)
        transfer.receipt = f"收〔{at.year}〕{self.dice.randint(100, 999)}号"
        self.walk.settle(Promise.RECEIPT, at, "RECEIVED")
        self.walk.at = at

    def _agree(self, at: dt.datetime) -> None:
        walk, worker = self.walk, self.worker()
        form = AgreementForm.WRITTEN if self.fate.is_written else AgreementForm.ORAL
        instalments = self.fate.instalments if walk.case.amount else 1
        agreement = draft(walk, at, worker, self.agreed, form=form, instalments=instalments)
        warn = Term(3, Unit.NATURAL_DAYS)
        opens = [
            walk.fixed(Promise.PERFORMANCE, at, end_of(one.due_on), warn=warn, about=one.id)
            for one in walk.owed
        ]
        without = {Promise.CONFIRMATION, Promise.PERFORMANCE}
        walk.step(
            Verb.AGREE, at, worker, opens=opens, without=without,
            facts={"form": str(form), "effective_on": str(agreement.effective_on)},
        )  # fmt: skip
        if form == AgreementForm.WRITTEN:
            walk.promise(Promise.CONFIRMATION, at)

    def _confirm(self, at: dt.datetime) -> None:
        self.fate.done.add("confirmed")
        confirm(self.walk, at)
        self.walk.settle(Promise.CONFIRMATION, at, "APPLIED")
        self.walk.at = at

    def _perform(self, at: dt.datetime) -> None:
        one = self.walk.owed[0]
        one.performed_on, one.proof = day(at), self.dice.choice(("收条", "转账凭证", "现场照片"))
        self.walk.settle(Promise.PERFORMANCE, at, "PERFORMED", about=one.id)
        self.walk.at = at

    def _finish(self, at: dt.datetime) -> None:
        self.walk.step(Verb.PERFORM, at, self.worker(), note="约定事项已全部履行。", settled_at=at)

    def _visit(self, at: dt.datetime) -> None:
        walk, fate = self.walk, self.fate
        by = self.worker()
        is_solved = not (fate.is_reopened and "reopened" not in fate.done)
        satisfaction = (
            self.dice.choices((Satisfaction.VERY, Satisfaction.FAIR, Satisfaction.OTHER), (80, 17, 3))[0]
            if is_solved
            else Satisfaction.NOT
        )
        means = self.dice.choices(
            (FollowUpMeans.VISIT, FollowUpMeans.PHONE, FollowUpMeans.VIDEO), (45, 50, 5)
        )[0]
        visit = Row(
            id=walk.new_id(at),
            case_id=walk.case.pk,
            on=day(at),
            means=means,
            whom="、".join(party.name for party in walk.signers())[:60],
            by_id=by.id,
            content=self.dice.choice(VISITS if is_solved else UNHAPPY),
            satisfaction=satisfaction,
            is_solved=is_solved,
            written_at=at,
        )
        walk.follow_ups.append(visit)
        first = min(
            (row for kind in (Promise.FOLLOW_UP_1, Promise.FOLLOW_UP_2) for row in walk.running(kind)),
            key=lambda row: row.due_at,
            default=None,
        )
        if first is not None:
            walk.settle(first.kind, at, "VISITED")
        facts = {"satisfaction": str(satisfaction), "is_solved": is_solved, "means": str(means)}
        step = walk.step(Verb.FOLLOW_UP, at, by, note="" if is_solved else "当事人反映尚未解决", facts=facts)
        step.id = visit.id

    def _close(self, at: dt.datetime) -> None:
        worker = self.worker()
        file_dossier(self.walk, at, worker)
        self.walk.step(Verb.CLOSE, at, worker, closed_at=at)

    def _reopen(self, at: dt.datetime) -> None:
        self.fate.done.add("reopened")
        walk = self.walk
        for agreement in walk.agreements:
            agreement.voided_at, agreement.void_reason = at, "重新启动调解"
        walk.step(
            Verb.REOPEN, at, self.worker(), note="回访反映又起争执，重新启动。",
            closed_at=None, settled_at=None, outcome=Outcome.NONE, accepted_at=at, first_accepted_at=at,
            level_since=at,
        )  # fmt: skip
        self.fate.sittings = len(walk.sittings) + 1
