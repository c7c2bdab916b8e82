"""A paper is set, kept as issued, and laid into its place in the dossier: for the verbs that print."""

import datetime as dt
import io
from typing import Final
from uuid import UUID

from django.db.models import Max
from django.utils.translation import gettext as _
from pypdf import PdfReader

from core.permissions.actor import ActingPost, Actor
from core.permissions.verdict import Refused
from core.printing.actions.issue_document import issue_document
from core.printing.fonts import FontMissing
from core.printing.models import DocumentFile
from core.printing.typesetting import TypesettingFailed
from disputes.choices import DossierKind
from disputes.dossier import PLACES
from disputes.models import Agreement, Case, DossierItem
from disputes.paper_parts import Printable
from disputes.papers import PAPERS

LONGEST_TITLE: Final = 90
"""So much of a title is kept where words are added to it; the column takes a hundred."""


class PaperNotMade(Refused):
    """The machine lacks what it takes to print."""


def put_paper(
    *,
    case: Case,
    kind: str,
    values: Printable,
    actor: Actor,
    post: ActingPost | None,
    at: dt.datetime,
    about: UUID | None = None,
) -> DossierItem:
    """Issue the paper and file it with its page count; unsigned until its signed sheet is filed.

    Raises:
        PaperNotMade: nothing was issued.
    """
    paper = PAPERS[kind]
    title = f"{paper.title}{values.suffix}"
    try:
        document = issue_document(
            template=paper.template,
            data=values.as_data(),
            kind=f"disputes.{kind.lower()}",
            title=f"{title} {case.number}".strip(),
            actor=actor,
            at=at,
            subject=case,
            post=post,
            organisation_id=case.committee_id,
        )
    except FontMissing:
        raise PaperNotMade(_("缺少印制文书的字体，请联系系统管理员。")) from None
    except TypesettingFailed:
        raise PaperNotMade(_("“%(title)s”没有排出来，请联系系统管理员。") % {"title": title}) from None
    place = PLACES[paper.item]
    last = DossierItem.objects.filter(case=case, kind=place).aggregate(last=Max("position"))["last"] or 0
    item: DossierItem = DossierItem.objects.create(
        case=case,
        kind=place,
        position=last + 1,
        title=title,
        paper=kind,
        document=document,
        about=about,
        pages=pages_of(DocumentFile.objects.get(document=document).content),
        filed_at=at,
        filed_by_id=actor.person_id,
    )
    return item


def take_back_prints(*, case: Case, kind: str, about: UUID | None, at: dt.datetime, reason: str) -> None:
    """Prints of the same paper that nobody signed give way to a new one."""
    DossierItem.objects.filter(
        case=case, paper=kind, about=about, is_signed=False, removed_at=None, document__isnull=False
    ).update(removed_at=at, removal_reason=reason)


def set_aside_agreement(agreement: Agreement, *, at: dt.datetime, reason: str) -> None:
    """The agreement no longer counts, and neither do its papers: prints that nobody signed go, what was signed stays in
    the file as that of the earlier agreement and fills no place."""
    Agreement.objects.filter(pk=agreement.pk).update(voided_at=at, void_reason=reason)
    papers = DossierItem.objects.filter(
        case=agreement.case_id,
        kind=DossierKind.AGREEMENT,
        about=None,
        removed_at=None,
        filed_at__gte=agreement.written_at,
    ).exclude(paper="TERMINATION_NOTICE")
    papers.filter(is_signed=False, document__isnull=False).update(removed_at=at, removal_reason=reason)
    for paper in papers:
        paper.about, paper.title = agreement.pk, f"{paper.title[:LONGEST_TITLE]}{_('（原协议）')}"
        paper.save(update_fields=["about", "title"])


def pages_of(pdf: bytes) -> int:
    """How many sheets a PDF has."""
    return len(PdfReader(io.BytesIO(pdf)).pages)
