"""Which cases of a quarter earn an allowance, and why the others don't: read off the facts, for the batch and its pages."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.db.models import Count, Q, QuerySet, Sum
from django.utils.translation import gettext as _

from core.paths.ranges import depth_of, within
from core.permissions.actor import Actor
from core.workcalendar.rules import SHANGHAI, day_of
from disputes.choices import SOLVED, ClaimState, Level, State
from disputes.dossier import missing_from
from disputes.models import (
    AllowanceBatch,
    AllowanceClaim,
    AllowanceRate,
    Case,
    DossierItem,
    Inquiry,
    Obligation,
)
from disputes.policies.steps import CENTRE
from disputes.rules.risks import quarter_span

NOTHING = Decimal(0)


@dataclass(frozen=True, slots=True)
class Candidate:
    """A case of the quarter with whoever settled it; `refusal` says why nothing is due, "" where it is."""

    case: Case
    mediator_id: UUID
    amount: Decimal
    refusal: str


def candidates(path: str, year: int, quarter: int, *, batch: AllowanceBatch | None = None) -> list[Candidate]:
    """Cases settled or closed in the quarter at the level of `path`, in eight queries however many there are.

    Args:
        batch: the one being collected, whose own claims don't count as claimed before.
    """
    cases = list(_settled(path, year, quarter))
    ids = [case.pk for case in cases]
    filed: dict[UUID, set[str]] = defaultdict(set)
    for pk, kind in DossierItem.objects.filter(case_id__in=ids, removed_at=None).values_list(
        "case_id", "kind"
    ):
        filed[pk].add(kind)
    owed = set(
        Obligation.objects.filter(
            agreement__case_id__in=ids, agreement__voided_at=None, performed_on=None
        ).values_list("agreement__case_id", flat=True)
    )
    investigated = set(Inquiry.objects.filter(case_id__in=ids).values_list("case_id", flat=True))
    claimed = _claimed(ids, batch)
    rates = list(AllowanceRate.objects.all())
    found = []
    for case in cases:
        who = case.mediator_id or case.registered_by_id
        if who is None:
            continue
        amount = rate_on(rates, case.grade, day_of(case.closed_at or case.settled_at or case.registered_at))
        refusal = _refusal(
            case,
            filed[case.pk],
            case.pk in owed,
            claimed.get(case.pk),
            amount,
            is_investigated=case.pk in investigated,
        )
        found.append(Candidate(case, who, NOTHING if refusal or amount is None else amount, refusal))
    return found


def rate_on(rates: Iterable[AllowanceRate], grade: str, day: dt.date) -> Decimal | None:
    """What a case of a grade is worth on a day; None where the county has no rate."""
    for rate in rates:
        if rate.grade == grade and rate.valid_from <= day and (rate.valid_to is None or day < rate.valid_to):
            return rate.amount
    return None


def _settled(path: str, year: int, quarter: int) -> QuerySet[Case]:
    """A township's batch holds what village and township settled, the county's what county and trade did."""
    first, after = quarter_span(year, quarter)
    since, until = (dt.datetime.combine(day, dt.time(), SHANGHAI) for day in (first, after))
    levels = (Level.COUNTY, Level.TRADE) if depth_of(path) == 1 else (Level.VILLAGE, Level.TOWNSHIP)
    closed = Q(closed_at__gte=since, closed_at__lt=until)
    settled = Q(closed_at=None, settled_at__gte=since, settled_at__lt=until)
    cases = Case.objects.filter(within("path", path), closed | settled, outcome__in=SOLVED, level__in=levels)
    return cases.exclude(state=State.MERGED).order_by("closed_at", "id")


def _claimed(ids: Sequence[UUID], batch: AllowanceBatch | None) -> dict[UUID, AllowanceBatch]:
    before = AllowanceClaim.objects.filter(case_id__in=ids).exclude(is_accepted=False).select_related("batch")
    if batch is not None:
        before = before.exclude(batch=batch)
    return {claim.case_id: claim.batch for claim in before}


def _refusal(
    case: Case,
    filed: set[str],
    is_owed: bool,
    claimed: AllowanceBatch | None,
    amount: Decimal | None,
    *,
    is_investigated: bool,
) -> str:
    if claimed is not None:
        return _("该纠纷已在%(batch)s申报过，一案只补一次") % {"batch": claimed}
    if is_owed or case.state == State.PERFORMING:
        return _("协议尚未履行完毕")
    if missing := missing_from(case.outcome, filed, is_investigated=is_investigated):
        return _("卷宗不完整，缺：%(what)s") % {"what": "、".join(missing)}
    if case.state != State.CLOSED:
        return _("尚未结案")
    if amount is None:
        return _("没有该难易程度的补贴标准")
    return ""


def batches_seen_by(actor: Actor) -> QuerySet[AllowanceBatch]:
    """Batches of the actor's ground with their counts and sums, the latest first."""
    counts = ~Q(claims__is_accepted=False)
    return (
        AllowanceBatch.objects.filter(within("path", *actor.paths_for(CENTRE)))
        .annotate(
            count=Count("claims", filter=counts),
            refused=Count("claims", filter=Q(claims__is_accepted=False)),
            amount=Sum("claims__amount", filter=counts, default=NOTHING),
        )
        .order_by("-year", "-quarter", "path")
    )


