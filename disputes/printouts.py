"""From a case to each paper's plain values (disputes.paper_shapes): one function a paper."""

import re
from collections.abc import Callable, Mapping
from dataclasses import replace
from types import MappingProxyType
from typing import Final
from uuid import UUID

from django.utils.translation import gettext as _

from core.permissions.verdict import Refused
from core.workcalendar.rules import day_of, last_day
from disputes import paper_shapes as shapes
from disputes.choices import ENTRUSTED, SOLVED, Outcome, Promise, Satisfaction, Source
from disputes.course import course_of, ending_of
from disputes.file_contents import FileContents
from disputes.models import CaseDeadline, Inquiry, Obligation, Party
from disputes.paper_parts import Handled, Instalment, Printable, Utterance
from disputes.paper_parts import Party as OnPaper
from disputes.passed_on import last_passing, terms_of
from disputes.rules.wording import speech_in
from grids.selectors import area_names

_BY_THEMSELVES: Final = (Source.APPLICATION, Source.COUNTER, Source.CODE, Source.HOTLINE)
_SATISFIED: Final[dict[str, str]] = {
    Satisfaction.VERY: "满意",
    Satisfaction.FAIR: "基本满意",
    Satisfaction.NOT: "不满意",
    Satisfaction.OTHER: "其他",
}

LATEST_HANDLED: Final = 12
"""So many of the latest steps stand on a 任务移交单."""


class NothingToPrint(Refused):
    """The case has nothing yet for this paper to say."""


def _application(file: FileContents, about: UUID | None, text: str) -> Printable:
    return shapes.Application(
        committee=file.committee,
        parties=file.parties(),
        facts=file.case.summary,
        requests=(text,) if text else (),
        applied_on=day_of(file.case.registered_at),
        number=file.case.number,
    )


def _registration(file: FileContents, about: UUID | None, text: str) -> Printable:
    case = file.case
    own, by_us, sent = shapes.Registration.SOURCES
    source = own if case.source in _BY_THEMSELVES else sent if case.source in ENTRUSTED else by_us
    detail = "，".join(filter(None, (str(case.get_source_display()), case.source_reference)))
    return shapes.Registration(
        committee=file.committee,
        number=case.number,
        parties=file.parties(),
        kind=file.kind,
        source=source,
        source_detail=detail if source == sent else "",
        facts=case.summary,
        is_consented=file.is_consented,
        registrar=case.registered_by.name if case.registered_by else "",
        registered_on=day_of(case.registered_at),
        note=text,
    )


def _rights_notice(file: FileContents, about: UUID | None, text: str) -> Printable:
    return shapes.RightsNotice(
        committee=file.committee,
        number=file.case.number,
        parties=file.parties(),
        mediators=file.mediators,
        given_on=file.today,
    )


def _authority(file: FileContents, about: UUID | None, text: str) -> Printable:
    row = _chosen(file.people, about) or next((one for one in file.people if one.agent_name), None)
    if row is None or not row.agent_name:
        raise NothingToPrint(_("没有登记代理人，请先在当事人里填写。"))
    return shapes.Authority(
        committee=file.committee,
        number=file.case.number,
        principal=file.on_paper(row, with_number=True),
        agent=OnPaper(label="受委托人", name=row.agent_name, phone=row.agent_phone.reveal()),
        subject=file.case.title,
        is_special=row.agent_power == "SPECIAL",
        given_on=file.today,
    )


def _investigation(file: FileContents, about: UUID | None, text: str) -> Printable:
    row = _chosen(file.people, about)
    held = next((one for one in file.inquiries if about in (one.pk, one.corrects_id)), None)
    if row is None and (held or file.inquiries):
        return _inquiry(file, held or file.inquiries[-1])
    asked = file.on_paper(row) if row else OnPaper(label="被调查人", name="")
    return shapes.InvestigationRecord(
        committee=file.committee,
        number=file.case.number,
        asked=asked,
        began_at=file.at,
        place=file.case.place,
        subject=file.case.title,
        investigators=file.mediators,
    )


def _inquiry(file: FileContents, held: Inquiry) -> Printable:
    """As it was written down. What was found is the committee's own finding: nobody is made to sign that."""
    other = OnPaper(label="被调查人", name=held.name, phone=held.phone.reveal())
    return shapes.InvestigationRecord(
        committee=file.committee_of(held.level),
        number=file.case.number,
        asked=replace(file.on_paper(held.party), name=held.name) if held.party else other,
        relation=held.relation,
        began_at=held.begins_at,
        ended_at=held.ends_at,
        session=held.number,
        place=held.place,
        subject=held.subject,
        present=tuple(held.present),
        investigators=tuple(held.investigators),
        recorder=held.recorder,
        entries=_spoken(held.record.reveal()),
    )


