"""The course of a case as its papers tell it: the steps that led somewhere, and how its mediation ended."""

import datetime as dt
from dataclasses import dataclass
from typing import Final

from django.utils.translation import gettext as _

from core.workcalendar.rules import day_of
from disputes.choices import Outcome, State, Verb
from disputes.file_contents import FileContents
from disputes.models import Step
from disputes.seed import law_text
from disputes.timeline import title_of

_BESIDE: Final = (Verb.CORRECT, Verb.NOTE)
"""Steps that mend or remark and lead nowhere: the course of the mediation does not tell them."""

_RESTS_ON: Final[dict[str, str]] = {
    Outcome.FAILED: "TERMINATION",
    Outcome.TERMINATED: "TERMINATION",
    Outcome.TRANSFERRED: "TERMINATION",
    Outcome.REFUSED: "REFUSAL",
    Outcome.WITHDRAWN: "WITHDRAWAL",
    Outcome.BARRED: "BARRED_{ground}",
}
"""Under which topic of seed/law_texts.csv each end of mediation stands; what is barred, by the ground of its report."""


@dataclass(frozen=True, slots=True)
class Ending:
    """How mediation came to nothing: why, on which day, and by which articles."""

    reason: str
    on: dt.date
    basis: str


def course_of(file: FileContents) -> list[tuple[Step, str]]:
    """The steps that led somewhere, each as somebody would say it."""
    told = zip(file.steps, (None, *file.steps), strict=False)
    return [(step, title_of(step, before)) for step, before in told if step.verb not in _BESIDE]


def ending_of(file: FileContents) -> Ending | None:
    """How its mediation ended without an agreement; None where it goes on or was settled. Where it is barred, what was
    found and reported is not told: whoever is suspected reads the notice as well."""
    outcome = file.case.outcome
    if outcome not in _RESTS_ON:
        return None
    last = next((step for step in reversed(file.steps) if _ends(step)), None)
    facts = last.facts if last else {}
    what = _("移送%(body)s") % facts if facts.get("body") else str(file.case.get_outcome_display())
    said = last.note.strip() if last and outcome != Outcome.BARRED else ""
    return Ending(
        reason="，".join(filter(None, (what, said))),
        on=day_of(last.at) if last else file.today,
        basis=law_text(_RESTS_ON[outcome].format(**facts)),
    )


def _ends(step: Step) -> bool:
    return step.to_state in (State.ENDED, State.TRANSFERRED) and step.verb not in _BESIDE
