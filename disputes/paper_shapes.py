"""The values of each paper of a case: one frozen class a paper, plain values only (人民调解文书格式, 司发通〔2010〕239号).

A reprint needs nothing but `as_data()` and the template that `disputes.papers.PAPERS` names. What is empty becomes a
line or a box for a pen.
"""

import datetime as dt
from dataclasses import dataclass, field
from typing import ClassVar

from core.crypto.masks import mask_name
from disputes.paper_parts import Handled, Instalment, Leaf, Party, Printable, Utterance, span_text
from disputes.seed import law_text, law_texts


@dataclass(frozen=True, slots=True)
class Application(Printable):
    """1 · 人民调解申请书. Both sides stand in `parties`; the applicants (申请人) sign."""

    TITLE: ClassVar[str] = "人民调解申请书"

    committee: str
    parties: tuple[Party, ...]
    facts: str = ""
    requests: tuple[str, ...] = ()
    applied_on: dt.date | None = None
    number: str = ""
    signers: tuple[str, ...] = ("申请人",)


@dataclass(frozen=True, slots=True)
class Registration(Printable):
    """2 · 人民调解受理登记表. `source` is 当事人申请, 主动调解 or 委托移送; `source_detail` who sent it."""

    TITLE: ClassVar[str] = "人民调解受理登记表"
    SOURCES: ClassVar[tuple[str, ...]] = ("当事人申请", "人民调解委员会主动调解", "委托移送")

    committee: str
    number: str
    parties: tuple[Party, ...]
    kind: str = ""
    source: str = ""
    source_detail: str = ""
    facts: str = ""
    is_consented: bool | None = None
    registrar: str = ""
    registered_on: dt.date | None = None
    note: str = ""


@dataclass(frozen=True, slots=True)
class RightsNotice(Printable):
    """3 · 人民调解当事人权利义务告知书, with arts. 23 and 24 in full, the routes kept open, no fee, and what binds."""

    TITLE: ClassVar[str] = "人民调解当事人权利义务告知书"

    committee: str
    number: str
    parties: tuple[Party, ...]
    mediators: tuple[str, ...] = ()
    is_public: bool | None = None
    is_accepted: bool | None = None
    given_by: str = ""
    given_on: dt.date | None = None
    rights: tuple[str, ...] = field(default_factory=lambda: law_texts("RIGHTS"))
    duties: tuple[str, ...] = field(default_factory=lambda: law_texts("DUTIES"))
    principles: tuple[str, ...] = field(default_factory=lambda: law_texts("PRINCIPLES"))
    effects: tuple[str, ...] = field(default_factory=lambda: law_texts("EFFECTS"))


@dataclass(frozen=True, slots=True)
class Authority(Printable):
    """4 · 授权委托书: who may speak for a party, and how far (一般授权 or 特别授权)."""

    TITLE: ClassVar[str] = "授权委托书"

    committee: str
    number: str
    principal: Party
    agent: Party
    subject: str = ""
    is_special: bool = False
    powers: tuple[str, ...] = ()
    given_on: dt.date | None = None


@dataclass(frozen=True, slots=True)
class InvestigationRecord(Printable):
    """5 · 人民调解调查记录: one person asked, question by answer, signed on each page; `session` is which, 0 when blank."""

    TITLE: ClassVar[str] = "人民调解调查记录"

    committee: str
    number: str
    asked: Party
    began_at: dt.datetime
    ended_at: dt.datetime | None = None
    session: int = 0
    relation: str = ""
    place: str = ""
    subject: str = ""
    present: tuple[str, ...] = ()
    investigators: tuple[str, ...] = ()
    recorder: str = ""
    entries: tuple[Utterance, ...] = ()
    time: str = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "time", span_text(self.began_at, self.ended_at))

    @property
    def suffix(self) -> str:
        """Which one; of a blank form, whom it was printed for, a person masked, since titles are read by who reads no names."""
        asked = self.asked
        if self.session:
            return _nth(self.session)
        if not asked.name:
            return ""
        return f"（{asked.label}{asked.name if asked.is_organisation else mask_name(asked.name)}）"


