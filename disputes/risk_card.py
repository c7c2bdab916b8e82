"""The risk of one dispute as its pages show it: the grade that stands, its way so far, and what may be done with it."""

import datetime as dt
from dataclasses import dataclass
from typing import Final
from uuid import UUID

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.functional import Promise as Text
from django.utils.translation import gettext_lazy as _

from core.permissions.actor import Actor
from core.permissions.verdict import Verdict
from disputes.choices import SweepLevel
from disputes.models import Case, RiskGrade, RiskSweep
from disputes.policies.risk import (
    may_answer_contest,
    may_confirm_risk,
    may_contest,
    may_end_grade,
    may_grade,
    may_read_plan,
    may_speak_for_concerned,
)
from disputes.rules.risks import is_villages_own

PEOPLE: Final = (
    "helper",
    "graded_by",
    "village_by",
    "township_by",
    "contested_by",
    "answered_by",
    "sweep",
)
ACTS: Final[dict[str, Text]] = {
    "confirm": _("确认等级"),
    "tell": _("登记已告知"),
    "contest": _("登记异议"),
    "answer": _("答复异议"),
    "end": _("解除风险"),
}


@dataclass(frozen=True, slots=True)
class RiskOffer:
    """A button under the grade."""

    slug: str
    label: Text | str
    url: str
    verdict: Verdict


@dataclass(frozen=True, slots=True)
class RiskCard:
    """What stands on a page about the risk of one dispute.

    Attributes:
        grade: the one that stands, or None.
        plan: the safety plan where the viewer may read it, "" otherwise.
        run_out: its last day is over and nobody has looked again.
    """

    grade: RiskGrade | None
    plan: str = ""
    has_hidden_plan: bool = False
    run_out: bool = False

    @property
    def rungs(self) -> list[tuple[Text | str, str, bool]]:
        """Group, village, township: who spoke there, and whether they have. No group where the village graded."""
        grade = self.grade
        if grade is None:
            return []
        is_villages = is_villages_own(grade.level, grade.path, was_confirmed=grade.village_by is not None)
        village_by = grade.graded_by if is_villages else grade.village_by
        group = [] if is_villages else [(SweepLevel.GROUP.label, grade.graded_by.name, True)]
        return [
            *group,
            (
                SweepLevel.VILLAGE.label,
                village_by.name if village_by else "",
                grade.level != SweepLevel.GROUP,
            ),
            (
                SweepLevel.TOWNSHIP.label,
                grade.township_by.name if grade.township_by else "",
                grade.level == SweepLevel.TOWNSHIP,
            ),
        ]


def risk_of(case: Case, actor: Actor, *, on: dt.date, is_handler: bool = False) -> RiskCard:
    """The card of a case, in one query."""
    grade = RiskGrade.objects.filter(case=case, ended_at=None).select_related(*PEOPLE).first()
    if grade is None:
        return RiskCard(None)
    grade.case = case
    may_read = may_read_plan(actor, grade, is_handler=is_handler)
    return RiskCard(
        grade=grade,
        plan=grade.safety_plan if may_read else "",
        has_hidden_plan=bool(grade.safety_plan) and not may_read,
        run_out=grade.ends_on < on,
    )


def risk_offers(
    card: RiskCard, case: Case, sweep: RiskSweep | None, actor: Actor, *, is_handler: bool
) -> list[RiskOffer]:
    """What may be done now, with the reason where it may not."""
    verdict = may_grade(actor, case, sweep, is_handler=is_handler)
    label = _("重新评定") if card.grade else _("评定风险")
    offers = [RiskOffer("grade", label, reverse("grade_risk", args=[case.pk]), verdict)]
    if card.grade is not None:
        for slug, verdict in verdicts_on(card.grade, actor).items():
            offers.append(RiskOffer(slug, ACTS[slug], _address(case.pk, card.grade.pk, slug), verdict))
    return offers


def verdicts_on(grade: RiskGrade, actor: Actor) -> dict[str, Verdict]:
    """The acts that a standing grade is open to, by name."""
    found = {"confirm": may_confirm_risk(actor, grade)}
    if grade.shown_on is None:
        found["tell"] = may_speak_for_concerned(actor, grade)
    if grade.is_contested:
        found["answer"] = may_answer_contest(actor, grade)
    else:
        found["contest"] = may_contest(actor, grade)
    found["end"] = may_end_grade(actor, grade)
    return found


def past_grades(case: Case) -> QuerySet[RiskGrade]:
    """Grades of a case that have ended, the latest first."""
    return (
        RiskGrade.objects.filter(case=case, ended_at__isnull=False)
        .select_related(*PEOPLE)
        .order_by("-graded_at")
    )


def _address(case: UUID, grade: UUID, slug: str) -> str:
    return reverse("risk_act", args=[case, grade, slug])
