"""The dossier gate: which items a case of this outcome has to have, and which are not there (REFERENCE §4.4)."""

from collections.abc import Collection, Iterable
from typing import Final

from django.db.models import Q

from disputes.choices import DossierKind, Outcome, State
from disputes.models import Case, DossierItem
from disputes.papers import PAPERS

# The papers of an agreement that gave way to another: what is said about that one names it (`about`).
OF_AN_EARLIER_AGREEMENT: Final = Q(kind=DossierKind.AGREEMENT, about__isnull=False)
# The print of a paper that parties sign, whose signed sheets didn't come back.
UNSIGNED: Final = Q(
    paper__in=sorted(paper.kind for paper in PAPERS.values() if paper.is_signed),
    document__isnull=False,
    is_signed=False,
)
# Fills no place: an unsigned print (its signed sheet does), what lies there for another reason, what was agreed before.
FILLS_NOTHING: Final = UNSIGNED | Q(paper__in=("CLOSING_REPORT", "HANDOVER")) | OF_AN_EARLIER_AGREEMENT
# The places of the trade's list (seed/dossier_items.csv) in the kinds that a case's file is ordered by.
PLACES: Final[dict[str, DossierKind]] = {
    "COVER": DossierKind.COVER,
    "CONTENTS": DossierKind.CONTENTS,
    "APPLICATION": DossierKind.APPLICATION,
    "RIGHTS_NOTICE": DossierKind.RIGHTS_NOTICE,
    "IDENTITY": DossierKind.IDENTITY,
    "AUTHORITY": DossierKind.MANDATE,
    "INVESTIGATION": DossierKind.INVESTIGATION,
    "EVIDENCE": DossierKind.EVIDENCE,
    "MEDIATION_RECORD": DossierKind.SESSION,
    "AGREEMENT": DossierKind.AGREEMENT,
    "TERMINATION": DossierKind.AGREEMENT,
    "PERFORMANCE": DossierKind.PERFORMANCE,
    "FOLLOW_UP": DossierKind.FOLLOW_UP,
    "CONFIRMATION": DossierKind.CONFIRMATION,
    "HANDOVER": DossierKind.STATEMENT,
    "CLOSING_REPORT": DossierKind.STATEMENT,
    "STATEMENT": DossierKind.STATEMENT,
    "BACK": DossierKind.BACK,
}

# Written by the platform when the dossier is closed, so nobody is asked for them beforehand.
MADE_AT_CLOSING: Final = (DossierKind.COVER, DossierKind.CONTENTS, DossierKind.BACK)
_ALWAYS: Final = (DossierKind.APPLICATION,)
_MEDIATED: Final = (
    DossierKind.APPLICATION,
    DossierKind.RIGHTS_NOTICE,
    DossierKind.IDENTITY,
    DossierKind.SESSION,
    DossierKind.AGREEMENT,
)
MANDATORY: Final[dict[str, tuple[DossierKind, ...]]] = {
    Outcome.SETTLED: (*_MEDIATED, DossierKind.PERFORMANCE),
    Outcome.SETTLED_ON_SPOT: (DossierKind.APPLICATION, DossierKind.AGREEMENT),
    Outcome.FAILED: _MEDIATED,
    Outcome.TERMINATED: (*_ALWAYS, DossierKind.AGREEMENT),
    Outcome.REFUSED: (*_ALWAYS, DossierKind.AGREEMENT),
    Outcome.WITHDRAWN: (*_ALWAYS, DossierKind.STATEMENT),
    Outcome.BARRED: (*_ALWAYS, DossierKind.STATEMENT),
    Outcome.TRANSFERRED: _ALWAYS,
}


def is_unsigned(item: DossierItem) -> bool:
    """`UNSIGNED`, of a row that was read."""
    paper = PAPERS.get(item.paper)
    return bool(paper and paper.is_signed and item.document_id and not item.is_signed)


def places_open(case: Case) -> tuple[DossierKind, ...]:
    """Where papers may be laid now: a closed dossier takes only the record of a visit that came after it."""
    if case.state == State.CLOSED:
        return (DossierKind.FOLLOW_UP,)
    return tuple(kind for kind in DossierKind if kind not in MADE_AT_CLOSING) if case.is_open else ()


def mandatory_for(outcome: str, *, is_investigated: bool) -> tuple[DossierKind, ...]:
    """The items that a dossier has to hold before the case may be closed, in its order.

    Args:
        is_investigated: an inquiry is on record, so that its signed sheet has to be there (进行过调查的).
    """
    needed = MANDATORY.get(outcome, _ALWAYS)
    return tuple(sorted({*needed, DossierKind.INVESTIGATION})) if is_investigated else needed


def missing_from(outcome: str, filed: Collection[str], *, is_investigated: bool) -> tuple[str, ...]:
    """Titles of mandatory items that are not filed, in the dossier's order."""
    needed = mandatory_for(outcome, is_investigated=is_investigated)
    return tuple(str(kind.label) for kind in needed if kind not in filed)


def numbered(pages: Iterable[int]) -> list[tuple[int, int]]:
    """The first and last page of each item, pages counted on from 1."""
    spans, last = [], 0
    for count in pages:
        spans.append((last + 1, last + count))
        last += count
    return spans
