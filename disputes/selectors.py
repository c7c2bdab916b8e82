"""Reads of disputes. The area filter comes first; row-level security stands behind it."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import Case as Order
from django.db.models import Exists, F, OuterRef, Q, QuerySet, Subquery, UUIDField, Value, When

from accounts.models import Post
from accounts.selectors import on_day
from core.deadlines.choices import State as DeadlineState
from core.grants.selectors import opened_by_name
from core.paths.ranges import within
from core.permissions.actor import Actor
from core.rules.codes import written
from core.rules.tokens import tokens_asked
from core.tenancy.prepared import Given, Prepared
from disputes.choices import DossierKind, Side
from disputes.counting import Month
from disputes.dossier import MADE_AT_CLOSING, UNSIGNED
from disputes.facts import Facts
from disputes.handing import TAKERS
from disputes.judging import judged_by
from disputes.models import (
    Case,
    CaseDeadline,
    CaseKind,
    CaseToken,
    DossierItem,
    Handler,
    MonthlyStatement,
    Party,
    SavedView,
    Step,
)
from disputes.policies import ADVISE, REPORT, TAKE_PART, VIEW
from disputes.rules.levels import first_level, seat_of
from grids.models import Area

MOST_AREAS = 300
RUNNING = (DeadlineState.OPEN, DeadlineState.PAUSED)


def cases_seen_by(actor: Actor, *, on: dt.date) -> QuerySet[Case]:
    """Cases of the actor's ground, those they registered, those they handle by name, those opened to them by name."""
    mine = Q(registered_by_id=actor.person_id) | Q(pk__in=handled_by(actor.person_id))
    mine |= opened_by_name(actor, Case, ADVISE, TAKE_PART, on=on)
    ground = within("path", *actor.paths_for(VIEW)) & Q(is_restricted=False)
    return Case.objects.filter(ground | mine) if actor.person_id else Case.objects.filter(ground)


def handled_by(staff_id: Any) -> QuerySet[Any]:
    """Ids of the cases somebody works on by name now."""
    mine = Handler.objects.filter(staff_id=staff_id, to_at=None) if staff_id else Handler.objects.none()
    return mine.values("case_id")


def with_next_due(cases: QuerySet[Case]) -> QuerySet[Case]:
    """Each case with `next_due`: the earliest of its running promises, by one probe of their index each."""
    running = CaseDeadline.objects.filter(
        tenant_id=OuterRef("tenant_id"), case_id=OuterRef("pk"), state=DeadlineState.OPEN
    )
    earliest = running.order_by("due_at").values("due_at")[:1]
    return cases.annotate(next_due=Subquery(earliest))


def found_by(cases: QuerySet[Case], words: str) -> QuerySet[Case]:
    """Cases in which every part of `words` stands: title, parties, place, number, code, the last four of a phone. A whole
    code is that one case's, with its hyphens or without."""
    if words.isascii() and (code := written(words)):
        return cases.filter(code=code)
    for token in sorted(tokens_asked(words)):
        cases = cases.filter(pk__in=CaseToken.objects.filter(token=token).values("case_id"))
    return cases


@dataclass(frozen=True, slots=True)
class RegistrationGround:
    """What has to be there before a dispute is registered at a place.

    Attributes:
        is_open: the area is in force.
        has_kind: so is the kind of dispute.
        has_taker: somebody can accept it where it begins.
        taken: the step that already bears the client's key.
    """

    is_open: bool
    has_kind: bool
    has_taker: bool
    taken: Step | None