def _nth(session: int) -> str:
    return f"（第{session}次）" if session else ""


@dataclass(frozen=True, slots=True)
class MediationRecord(Printable):
    """7 · 人民调解记录: one session, all present sign on each page."""

    TITLE: ClassVar[str] = "人民调解记录"

    committee: str
    number: str
    parties: tuple[Party, ...]
    began_at: dt.datetime
    ended_at: dt.datetime | None = None
    session: int = 1
    place: str = ""
    subject: str = ""
    is_public: bool | None = None
    present: tuple[str, ...] = ()
    mediators: tuple[str, ...] = ()
    recorder: str = ""
    entries: tuple[Utterance, ...] = ()
    result: str = ""
    note: str = ""
    time: str = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "time", span_text(self.began_at, self.ended_at))

    @property
    def suffix(self) -> str:
        """Which session."""
        return _nth(self.session)


@dataclass(frozen=True, slots=True)
class Agreement(Printable):
    """8 · 人民调解协议书. In force once parties and mediator have signed and the seal is on it (art. 29)."""

    TITLE: ClassVar[str] = "人民调解协议书"

    committee: str
    number: str
    parties: tuple[Party, ...]
    facts: str = ""
    terms: tuple[str, ...] = ()
    performance: str = ""
    instalments: tuple[Instalment, ...] = ()
    copies: int | None = None
    mediators: tuple[str, ...] = ()
    recorder: str = ""
    signed_on: dt.date | None = None
    confirmation: tuple[str, ...] = field(default_factory=lambda: law_texts("CONFIRMATION"))


@dataclass(frozen=True, slots=True)
class OralAgreement(Printable):
    """8b · 人民调解口头协议登记表: filled in by the committee; in force on the day agreed (art. 30)."""

    TITLE: ClassVar[str] = "人民调解口头协议登记表"

    committee: str
    number: str
    parties: tuple[Party, ...]
    facts: str = ""
    terms: tuple[str, ...] = ()
    performance: str = ""
    instalments: tuple[Instalment, ...] = ()
    mediators: tuple[str, ...] = ()
    agreed_on: dt.date | None = None
    note: str = ""


@dataclass(frozen=True, slots=True)
class FollowUpRecord(Printable):
    """10 · 人民调解回访记录."""

    TITLE: ClassVar[str] = "人民调解回访记录"
    PERFORMED: ClassVar[tuple[str, ...]] = ("已全部履行", "部分履行", "未到期", "未履行")
    SATISFIED: ClassVar[tuple[str, ...]] = ("满意", "基本满意", "不满意", "其他")

    committee: str
    number: str
    parties: tuple[Party, ...]
    agreement_number: str = ""
    reason: str = ""
    way: str = ""
    visited_on: dt.date | None = None
    visited: tuple[str, ...] = ()
    performed: str = ""
    satisfied: str = ""
    content: str = ""
    advice: str = ""
    visitors: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ConfirmationApplication(Printable):
    """11 · 司法确认申请书: both sides ask the court together, within thirty days from effect (art. 33)."""

    TITLE: ClassVar[str] = "司法确认申请书"

    court: str
    committee: str
    number: str
    parties: tuple[Party, ...]
    facts: str = ""
    terms: tuple[str, ...] = ()
    effective_on: dt.date | None = None
    last_on: dt.date | None = None
    attachments: tuple[str, ...] = ()
    applied_on: dt.date | None = None
    pledge: tuple[str, ...] = field(default_factory=lambda: law_texts("PLEDGE"))


