"""The only way an edge gets a case or a row of one: for this actor, or 404."""

import datetime as dt
from collections.abc import Mapping
from typing import TypeVar
from uuid import UUID

from django.db.models import Model, Q, QuerySet, UUIDField
from django.http import Http404
from django.utils import timezone

from core.paths.ranges import within
from core.permissions.actor import Actor
from core.rules.codes import written
from core.tenancy.prepared import Given, Prepared
from disputes.claiming import batches_seen_by
from disputes.committees import committees_seen_by
from disputes.models import (
    Agreement,
    AllowanceBatch,
    AllowanceClaim,
    Case,
    CaseKind,
    Committee,
    DossierItem,
    Inquiry,
    Mediator,
    MonthlyStatement,
    Obligation,
    Party,
    RiskGrade,
    RiskSweep,
    Room,
    SavedView,
    Scan,
    Sitting,
    SweepBrake,
    TermRule,
)
from disputes.policies import FIGURES, GRADE, PERSONAL_CASE, RISK, VIEW, may_change_settings
from disputes.queue import seen_in_lists
from disputes.risk_progress import sweeps_seen_by
from disputes.selectors import cases_seen_by, handled_by

T = TypeVar("T", bound=Model)


def case_for(actor: Actor, pk: UUID, *, lock: bool = False) -> Case:
    """A case in the actor's sight: of their ground, of their own hands, or granted by name.

    Args:
        lock: read for a step that follows in the same transaction, which then needs not read it again.
    """
    seen = _SEEN(actor, timezone.localdate(), lock, pk=pk)
    if not seen:
        raise Http404
    found: Case = seen[0]
    found.is_locked = lock
    return found


def _seen(actor: Actor, on: dt.date, lock: bool) -> QuerySet[Case]:
    seen = cases_seen_by(actor, on=on).filter(pk=Given("pk", UUIDField()))
    seen = seen.select_related("committee", "mediator", "registered_by")
    return seen.select_for_update(of=("self",)) if lock else seen


_SEEN = Prepared(_seen)


def case_of_code(actor: Actor, code: str) -> Case:
    """A case in the actor's sight by its own random code, however it was typed."""
    seen = cases_seen_by(actor, on=timezone.localdate())
    found: Case | None = seen.filter(code=written(code)).first()
    if found is None:
        raise Http404
    return found


def case_on_ground_of(actor: Actor, pk: UUID, *, ability: str = FIGURES) -> Case:
    """A case on the ground whose figures the actor reads: only to ask, with a reason, for its file.

    Args:
        ability: what the actor has that ground for.
    """
    ground = within("path", *actor.paths_for(ability))
    found: Case | None = Case.objects.filter(ground, pk=pk, is_restricted=False).first()
    if found is None:
        raise Http404
    return found


def case_to_order_on(actor: Actor, pk: UUID) -> Case:
    """A case in the actor's sight, or of the ground on which they order that leaders take cases up."""
    try:
        return case_for(actor, pk)
    except Http404:
        return case_on_ground_of(actor, pk, ability=PERSONAL_CASE)


def party_for(case: Case, pk: UUID) -> Party:
    """Somebody in the case."""
    return _found(Party.objects.filter(case=case, pk=pk))


def sitting_for(case: Case, pk: UUID) -> Sitting:
    """A session of the case, as it was first written or as corrected."""
    return _found(Sitting.objects.filter(case=case, pk=pk).select_related("room", "mediator", "written_by"))


def inquiry_for(case: Case, pk: UUID) -> Inquiry:
    """An inquiry of the case, as it was first written or as corrected."""
    return _found(Inquiry.objects.filter(case=case, pk=pk).select_related("written_by"))


def agreement_for(case: Case) -> Agreement:
    """The agreement that stands."""
    return _found(Agreement.objects.filter(case=case, voided_at=None))


def obligation_for(case: Case, pk: UUID) -> Obligation:
    """Something owed by the agreement that stands."""
    rows = Obligation.objects.filter(agreement__case=case, agreement__voided_at=None, pk=pk)
    return _found(rows.select_related("agreement"))


def item_for(case: Case, pk: UUID) -> DossierItem:
    """A paper of the dossier."""
    return _found(DossierItem.objects.filter(case=case, removed_at=None, pk=pk).select_related("document"))