def _mediation_record(file: FileContents, about: UUID | None, text: str) -> Printable:
    sitting = next((one for one in file.sittings if about in (one.pk, one.corrects_id)), None)
    sitting = sitting or next(reversed(file.sittings), None)
    if sitting is None:
        raise NothingToPrint(_("尚无调解记录。"))
    where = " ".join(filter(None, (sitting.room.name if sitting.room else "", sitting.place)))
    return shapes.MediationRecord(
        committee=file.committee_of(sitting.level),
        number=file.case.number,
        parties=file.parties(),
        began_at=sitting.begins_at,
        ended_at=sitting.ends_at,
        session=sitting.number,
        place=where,
        subject=file.case.title,
        is_public=sitting.is_open,
        present=(*file.with_guardians(sitting.present), *sitting.units),
        mediators=(sitting.mediator.name,),
        recorder=sitting.recorder,
        entries=_spoken(sitting.record.reveal()),
        result=sitting.result,
    )


def _agreement(file: FileContents, about: UUID | None, text: str) -> Printable:
    agreed = file.agreement
    if agreed is None:
        raise NothingToPrint(_("尚未登记调解协议。"))
    return shapes.Agreement(
        committee=file.committee,
        number=agreed.number,
        parties=file.parties(),
        facts=agreed.facts.reveal(),
        terms=_lines(agreed.content.reveal()),
        performance=agreed.performance,
        instalments=tuple(_instalment(file, row) for row in file.owed),
        copies=agreed.copies,
        mediators=file.mediators,
        signed_on=agreed.effective_on or agreed.agreed_on,
    )


def _oral_agreement(file: FileContents, about: UUID | None, text: str) -> Printable:
    agreed = file.agreement
    if agreed is None:
        raise NothingToPrint(_("尚未登记调解协议。"))
    return shapes.OralAgreement(
        committee=file.committee,
        number=agreed.number or file.number,
        parties=file.parties(),
        facts=agreed.facts.reveal() or file.case.summary,
        terms=_lines(agreed.content.reveal()),
        performance=agreed.performance,
        instalments=tuple(_instalment(file, row) for row in file.owed),
        mediators=file.mediators,
        agreed_on=agreed.agreed_on,
        note=text,
    )


def _termination(file: FileContents, about: UUID | None, text: str) -> Printable:
    case, ended = file.case, ending_of(file)
    if ended is None:
        raise NothingToPrint(_("调解尚未终止。"))
    if case.outcome == Outcome.TRANSFERRED and not file.is_begun:
        raise NothingToPrint(_("移送前没有开始调解，不需要终止调解通知书。"))
    return shapes.TerminationNotice(
        committee=file.committee,
        number=case.number,
        parties=file.parties(),
        subject=case.title,
        accepted_on=day_of(case.first_accepted_at) if case.first_accepted_at else None,
        reason=ended.reason,
        hints=(text,) if text else (),
        ended_on=ended.on,
        basis=ended.basis,
    )


def _follow_up(file: FileContents, about: UUID | None, text: str) -> Printable:
    visit = next((one for one in file.visits if one.pk == about), None) or next(reversed(file.visits), None)
    if visit is None:
        raise NothingToPrint(_("尚无回访记录。"))
    return shapes.FollowUpRecord(
        committee=file.committee,
        number=file.case.number,
        parties=file.parties(),
        agreement_number=file.agreement.number if file.agreement else "",
        reason=_("了解协议履行情况"),
        way=str(visit.get_means_display()),
        visited_on=visit.on,
        visited=tuple(filter(None, re.split(r"[、，,；;\s]+", visit.whom))),
        performed=_performed(file),
        satisfied=_SATISFIED.get(visit.satisfaction, ""),
        content=visit.content.reveal(),
        advice="" if visit.is_solved else _("当事人反映尚未解决，继续跟进。"),
        visitors=(visit.by.name,),
    )


def _confirmation(file: FileContents, about: UUID | None, text: str) -> Printable:
    agreed = file.agreement
    if agreed is None or agreed.effective_on is None:
        raise NothingToPrint(_("协议生效后才能申请司法确认。"))
    promise = (
        CaseDeadline.objects.filter(case=file.case, kind=Promise.CONFIRMATION).order_by("-started_at").first()
    )
    return shapes.ConfirmationApplication(
        court=file.confirmation.court if file.confirmation else text,
        committee=file.committee,
        number=agreed.number,
        parties=file.parties(with_numbers=True),
        facts=agreed.facts.reveal() or file.case.summary,
        terms=_lines(agreed.content.reveal()),
        effective_on=agreed.effective_on,
        last_on=last_day(promise.due_at) if promise else None,
        attachments=("人民调解协议书", "当事人身份证明"),
        applied_on=file.confirmation.applied_on if file.confirmation else None,
    )


