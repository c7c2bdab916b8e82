"""The last time a case was passed on, between the levels or to another body, in one shape for the 任务移交单."""

import datetime as dt
from dataclasses import dataclass
from typing import Final

from django.db.models import Q
from django.utils.translation import gettext as _

from core.workcalendar.rules import end_of, last_day
from disputes.choices import LADDER, Level, Promise, Verb
from disputes.file_contents import FileContents
from disputes.models import CaseDeadline, DossierItem, Handoff, Transfer
from disputes.paper_parts import Leaf, day_text, moment_text
from disputes.paper_shapes import Handover
from disputes.rules.levels import seal_at, seat_of
from disputes.selectors import promises_of
from grids.selectors import area_names

_RUNGS: Final = [*LADDER, Level.TRADE]
_TERMS: Final = (
    Promise.ACCEPT,
    Promise.RECEIVE,
    Promise.SETTLE_LEVEL,
    Promise.SETTLE_STATUTORY,
    Promise.RECEIPT,
)


@dataclass(frozen=True, slots=True)
class PassedOn:
    """Who gave the case to whom, why, and what lay with it; `act` is one of `Handover.ACTS`."""

    act: str
    sender: str
    receiver: str
    reason: str
    enclosed: tuple[Leaf, ...]
    by: str
    at: dt.datetime


def last_passing(file: FileContents) -> PassedOn | None:
    """The latest of its hand-overs and transfers; None where it never left."""
    handoff = (
        Handoff.objects.filter(case=file.case).select_related("by", "to_committee").order_by("-at").first()
    )
    transfer = Transfer.objects.filter(case=file.case).order_by("-sent_at").first()
    if transfer is not None and (handoff is None or handoff.at < transfer.sent_at):
        return _transferred(file, transfer)
    return _handed(file, handoff) if handoff is not None else None


def terms_of(file: FileContents) -> str:
    """What is owed on the matter and until when, a line each: 本级化解：2026年3月23日. What is paused says so."""
    return "\n".join(
        _("%(what)s：%(until)s") % {"what": one.what, "until": _until(one)}
        for one in promises_of(file.case)
        if one.kind in _TERMS
    )


def _until(promise: CaseDeadline) -> str:
    if not promise.is_running:
        return _("中止期间不计时")
    day = last_day(promise.due_at)
    return day_text(day) if promise.due_at == end_of(day) else moment_text(promise.due_at)


def _handed(file: FileContents, given: Handoff) -> PassedOn:
    acts = Handover.ACTS
    went_down = _RUNGS.index(given.to_level) < _RUNGS.index(given.from_level)
    return PassedOn(
        act=acts[4] if went_down else acts[1] if given.to_level == Level.TRADE else acts[3],
        sender=_unit(file, given.from_level),
        receiver=given.to_committee.name if given.to_committee else _unit(file, given.to_level),
        reason=given.reason,
        enclosed=tuple(_leaf(one["title"], one["pages"]) for one in given.pack.get("papers", ())),
        by=given.by.name if given.by else _("系统"),
        at=given.at,
    )


def _transferred(file: FileContents, given: Transfer) -> PassedOn:
    """A transfer keeps no pack: what lay in the file when it was sent went along."""
    filed = DossierItem.objects.filter(
        Q(removed_at=None) | Q(removed_at__gt=given.sent_at), case=file.case, filed_at__lte=given.sent_at
    ).order_by("kind", "position")
    step = next((one for one in reversed(file.steps) if one.verb == Verb.TRANSFER), None)
    return PassedOn(
        act=Handover.ACTS[2],
        sender=_unit(file, step.level if step else file.case.level),
        receiver=given.body,
        reason=given.reason,
        enclosed=tuple(_leaf(title, pages) for title, pages in filed.values_list("title", "pages")),
        by=step.staff_name if step else "",
        at=given.sent_at,
    )


def _leaf(title: str, pages: int) -> Leaf:
    return Leaf(title, note=_("%(n)s页") % {"n": pages})


def _unit(file: FileContents, level: str) -> str:
    seat = seat_of(file.case.path, level)
    return seal_at(area_names([seat]).get(seat, ""), seat)