@dataclass(frozen=True, slots=True)
class TerminationNotice(Printable):
    """12 · 人民调解终止通知书: mediation is over, these ways stay open (art. 26); with the receipt the parties sign. On what
    ground it ended decides the articles in `basis`."""

    TITLE: ClassVar[str] = "终止调解通知书"

    committee: str
    number: str
    parties: tuple[Party, ...]
    subject: str = ""
    accepted_on: dt.date | None = None
    reason: str = ""
    ways: tuple[str, ...] = field(default_factory=lambda: law_texts("WAYS"))
    hints: tuple[str, ...] = ()
    ended_on: dt.date | None = None
    basis: str = field(default_factory=lambda: law_text("TERMINATION"))


@dataclass(frozen=True, slots=True)
class ClosingReport(Printable):
    """13 · 结案报告表."""

    TITLE: ClassVar[str] = "人民调解结案报告表"

    committee: str
    number: str
    parties: tuple[Party, ...]
    kind: str = ""
    source: str = ""
    handler: str = ""
    accepted_on: dt.date | None = None
    closed_on: dt.date | None = None
    facts: str = ""
    course: str = ""
    result: str = ""
    performance: str = ""
    opinion: str = ""


@dataclass(frozen=True, slots=True)
class Cover(Printable):
    """卷宗封面. It stands on a shelf, so that no minor is named on it."""

    TITLE: ClassVar[str] = "人民调解卷宗"
    IS_SEEN_OUTSIDE: ClassVar[bool] = True

    committee: str
    number: str
    name: str
    kind: str = ""
    mediators: tuple[str, ...] = ()
    began_on: dt.date | None = None
    ended_on: dt.date | None = None
    result: str = ""
    filed_by: str = ""
    filed_on: dt.date | None = None
    kept_for: str = ""
    pages: int | None = None
    note: str = ""
    minors: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Contents(Printable):
    """卷内目录."""

    TITLE: ClassVar[str] = "卷内目录"
    IS_SEEN_OUTSIDE: ClassVar[bool] = True

    committee: str
    number: str
    leaves: tuple[Leaf, ...]
    name: str = ""
    minors: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Statement(Printable):
    """卷宗情况说明: what is missing, what was corrected, what lies elsewhere."""

    TITLE: ClassVar[str] = "卷宗情况说明"

    committee: str
    number: str
    text: str = ""
    filed_by: str = ""
    checked_by: str = ""
    stated_on: dt.date | None = None


@dataclass(frozen=True, slots=True)
class Back(Printable):
    """封底: how much the volume holds, who bound and who checked it."""

    TITLE: ClassVar[str] = "卷宗封底"
    IS_SEEN_OUTSIDE: ClassVar[bool] = True

    committee: str
    number: str
    pages: int | None = None
    photos: int | None = None
    discs: int | None = None
    filed_by: str = ""
    checked_by: str = ""
    filed_on: dt.date | None = None


@dataclass(frozen=True, slots=True)
class Handover(Printable):
    """任务移交单 (交办, 转办, 移送): the case leaves the unit, so that no minor is named. `due`: what is owed until when, a
    line each."""

    TITLE: ClassVar[str] = "任务移交单"
    IS_SEEN_OUTSIDE: ClassVar[bool] = True
    ACTS: ClassVar[tuple[str, ...]] = ("交办", "转办", "移送", "提级办理", "退回")

    number: str
    act: str
    sender: str
    receiver: str
    subject: str
    parties: tuple[Party, ...] = ()
    reason: str = ""
    source: str = ""
    kind: str = ""
    scale: str = ""
    people: int | None = None
    amount: str = ""
    risk: str = ""
    happened_on: dt.date | None = None
    place: str = ""
    grid: str = ""
    content: str = ""
    opinion: str = ""
    due: str = ""
    joint: str = ""
    handled: tuple[Handled, ...] = ()
    enclosed: tuple[Leaf, ...] = ()
    sent_by: str = ""
    sent_at: dt.datetime | None = None
    minors: tuple[str, ...] = ()