def _closing_report(file: FileContents, about: UUID | None, text: str) -> Printable:
    case = file.case
    return shapes.ClosingReport(
        committee=file.committee,
        number=file.number,
        parties=file.parties(),
        kind=file.kind,
        source=str(case.get_source_display()),
        handler="、".join(file.mediators),
        accepted_on=day_of(case.first_accepted_at or case.registered_at),
        closed_on=day_of(case.closed_at) if case.closed_at else None,
        facts=case.summary,
        course="\n".join(f"{day_of(step.at):%Y-%m-%d} {title}" for step, title in course_of(file)),
        result=str(case.get_outcome_display()) if case.outcome else "",
        performance=_performed(file),
        opinion=text,
    )


def _statement(file: FileContents, about: UUID | None, text: str) -> Printable:
    if not text.strip():
        raise NothingToPrint(_("请写明卷宗情况：缺少什么、更正过什么、哪些材料存放在别处。"))
    return shapes.Statement(
        committee=file.committee,
        number=file.case.number,
        text=text,
        filed_by="、".join(file.mediators),
        stated_on=file.today,
    )


def _handover(file: FileContents, about: UUID | None, text: str) -> Printable:
    case, given = file.case, last_passing(file)
    if given is None:
        raise NothingToPrint(_("该纠纷没有移交过。"))
    return shapes.Handover(
        number=file.number,
        act=given.act,
        sender=given.sender,
        receiver=given.receiver,
        subject=case.title,
        # Its form does not ask for a 民族.
        parties=tuple(replace(party, ethnicity="") for party in file.parties()),
        reason=given.reason,
        source=str(case.get_source_display()),
        kind=file.kind,
        scale=str(case.get_scale_display()),
        people=case.people_count,
        amount=f"{case.amount}元" if case.amount is not None else "",
        risk=str(case.get_risk_display()),
        happened_on=case.occurred_on,
        place=case.place,
        grid=area_names([case.path]).get(case.path, ""),
        content=case.summary,
        due=terms_of(file),
        handled=tuple(
            Handled(step.at, step.post_title, step.staff_name, title)
            for step, title in course_of(file)[-LATEST_HANDLED:]
        ),
        enclosed=given.enclosed,
        sent_by=given.by,
        sent_at=given.at,
        minors=file.minors,
    )


Filling = Callable[[FileContents, UUID | None, str], Printable]
FILLINGS: Final[Mapping[str, Filling]] = MappingProxyType(
    {
        "APPLICATION": _application,
        "REGISTRATION": _registration,
        "RIGHTS_NOTICE": _rights_notice,
        "AUTHORITY": _authority,
        "INVESTIGATION_RECORD": _investigation,
        "MEDIATION_RECORD": _mediation_record,
        "AGREEMENT": _agreement,
        "ORAL_AGREEMENT": _oral_agreement,
        "TERMINATION_NOTICE": _termination,
        "FOLLOW_UP_RECORD": _follow_up,
        "CONFIRMATION_APPLICATION": _confirmation,
        "CLOSING_REPORT": _closing_report,
        "STATEMENT": _statement,
        "HANDOVER": _handover,
    }
)
"""The papers that a person asks for; cover, contents and back are made when the case is closed (disputes.binding)."""


def paper_of(kind: str, file: FileContents, *, about: UUID | None = None, text: str = "") -> Printable:
    """The values of a paper.

    Args:
        about: which session, visit or party, where there are several; the last one otherwise.
        text: what only the person who prints it can say (a statement, a request, a hint).

    Raises:
        NothingToPrint: the case has nothing for it yet.
    """
    return FILLINGS[kind](file, about, text)


def _chosen(rows: list[Party], about: UUID | None) -> Party | None:
    return next((row for row in rows if row.pk == about), None)


def _spoken(text: str) -> tuple[Utterance, ...]:
    return tuple(Utterance(*one) for one in speech_in(text))


def _lines(text: str) -> tuple[str, ...]:
    return tuple(line.strip() for line in text.splitlines() if line.strip())


def _instalment(file: FileContents, row: Obligation) -> Instalment:
    by = row.party.name if row.party else "双方"
    others = [one.name for one in file.people if row.party and one.side != row.party.side]
    return Instalment(due_on=row.due_on, what=row.what, by=by, to="、".join(others), amount=row.amount)


def _performed(file: FileContents) -> str:
    everything, partly, not_due, nothing = shapes.FollowUpRecord.PERFORMED
    if not file.owed:
        return everything if file.case.outcome in SOLVED else ""
    done = [row for row in file.owed if row.performed_on]
    if len(done) == len(file.owed):
        return everything
    if done:
        return partly
    return nothing if any(row.due_on < file.today for row in file.owed) else not_due