def registration_ground(*, path: str, kind_code: str, key: UUID | None, on: date) -> RegistrationGround:
    """Place, kind, who takes it and whether it was sent before, in one statement."""
    level = first_level(path)
    takers = Post.objects.filter(on_day(on), path=seat_of(path, level), role__in=TAKERS[level])
    sent = Step.objects.filter(pk=key) if key else Step.objects.none()
    asked: Any = (
        Area.objects.filter(path=path, valid_to=None)
        .annotate(
            has_kind=Exists(CaseKind.objects.filter(code=kind_code, is_active=True)),
            has_taker=Exists(takers),
            taken_id=Subquery(sent.values("id")[:1]),
        )
        .values_list("has_kind", "has_taker", "taken_id")
        .first()
    )
    has_kind, has_taker, taken_id = asked or (False, False, key)
    taken = Step.objects.filter(pk=taken_id).first() if taken_id else None
    return RegistrationGround(asked is not None, has_kind, has_taker, taken)


def facts_of(case: Case) -> Facts:
    """All that a step is judged by, in one statement whatever the case holds."""
    return judged_by(case, key=None)[0]


def parties_of(case: Case, *sides: str) -> list[Party]:
    """The people of a case, the applicants first; only those of `sides` where some are named."""
    order = {side: place for place, side in enumerate(Side.values)}
    return sorted(_PARTIES(*sides, case=case.pk), key=lambda row: (order[row.side], row.position))


def _parties(*sides: str) -> QuerySet[Party]:
    rows = Party.objects.filter(case_id=_CASE)
    return rows.filter(side__in=sides) if sides else rows


def promises_of(case: Case) -> list[CaseDeadline]:
    """The running promises of a case, the earliest first."""
    return _PROMISES(case=case.pk)


def steps_of(case: Case) -> list[Step]:
    """What happened to a case, from the first step to the last."""
    return _STEPS(case=case.pk)


_CASE = Given("case", UUIDField())
_PARTIES = Prepared(_parties)
_PROMISES = Prepared(lambda: CaseDeadline.objects.filter(case_id=_CASE, state__in=RUNNING).order_by("due_at"))
_STEPS = Prepared(lambda: Step.objects.filter(case_id=_CASE).order_by("number"))


def dossier_of(case: Case) -> QuerySet[DossierItem]:
    """The papers of a dossier in their order. What came after the closing stands behind the rest, so that the pages that
    were numbered keep their numbers."""
    came_later = Q(filed_at__gt=F("case__closed_at")) & ~Q(kind__in=MADE_AT_CLOSING)
    part = Order(
        When(kind=DossierKind.BACK, then=Value(2)), When(came_later, then=Value(1)), default=Value(0)
    )
    return DossierItem.objects.filter(case=case, removed_at=None).order_by(part, "kind", "position")


def unsigned_in(case: Case) -> QuerySet[DossierItem]:
    """Prints of papers that parties sign, whose signed sheets didn't come back: bound with nothing once it is closed."""
    return dossier_of(case).filter(UNSIGNED)


def statement_of(path: str, month: Month) -> MonthlyStatement | None:
    """The monthly table of an area as it was kept, signed or returned; None where none was made."""
    kept = MonthlyStatement.objects.filter(year=month.year, month=month.month, path=path)
    found: MonthlyStatement | None = kept.select_related("signed_by").first()
    return found


def views_of(actor: Actor) -> list[SavedView]:
    """The lists that somebody keeps, in the order in which they were kept."""
    return _VIEWS(person=actor.person)


_VIEWS = Prepared(
    lambda: SavedView.objects.filter(staff_id=Given("person", UUIDField())).order_by("position", "name")
)


def areas_to_report(actor: Actor) -> list[Area]:
    """Areas for which somebody may register a dispute: their own posts' first, then grids and villages below."""
    paths = actor.paths_for(REPORT)
    areas = Area.objects.filter(within("path", *paths), valid_to=None).order_by("path")[:MOST_AREAS]
    return sorted(areas, key=lambda area: (area.path not in paths, area.path))


def names_in(parties: Iterable[Party]) -> list[str]:
    """Every name that parties are called by: their own, their agents', those who represent them."""
    return [name for one in parties for name in (one.name, one.agent_name, one.representative) if name]