def batches_waiting_for(actor: Actor) -> QuerySet[AllowanceBatch]:
    """Batches whose next step is the actor's: to be checked at their own place, to be approved, published and paid by
    the county; the earliest first."""
    condition = Q(pk__in=[])
    for post in actor.posts:
        if CENTRE in post.abilities and post.path:
            condition |= Q(state=ClaimState.DECLARED, path=post.path)
            if depth_of(post.path) == 1:
                later = (ClaimState.CHECKED, ClaimState.APPROVED, ClaimState.PUBLISHED)
                condition |= Q(state__in=later) & within("path", post.path)
    return AllowanceBatch.objects.filter(condition).order_by("declared_at")


def claims_of(batch: AllowanceBatch) -> QuerySet[AllowanceClaim]:
    """Claims of a batch by mediator and number."""
    rows = AllowanceClaim.objects.filter(batch=batch).select_related("case", "mediator")
    return rows.order_by("mediator__name", "mediator_id", "case__number", "id")


def claims_of_mediator(actor: Actor) -> QuerySet[AllowanceClaim]:
    """What was claimed for the actor's own cases, the latest first."""
    rows = AllowanceClaim.objects.filter(mediator_id=actor.person_id).select_related("case", "batch")
    return rows.order_by("-batch__year", "-batch__quarter", "case__number")


def has_own(actor: Actor, batch: AllowanceBatch) -> bool:
    """Whether a claim of the batch that still counts is the actor's own."""
    own = AllowanceClaim.objects.filter(batch=batch, mediator_id=actor.person_id)
    return own.exclude(is_accepted=False).exists()


def summed(claims: Iterable[AllowanceClaim]) -> list[dict[str, Any]]:
    """One row a mediator: name, how many by grade, the sum; of the claims that count."""
    rows: dict[UUID, dict[str, Any]] = {}
    for claim in claims:
        if claim.is_accepted is False:
            continue
        row = rows.setdefault(
            claim.mediator_id, {"name": claim.mediator.name, "count": 0, "amount": NOTHING, "grades": {}}
        )
        row["count"] += 1
        row["amount"] += claim.amount
        row["grades"][claim.grade] = row["grades"].get(claim.grade, 0) + 1
    return list(rows.values())


def as_rows(claims: Iterable[AllowanceClaim], kinds: dict[str, str]) -> list[dict[str, Any]]:
    """The claims that count as plain rows for the sheet and the paper; no party stands in them."""
    return [
        {
            "mediator": claim.mediator.name,
            "number": claim.case.audit_label,
            "kind": kinds.get(claim.case.kind_code, claim.case.kind_code),
            "grade": str(claim.get_grade_display()),
            "closed_on": day_of(claim.case.closed_at) if claim.case.closed_at else None,
            "amount": claim.amount,
        }
        for claim in claims
        if claim.is_accepted is not False
    ]
