"""The papers of a case in the official shape: what each is, where it stands in the dossier, who signs it.

The values of a paper are a class of `disputes.paper_shapes`; `disputes.word` makes the two Word copies.
"""

from dataclasses import dataclass
from typing import Final

from disputes.paper_parts import Printable
from disputes.paper_shapes import (
    Agreement,
    Application,
    Authority,
    Back,
    ClosingReport,
    ConfirmationApplication,
    Contents,
    Cover,
    FollowUpRecord,
    Handover,
    InvestigationRecord,
    MediationRecord,
    OralAgreement,
    Registration,
    RightsNotice,
    Statement,
    TerminationNotice,
)

TEMPLATES: Final = "disputes/typst"


@dataclass(frozen=True, slots=True)
class Paper:
    """What a paper is.

    Attributes:
        kind: code of the paper.
        title: as it stands on the paper.
        template: path below the project.
        item: the dossier item it fills (seed/dossier_items.csv); "" where it lies in no dossier.
        is_signed: parties sign it, so that the signed sheet has to be scanned back into its place.
        is_numbered: it bears a number of the committee.
        is_signed_each_page: all present sign every page.
        shape: the class of its values.
    """

    kind: str
    title: str
    template: str
    item: str
    is_signed: bool
    is_numbered: bool
    is_signed_each_page: bool
    shape: type[Printable]

    @property
    def is_seen_outside(self) -> bool:
        """It leaves the dossier or stands on its outside: minors are not named on it."""
        return self.shape.IS_SEEN_OUTSIDE


def _paper(
    kind: str,
    shape: type[Printable],
    item: str,
    *,
    signed: bool = False,
    numbered: bool = True,
    each: bool = False,
) -> Paper:
    template = f"{TEMPLATES}/{kind.lower()}.typ"
    return Paper(kind, shape.TITLE, template, item, signed, numbered, each, shape)


PAPERS: Final[dict[str, Paper]] = {
    paper.kind: paper
    for paper in (
        _paper("COVER", Cover, "COVER"),
        _paper("CONTENTS", Contents, "CONTENTS"),
        _paper("APPLICATION", Application, "APPLICATION", signed=True, numbered=False),
        _paper("REGISTRATION", Registration, "APPLICATION", signed=True),
        _paper("RIGHTS_NOTICE", RightsNotice, "RIGHTS_NOTICE", signed=True),
        _paper("AUTHORITY", Authority, "AUTHORITY", signed=True),
        _paper("INVESTIGATION_RECORD", InvestigationRecord, "INVESTIGATION", signed=True, each=True),
        _paper("MEDIATION_RECORD", MediationRecord, "MEDIATION_RECORD", signed=True, each=True),
        _paper("AGREEMENT", Agreement, "AGREEMENT", signed=True),
        _paper("ORAL_AGREEMENT", OralAgreement, "AGREEMENT"),
        _paper("TERMINATION_NOTICE", TerminationNotice, "TERMINATION", signed=True),
        _paper("FOLLOW_UP_RECORD", FollowUpRecord, "FOLLOW_UP", signed=True),
        _paper("CONFIRMATION_APPLICATION", ConfirmationApplication, "CONFIRMATION", signed=True),
        _paper("CLOSING_REPORT", ClosingReport, "CLOSING_REPORT"),
        _paper("STATEMENT", Statement, "STATEMENT"),
        _paper("BACK", Back, "BACK"),
        _paper("HANDOVER", Handover, "HANDOVER"),
    )
}
