"""What lies in the file of a case, read once for whichever paper is to be filled in."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TypeVar

from django.db.models import QuerySet

from core.workcalendar.rules import day_of
from disputes.choices import PARTIES, AgentPower, CommitteeKind, PartyKind, Sex, Side, Verb
from disputes.mediators import committees_at
from disputes.models import (
    Agreement,
    Case,
    CaseKind,
    Committee,
    Confirmation,
    FollowUp,
    Inquiry,
    Obligation,
    Party,
    Sitting,
    Step,
)
from disputes.paper_parts import Party as OnPaper
from disputes.rules.levels import seat_of
from disputes.seed import ethnicity_names
from disputes.selectors import parties_of, steps_of

Record = TypeVar("Record", Inquiry, Sitting)

LABELS = {
    Side.APPLICANT: "申请人",
    Side.RESPONDENT: "被申请人",
    Side.THIRD: "第三人",
    Side.CONCERNED: "相关人",
}


@dataclass(frozen=True)
class FileContents:
    """A case and its rows, each asked for when a paper needs it; `at` is when the paper is made."""

    case: Case
    at: dt.datetime

    @property
    def today(self) -> dt.date:
        return day_of(self.at)

    @property
    def number(self) -> str:
        """What the case is found by: its number, or its code where no committee took it on (当场化解)."""
        return self.case.number or self.case.code

    @cached_property
    def committee(self) -> str:
        found: Committee | None = self.case.committee
        if found is None:
            found = next(iter(committees_at(self.case)), None)
        return found.name if found else "人民调解委员会"

    def committee_of(self, level: str) -> str:
        """The committee that sat on a level: the case's own where it is led now, else the one that stands there."""
        if level == self.case.level:
            return self.committee
        seat = seat_of(self.case.path, level)
        standing = (
            Committee.objects.filter(path=seat).exclude(kind=CommitteeKind.TRADE).order_by("valid_from")
        )
        found = standing.values_list("name", flat=True).first()
        return found or self.committee

    @property
    def kind(self) -> str:
        return self._kind.label if self._kind else self.case.kind_code

    @property
    def kept_for(self) -> str:
        """How long the dossier is kept, by its kind; "" leaves it for a pen."""
        return str(self._kind.get_kept_for_display()) if self._kind and self._kind.kept_for else ""

    @cached_property
    def _kind(self) -> CaseKind | None:
        found: CaseKind | None = CaseKind.objects.filter(code=self.case.kind_code).first()
        return found

    @cached_property
    def people(self) -> list[Party]:
        return parties_of(self.case, *PARTIES)

    @cached_property
    def mediators(self) -> tuple[str, ...]:
        return (self.case.mediator.name,) if self.case.mediator else ()

    @cached_property
    def agreement(self) -> Agreement | None:
        found: Agreement | None = Agreement.objects.filter(case=self.case, voided_at=None).first()
        return found

    @cached_property
    def owed(self) -> list[Obligation]:
        rows = Obligation.objects.filter(agreement=self.agreement).select_related("party")
        return list(rows.order_by("position"))

    @cached_property
    def confirmation(self) -> Confirmation | None:
        found: Confirmation | None = Confirmation.objects.filter(agreement=self.agreement).first()
        return found

    @cached_property
    def inquiries(self) -> list[Inquiry]:
        """Each inquiry once, as it was last corrected, in their order."""
        return _as_corrected(Inquiry.objects.filter(case=self.case).select_related("party"))

    @cached_property
    def sittings(self) -> list[Sitting]:
        """Each session once, as it was last corrected, in their order."""
        return _as_corrected(Sitting.objects.filter(case=self.case).select_related("room", "mediator"))

    @cached_property
    def visits(self) -> list[FollowUp]:
        rows = FollowUp.objects.filter(case=self.case).select_related("by")
        return list(rows.order_by("on", "written_at"))

    @cached_property
    def steps(self) -> list[Step]:
        return steps_of(self.case)

    @cached_property
    def minors(self) -> tuple[str, ...]:
        rows = Party.objects.filter(case=self.case, is_minor=True)
        return tuple(rows.values_list("name", flat=True))

    @property
    def is_consented(self) -> bool | None:
        """False once a party refused; True once mediation began, into which nobody who refuses is led; else unknown."""
        if any(row.has_refused for row in self.people):
            return False
        return True if self.is_begun else None

    @property
    def is_begun(self) -> bool:
        """Mediation began since the case was last opened: after a reopening everybody is asked anew."""
        for step in reversed(self.steps):
            if step.verb in (Verb.START, Verb.REOPEN):
                return step.verb == Verb.START
        return False

    def with_guardians(self, present: Sequence[str]) -> list[str]:
        """Who was present; a minor never without the guardian who speaks and signs for them."""
        guardians = {row.name: row.agent_name for row in self.people if row.is_minor and row.agent_name}
        named: list[str] = []
        for name in present:
            named.append(name)
            if (guardian := guardians.get(name)) and guardian not in (*present, *named):
                named.append(guardian)
        return named

    @property
    def name(self) -> str:
        """王长顺与李桂芝房屋宅基地纠纷."""
        sides = ("、".join(row.name for row in self.people if row.side == side) for side in PARTIES[:2])
        return "与".join(filter(None, sides)) + self.kind

    def parties(self, *, with_numbers: bool = False) -> tuple[OnPaper, ...]:
        """The people as the forms ask for them.

        Args:
            with_numbers: the form asks for ID numbers (a court's, an authority); most don't.
        """
        return tuple(self.on_paper(row, with_number=with_numbers) for row in self.people)

    def on_paper(self, row: Party, *, with_number: bool = False) -> OnPaper:
        is_organisation = row.kind == PartyKind.ORGANISATION
        number = row.id_number.reveal() if with_number or is_organisation else ""
        agent = ""
        if row.agent_name and not row.is_minor:
            power = f"（{row.get_agent_power_display()}）" if row.agent_power != AgentPower.NONE else ""
            phone = row.agent_phone.reveal()
            agent = row.agent_name + power + (f"，{phone}" if phone else "")
        return OnPaper(
            label=LABELS[Side(row.side)],
            name=row.name,
            is_organisation=is_organisation,
            sex=str(row.get_sex_display()) if row.sex in (Sex.MALE, Sex.FEMALE) else "",
            ethnicity=ethnicity_names().get(row.ethnicity, ""),
            age=_age(row.born_on, self.today),
            id_number="" if is_organisation else number,
            phone=row.phone.reveal(),
            occupation=row.occupation,
            address=row.address,
            code=number if is_organisation else "",
            head=row.representative,
            guardian=row.agent_name if row.is_minor else "",
            agent=agent,
            is_minor=row.is_minor,
        )


def _as_corrected(rows: QuerySet[Record]) -> list[Record]:
    latest = {row.corrects_id or row.pk: row for row in rows.order_by("written_at")}
    return sorted(latest.values(), key=lambda row: row.number)


def _age(born_on: dt.date | None, on: dt.date) -> int | str:
    if born_on is None:
        return ""
    return on.year - born_on.year - ((on.month, on.day) < (born_on.month, born_on.day))
