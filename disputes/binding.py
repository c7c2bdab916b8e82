"""Closing a dossier: its papers in order with their page numbers, and cover, contents and back made from them."""

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from core.permissions.actor import ActingPost, Actor
from core.workcalendar.rules import day_of
from disputes.choices import DossierKind
from disputes.dossier import MADE_AT_CLOSING, is_unsigned, numbered
from disputes.file_contents import FileContents
from disputes.issuing import put_paper, take_back_prints
from disputes.models import Case, DossierItem, Scan
from disputes.paper_parts import Leaf
from disputes.paper_shapes import Back, Contents, Cover
from disputes.selectors import dossier_of

PICTURES = ("image/jpeg", "image/png")


@dataclass(frozen=True, slots=True)
class Placed:
    """A paper with its first and last page; None for what bears no number: cover, contents, back, and prints that nobody
    signed, which are not bound."""

    item: DossierItem
    first: int | None = None
    last: int | None = None


def placed_in(items: list[DossierItem]) -> list[Placed]:
    """The papers of a dossier with their page numbers, counted through from 1."""
    inside = [item for item in items if item.kind not in MADE_AT_CLOSING and not is_unsigned(item)]
    spans = dict(zip((item.pk for item in inside), numbered(item.pages for item in inside), strict=True))
    return [Placed(item, *spans.get(item.pk, (None, None))) for item in items]


def bind_dossier(*, case: Case, actor: Actor, post: ActingPost | None, at: dt.datetime) -> int:
    """Make cover, contents and back anew.

    Returns:
        How many numbered pages the volume has.

    Raises:
        PaperNotMade: nothing was issued.
    """
    file = FileContents(case, at)
    rows = [row for row in placed_in(list(dossier_of(case).select_related("case"))) if row.first is not None]
    pages = rows[-1].last if rows and rows[-1].last else 0
    common: dict[str, Any] = {"committee": file.committee, "number": case.number}
    accepted = case.first_accepted_at or case.registered_at
    ended = case.settled_at or at
    filed_by = actor.name
    volume = {
        "COVER": Cover(
            **common,
            name=file.name,
            kind=file.kind,
            mediators=file.mediators,
            began_on=day_of(accepted),
            ended_on=day_of(ended),
            result=str(case.get_outcome_display()),
            filed_by=filed_by,
            filed_on=day_of(at),
            kept_for=file.kept_for,
            pages=pages,
            minors=file.minors,
        ),
        "CONTENTS": Contents(
            **common,
            leaves=tuple(_leaf(row) for row in rows),
            name=file.name,
            minors=file.minors,
        ),
        "BACK": Back(
            **common,
            pages=pages,
            photos=_photos(case),
            filed_by=filed_by,
            filed_on=day_of(at),
        ),
    }
    for kind, values in volume.items():
        take_back_prints(case=case, kind=kind, about=None, at=at, reason=_("重新立卷"))
        put_paper(case=case, kind=kind, values=values, actor=actor, post=post, at=at)
    return pages


def _photos(case: Case) -> int:
    """Photos are evidence; a signed sheet or an identity card that was photographed is a paper, counted by its pages."""
    return Scan.objects.filter(
        item__case=case,
        item__kind=DossierKind.EVIDENCE,
        item__removed_at=None,
        media_type__in=PICTURES,
    ).count()


def _leaf(row: Placed) -> Leaf:
    item = row.item
    return Leaf(
        item=item.title,
        page_from=row.first,
        page_to=row.last,
        number=item.case.number if item.paper else "",
    )