def scan_for(case: Case, pk: UUID) -> Scan:
    """A page of the dossier."""
    return _found(Scan.objects.filter(item__case=case, pk=pk).select_related("item"))


def _found(rows: QuerySet[T]) -> T:
    found = rows.first()
    if found is None:
        raise Http404
    return found


def statement_for(actor: Actor, pk: UUID) -> MonthlyStatement:
    """A monthly table of the actor's ground."""
    seen = MonthlyStatement.objects.filter(within("path", *actor.paths_for(FIGURES)))
    found: MonthlyStatement | None = seen.filter(pk=pk).first()
    if found is None:
        raise Http404
    return found


def view_for(actor: Actor, pk: UUID) -> SavedView:
    """A kept list of the actor's own."""
    found: SavedView | None = SavedView.objects.filter(staff_id=actor.person, pk=pk).first()
    if found is None:
        raise Http404
    return found


def selected_cases(
    actor: Actor, picked: Mapping[UUID, int | None], *, on: dt.date
) -> list[tuple[Case, int | None]]:
    """The cases of a selection that the actor sees in their lists, each with the revision on the page."""
    seen = seen_in_lists(actor, on=on).filter(pk__in=list(picked))
    return [(case, picked[case.pk]) for case in seen]


def sweep_for(actor: Actor, pk: UUID) -> RiskSweep:
    """A sweep of risks over the actor's ground."""
    return _found(sweeps_seen_by(actor, RISK).filter(pk=pk))


def case_to_grade(actor: Actor, pk: UUID) -> Case:
    """A dispute that they registered or handle, or an unrestricted one where they work at the place: for its risk, not
    its file. Who was invited to a case by name does not read how dangerous it is."""
    mine = Q(registered_by_id=actor.person_id) | Q(pk__in=handled_by(actor.person_id))
    ground = within("path", *actor.paths_for(VIEW), *actor.paths_for(GRADE)) & Q(is_restricted=False)
    return _found(Case.objects.filter(mine | ground, pk=pk).select_related("committee", "mediator"))


def grade_for(case: Case, pk: UUID) -> RiskGrade:
    """A risk grade of a dispute that the caller has fetched for its actor already."""
    found = _found(RiskGrade.objects.filter(case=case, pk=pk).select_related("sweep", "helper"))
    found.case = case
    return found


def batch_for(actor: Actor, pk: UUID) -> AllowanceBatch:
    """A batch of allowances of the actor's ground."""
    return _found(
        batches_seen_by(actor).filter(pk=pk).select_related("checked_by", "approved_by", "declared_by")
    )


def claim_for(batch: AllowanceBatch, pk: UUID) -> AllowanceClaim:
    """A claim of a batch that the caller has fetched for its actor already."""
    return _found(AllowanceClaim.objects.filter(batch=batch, pk=pk).select_related("case", "mediator"))


def term_for(actor: Actor, pk: UUID) -> TermRule:
    """A term of the county, for who sets its terms."""
    return _found(TermRule.objects.filter(_if_sets(actor), pk=pk))


def kind_for(actor: Actor, pk: UUID) -> CaseKind:
    """A kind of dispute, for who sets the county's kinds."""
    return _found(CaseKind.objects.filter(_if_sets(actor), pk=pk))


def brake_for(actor: Actor, pk: UUID) -> SweepBrake:
    """A sweep that waits, for who decides on it."""
    return _found(SweepBrake.objects.filter(_if_sets(actor), pk=pk))


def committee_for(actor: Actor, pk: UUID) -> Committee:
    """A committee of the actor's ground."""
    return _found(committees_seen_by(actor).filter(pk=pk).select_related("unit"))


def mediator_for(committee: Committee, pk: UUID) -> Mediator:
    """Somebody of a committee that the caller has fetched for its actor already."""
    found = _found(Mediator.objects.filter(committee=committee, pk=pk))
    found.committee = committee
    return found


def room_for(actor: Actor, pk: UUID) -> Room:
    """A room of a committee of the actor's ground."""
    rooms = Room.objects.filter(committee__in=committees_seen_by(actor).values("pk"))
    return _found(rooms.filter(pk=pk).select_related("committee"))


def _if_sets(actor: Actor) -> Q:
    return Q() if may_change_settings(actor) else Q(pk__in=[])
