"""Agreements and dossiers of the demo cases."""

import datetime as dt
from decimal import Decimal
from typing import Final

from disputes.choices import AgreementForm, DossierKind, Side
from disputes.demo_people import Worker
from disputes.demo_promises import Row, day
from disputes.demo_walk import Walk
from disputes.dossier import mandatory_for

PAPERS: Final = {
    DossierKind.APPLICATION: ("人民调解受理登记表", 1),
    DossierKind.RIGHTS_NOTICE: ("当事人权利义务告知书", 2),
    DossierKind.IDENTITY: ("当事人身份证明复印件", 2),
    DossierKind.INVESTIGATION: ("人民调解调查记录", 2),
    DossierKind.SESSION: ("人民调解记录", 3),
    DossierKind.AGREEMENT: ("人民调解协议书", 2),
    DossierKind.PERFORMANCE: ("履行凭证", 1),
    DossierKind.STATEMENT: ("卷宗情况说明", 1),
}


def draft(walk: Walk, at: dt.datetime, worker: Worker, agreed: str, *, form: str, instalments: int) -> Row:
    """An agreement in effect, with what is owed by it: nothing of what was done at the door, a sum in instalments."""
    case, on = walk.case, day(at)
    for before in walk.agreements:
        if before.voided_at is None:
            before.voided_at, before.void_reason = at, "重新拟订"
    signed = on if form == AgreementForm.WRITTEN else None
    agreement = Row(
        id=walk.new_id(at),
        case_id=case.pk,
        form=form,
        facts=case.summary if form == AgreementForm.WRITTEN else "",
        content=agreed,
        performance="按约定期限履行" if instalments else "当场履行",
        agreed_on=on,
        parties_signed_on=signed,
        mediator_signed_on=signed,
        sealed_on=signed,
        effective_on=on,
        written_at=at,
        written_by_id=worker.id,
        voided_at=None,
    )
    walk.agreements.append(agreement)
    payer = next((party for party in walk.parties if party.side == Side.RESPONDENT), None)
    share = (case.amount / instalments).quantize(Decimal("0.01")) if case.amount and instalments else None
    due = on
    for position in range(1, instalments + 1):
        due += dt.timedelta(days=walk.dice.randint(2, 12) if position == 1 else walk.dice.randint(20, 31))
        what = (
            f"支付第{position}期款项"
            if share and instalments > 1
            else "付清款项"
            if share
            else "按约定完成整改"
        )
        walk.obligations.append(
            Row(
                id=walk.new_id(at),
                agreement_id=agreement.id,
                position=position,
                party_id=payer.pk if payer else None,
                what=what,
                amount=share,
                due_on=due,
                performed_on=None,
                defaulted_at=None,
            )
        )
    return agreement


def confirm(walk: Walk, at: dt.datetime) -> None:
    """The parties applied to the court together; decided after some days, where those have passed."""
    agreement = walk.agreement
    if agreement is None:
        return
    decided = day(at) + dt.timedelta(days=walk.dice.randint(5, 14))
    is_decided = decided < day(walk.world.now)
    walk.confirmations.append(
        Row(
            id=walk.new_id(at),
            agreement_id=agreement.id,
            court=f"{walk.world.county}人民法院",
            applied_on=day(at),
            reference=f"（{at.year}）司确{walk.dice.randint(1, 180)}号" if is_decided else "",
            decided_on=decided if is_decided else None,
            is_confirmed=True if is_decided else None,
        )
    )


def file_dossier(walk: Walk, at: dt.datetime, worker: Worker) -> None:
    """The mandatory items of what the case came to, and its visits where there were any."""
    wanted = list(mandatory_for(walk.case.outcome, is_investigated=bool(walk.inquiries)))
    there = {item.kind for item in walk.dossier}
    for kind in wanted:
        if kind in there:
            continue
        title, pages = PAPERS[kind]
        if kind == DossierKind.AGREEMENT and walk.agreement is None:
            title = "终止调解通知书"
        elif kind == DossierKind.AGREEMENT and walk.agreement and walk.agreement.form == AgreementForm.ORAL:
            title = "口头协议登记表"
        walk.dossier.append(
            Row(
                id=walk.new_id(at),
                case_id=walk.case.pk,
                kind=kind,
                position=1,
                title=title,
                pages=pages,
                is_signed=True,
                filed_at=at,
                filed_by_id=worker.id,
            )
        )
