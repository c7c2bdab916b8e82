"""What the page of a dossier shows: its places in the official order, what lies there, and what can be printed."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from typing import Final
from uuid import UUID

from django.utils.translation import gettext as _

from disputes.binding import Placed, placed_in
from disputes.choices import AgreementForm, DossierKind, Outcome, Verb
from disputes.dossier import MADE_AT_CLOSING, PLACES, is_unsigned, mandatory_for, places_open
from disputes.facts import Facts
from disputes.file_contents import FileContents
from disputes.models import Case, DossierItem, Scan
from disputes.papers import PAPERS
from disputes.printouts import FILLINGS
from disputes.word import TEMPLATES as IN_WORD

WANTS_TEXT: Final = {
    "STATEMENT": _("卷宗情况"),
    "CLOSING_REPORT": _("结案意见"),
    "APPLICATION": _("申请事项"),
    "TERMINATION_NOTICE": _("告知事项"),
}
_ENDED: Final = (Outcome.FAILED, Outcome.REFUSED, Outcome.TERMINATED, Outcome.WITHDRAWN, Outcome.BARRED)
_HANDED: Final = (Verb.TRANSFER, Verb.HAND_UP, Verb.ESCALATE, Verb.URGENT, Verb.HAND_BACK, Verb.HAND_TO_TRADE)


@dataclass(slots=True)
class Row:
    """A paper with its pages and the files that lie with it.

    `is_waiting`: printed, and its signed sheets may still come back; `is_unsigned`: they didn't before the dossier was closed.
    """

    placed: Placed
    is_waiting: bool
    is_unsigned: bool
    scans: list[Scan] = field(default_factory=list)

    @property
    def item(self) -> DossierItem:
        return self.placed.item


@dataclass(slots=True)
class Place:
    """One item of the official list. `is_missing`: mandatory for this outcome, and nothing fills it."""

    kind: DossierKind
    is_mandatory: bool
    is_missing: bool
    is_made_at_closing: bool
    rows: list[Row] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Print:
    """A paper that can be printed now; `about` are the sessions, visits or parties it can be about."""

    kind: str
    title: str
    place: str
    about: list[tuple[str, str]]
    text: str
    has_word: bool


def places_of(case: Case, facts: Facts, items: Sequence[DossierItem]) -> list[Place]:
    """Every place in the official order with what lies there; page numbers are counted through."""
    needed, taken = mandatory_for(case.outcome, is_investigated=facts.inquiries > 0), places_open(case)
    places = {
        kind.value: Place(
            kind, kind in needed, kind in needed and kind not in facts.filed, kind in MADE_AT_CLOSING
        )
        for kind in DossierKind
    }
    rows = {placed.item.pk: _row(placed, taken) for placed in placed_in(list(items))}
    scans = Scan.objects.filter(item__in=list(rows)).defer("content").order_by("item", "position")
    for scan in scans:
        rows[scan.item_id].scans.append(scan)
    for row in rows.values():
        places[row.item.kind].rows.append(row)
    return list(places.values())


def _row(placed: Placed, taken: Collection[str]) -> Row:
    lacks, is_open = is_unsigned(placed.item), placed.item.kind in taken
    return Row(placed, is_waiting=lacks and is_open, is_unsigned=lacks and not is_open)


def prints_of(file: FileContents) -> list[Print]:
    """The papers that the case can fill in now, in the order of the dossier."""
    found = []
    for kind in FILLINGS:
        about = _about(kind, file)
        if about is None:
            continue
        paper = PAPERS[kind]
        has_word = paper.shape in IN_WORD
        text = str(WANTS_TEXT.get(kind, ""))
        found.append(Print(kind, paper.title, PLACES[paper.item], about, text, has_word))
    return sorted(found, key=lambda one: one.place)


def _about(kind: str, file: FileContents) -> list[tuple[str, str]] | None:
    """What the paper can be about ([] where it is about the case itself); None where it can't be printed yet."""
    case, agreed = file.case, file.agreement
    if kind == "MEDIATION_RECORD":
        named = [
            (_key(one.corrects_id or one.pk), _("第%(n)s次") % {"n": one.number}) for one in file.sittings
        ]
        return list(reversed(named)) or None
    if kind == "FOLLOW_UP_RECORD":
        return [(_key(one.pk), f"{one.on} {one.whom}") for one in reversed(file.visits)] or None
    if kind == "AUTHORITY":
        return [
            (_key(one.pk), one.name) for one in file.people if one.agent_name and not one.is_minor
        ] or None
    if kind == "INVESTIGATION_RECORD":
        held = [
            (_key(one.corrects_id or one.pk), _("第%(n)s次：%(who)s") % {"n": one.number, "who": one.name})
            for one in reversed(file.inquiries)
        ]
        return held + [(_key(one.pk), _("空白表：%(who)s") % {"who": one.name}) for one in file.people]
    possible = {
        "AGREEMENT": agreed is not None and agreed.form == AgreementForm.WRITTEN,
        "ORAL_AGREEMENT": agreed is not None and agreed.form == AgreementForm.ORAL,
        "CONFIRMATION_APPLICATION": agreed is not None
        and agreed.form == AgreementForm.WRITTEN
        and agreed.effective_on is not None,
        "TERMINATION_NOTICE": case.outcome in _ENDED
        or (case.outcome == Outcome.TRANSFERRED and file.is_begun),
        "CLOSING_REPORT": bool(case.outcome),
        "HANDOVER": any(step.verb in _HANDED for step in file.steps),
    }
    return [] if possible.get(kind, True) else None


def _key(pk: UUID) -> str:
    return str(pk)
