"""Scans and photos go into their place in the dossier."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from core.audit.actions.record import record
from core.permissions.actor import Actor
from core.permissions.verdict import Refused, require
from core.tenancy.ids import uuid7
from disputes.binding import bind_dossier
from disputes.choices import DossierKind
from disputes.dossier import MADE_AT_CLOSING
from disputes.log_codes import DOSSIER_FILED
from disputes.models import Case, DossierItem, Scan
from disputes.policies import may_file
from disputes.scanning import Sheet
from disputes.selectors import facts_of


@dataclass(frozen=True, slots=True)
class Filed:
    """What was filed: the paper, and the names of files that lie in this dossier already, each with its place."""

    item: DossierItem
    twice: tuple[tuple[str, str], ...] = ()


class FiledAlready(Refused):
    """Every one of the files lies in this dossier already."""


@transaction.atomic
def file_in_dossier(
    *,
    case: Case,
    kind: str,
    title: str,
    sheets: Sequence[Sheet],
    actor: Actor,
    at: dt.datetime,
    signs: DossierItem | None = None,
    key: UUID | None = None,
) -> Filed:
    """File them as one paper, in the order in which they were sent. A file that lies there already is told, not kept twice.

    Args:
        signs: the issued paper of which these are the signed sheets: they take its place, and its page count is theirs.

    Raises:
        FiledAlready, Refused: see `may_file`; a place that the platform fills itself, or no file.
    """
    case = Case.objects.select_for_update(of=("self",)).get(pk=case.pk)
    if key is not None and (known := DossierItem.objects.filter(pk=key, case=case).first()) is not None:
        return Filed(known)
    post = require(may_file(actor, case, facts_of(case), signs.kind if signs else kind))
    if kind not in DossierKind.values or kind in MADE_AT_CLOSING:
        raise Refused(_("请选择卷内项目；封面、目录、封底在结案时自动生成。"))
    if not title.strip() or not sheets:
        raise Refused(_("请写明题名并选择文件。"))
    fresh, twice = _sorted_out(case, sheets)
    if not fresh:
        name, place = twice[0]
        raise FiledAlready(
            _("“%(name)s”已在卷内（%(place)s），不重复归卷。") % {"name": name, "place": place}
        )
    pages = sum(sheet.pages for sheet in fresh)
    item = _place(case, kind, title.strip(), pages, signs, actor, at, key)
    first = Scan.objects.filter(item=item).aggregate(last=Max("position"))["last"] or 0
    Scan.objects.bulk_create(
        Scan(
            item=item,
            position=position,
            name=sheet.name,
            media_type=sheet.media_type,
            size=len(sheet.content),
            sha256=sheet.mark,
            content=sheet.content,
        )
        for position, sheet in enumerate(fresh, start=first + 1)
    )
    if not case.is_open:
        bind_dossier(case=case, actor=actor, post=post, at=at)
    record(
        DOSSIER_FILED,
        actor=actor,
        post=post,
        at=at,
        subject=case,
        after={
            "title": item.title,
            "kind": str(DossierKind(kind).label),
            "pages": pages,
            "files": [sheet.mark for sheet in fresh],
        },
    )
    return Filed(item, tuple(twice))


def _sorted_out(case: Case, sheets: Sequence[Sheet]) -> tuple[list[Sheet], list[tuple[str, str]]]:
    marks = [sheet.mark for sheet in sheets]
    known = dict(
        Scan.objects.filter(item__case=case, item__removed_at=None, sha256__in=marks).values_list(
            "sha256", "item__title"
        )
    )
    fresh: list[Sheet] = []
    twice: list[tuple[str, str]] = []
    for sheet in sheets:
        if sheet.mark in known:
            twice.append((sheet.name, known[sheet.mark]))
        else:
            known[sheet.mark] = sheet.name
            fresh.append(sheet)
    return fresh, twice


def _place(
    case: Case,
    kind: str,
    title: str,
    pages: int,
    signs: DossierItem | None,
    actor: Actor,
    at: dt.datetime,
    key: UUID | None,
) -> DossierItem:
    if signs is not None:
        item: DossierItem = DossierItem.objects.select_for_update(of=("self",)).get(pk=signs.pk, case=case)
        item.pages = item.pages + pages if Scan.objects.filter(item=item).exists() else pages
        item.is_signed = True
        if not case.is_open:
            # It comes behind the pages that are bound, even where it was printed before them.
            item.filed_at, item.filed_by_id = at, actor.person_id
        item.save(update_fields=["pages", "is_signed", "filed_at", "filed_by"])
        return item
    last = DossierItem.objects.filter(case=case, kind=kind).aggregate(last=Max("position"))["last"] or 0
    filed: DossierItem = DossierItem.objects.create(
        id=key or uuid7(),
        case=case,
        kind=kind,
        position=last + 1,
        title=title,
        pages=pages,
        filed_at=at,
        filed_by_id=actor.person_id,
    )
    return filed
