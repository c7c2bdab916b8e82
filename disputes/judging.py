"""All that a step is judged by, as columns of one statement: a case asked for with its facts costs one round trip."""

from collections.abc import Iterable, Mapping
from typing import Any
from uuid import UUID

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet, Subquery, UUIDField
from django.db.models.functions import Coalesce, JSONObject

from core.deadlines.choices import State as DeadlineState
from core.tenancy.models import TenantModel
from core.tenancy.prepared import Given, Prepared
from disputes.choices import BARRING, PARTIES, AgreementForm, HandlerRole, PartyKind, Promise, Side
from disputes.dossier import FILLS_NOTHING, missing_from
from disputes.facts import Facts
from disputes.models import (
    Agreement,
    Case,
    CaseDeadline,
    DossierItem,
    Handler,
    Inquiry,
    LeaderCase,
    Obligation,
    Party,
    Recusal,
    Sitting,
    Step,
    Transfer,
    UrgentReport,
)
from disputes.rules.agreements import lacking

STANDS_BY = Q(to_at=None) | Q(role=HandlerRole.FOLLOWER)
_PARTY = ("side", "name", "kind", "is_minor", "agent_name", "notice_signed_on", "has_refused")
_EFFECT = ("form", "parties_signed_on", "mediator_signed_on", "sealed_on")


def of_case(model: type[TenantModel], case: str = "case_id", **conditions: Any) -> QuerySet[Any]:
    """Rows of `model` that hang on the outer case, found by their index."""
    rows: QuerySet[Any] = model._default_manager.filter(
        tenant_id=OuterRef("tenant_id"), **{case: OuterRef("pk")}, **conditions
    )
    return rows


def listed_of(rows: QuerySet[Any], *names: str) -> ArraySubquery:
    """These columns of the rows as one array, in the rows' order."""
    return ArraySubquery(rows.values(row=JSONObject(**{name: F(name) for name in names})))


def _running(promise: Promise) -> QuerySet[Any]:
    return of_case(CaseDeadline, kind=promise, state=DeadlineState.OPEN).order_by("due_at")


def _counted(rows: QuerySet[Any], by: str) -> Coalesce:
    return Coalesce(Subquery(rows.order_by().values(by).annotate(n=Count("id")).values("n")), 0)


def fact_columns() -> dict[str, Any]:
    """The annotations from which `facts_from` reads."""
    in_force = {"agreement__voided_at": None}
    filed = of_case(DossierItem, removed_at=None).exclude(FILLS_NOTHING)
    return {
        "fact_handlers": listed_of(of_case(Handler).filter(STANDS_BY), "staff_id", "role", "level", "to_at"),
        "fact_level_due": Subquery(_running(Promise.SETTLE_LEVEL).values("due_at")[:1]),
        "fact_recused": ArraySubquery(of_case(Recusal, is_granted=True).values("staff_id")),
        "fact_parties": listed_of(of_case(Party, side__in=PARTIES).order_by("side", "position"), *_PARTY),
        "fact_inquiries": _counted(of_case(Inquiry, corrects=None), "case_id"),
        "fact_sittings": _counted(of_case(Sitting, corrects=None), "case_id"),
        "fact_agreement": listed_of(of_case(Agreement, voided_at=None), *_EFFECT),
        "fact_owed": listed_of(
            of_case(Obligation, "agreement__case_id", **in_force), "performed_on", "defaulted_at"
        ),
        "fact_filed": ArraySubquery(filed.values("kind").distinct()),
        "fact_reports": listed_of(of_case(UrgentReport), "ground", "reported_at"),
        "fact_asked": _counted(of_case(Recusal, decided_at=None), "case_id"),
        "fact_leader": Exists(of_case(LeaderCase, to_at=None)),
        "fact_receipts": listed_of(of_case(Transfer).order_by("sent_at", "id"), "received_on"),
    }


COLUMNS = (
    "fact_handlers",
    "fact_level_due",
    "fact_recused",
    "fact_parties",
    "fact_inquiries",
    "fact_sittings",
    "fact_agreement",
    "fact_owed",
    "fact_filed",
    "fact_reports",
    "fact_asked",
    "fact_leader",
    "fact_receipts",
)


def party_facts(parties: Iterable[Party]) -> list[dict[str, Any]]:
    """What `fact_parties` would say, of parties that were read anyway."""
    own = sorted((one for one in parties if one.side in PARTIES), key=lambda one: (one.side, one.position))
    return [{name: getattr(one, name) for name in _PARTY} for one in own]


def facts_from(row: Mapping[str, Any], *, outcome: str) -> Facts:
    """The facts of one row that was asked for with `fact_columns`."""
    working = [one for one in row["fact_handlers"] if one["to_at"] is None]
    lead = next((one for one in working if one["role"] == HandlerRole.LEAD), None)
    parties = row["fact_parties"]
    agreement = next(iter(row["fact_agreement"]), None)
    filed, owed, reports = frozenset(row["fact_filed"]), row["fact_owed"], row["fact_reports"]
    transfers = row["fact_receipts"]
    return Facts(
        lead_id=UUID(lead["staff_id"]) if lead else None,
        lead_level=lead["level"] if lead else "",
        handler_ids=frozenset(UUID(one["staff_id"]) for one in working),
        joint_ids=frozenset(UUID(one["staff_id"]) for one in working if one["role"] == HandlerRole.JOINT),
        has_follower=any(one["role"] == HandlerRole.FOLLOWER for one in row["fact_handlers"]),
        level_due_at=row["fact_level_due"],
        recused_ids=frozenset(row["fact_recused"]),
        sides=frozenset(one["side"] for one in parties if one["side"] != Side.THIRD),
        unsigned=tuple(one["name"] for one in parties if one["notice_signed_on"] is None),
        refused=tuple(one["name"] for one in parties if one["has_refused"]),
        minors_alone=tuple(
            one["name"]
            for one in parties
            if one["is_minor"] and one["kind"] == PartyKind.PERSON and not one["agent_name"]
        ),
        inquiries=row["fact_inquiries"],
        sittings=row["fact_sittings"],
        has_agreement=agreement is not None,
        is_written=agreement is not None and agreement["form"] == AgreementForm.WRITTEN,
        lacks_effect=lacking(**agreement) if agreement else (),
        owed=sum(one["performed_on"] is None and one["defaulted_at"] is None for one in owed),
        is_defaulted=any(one["defaulted_at"] is not None for one in owed),
        filed=filed,
        missing=missing_from(outcome, filed, is_investigated=row["fact_inquiries"] > 0),
        has_unanswered_report=any(one["reported_at"] is None for one in reports),
        is_barred=any(one["ground"] in BARRING for one in reports),
        has_receipt=bool(transfers) and transfers[-1]["received_on"] is not None,
        asked_recusals=row["fact_asked"],
        has_leader=row["fact_leader"],
    )


def facts_of_many(cases: Iterable[Case]) -> dict[UUID, Facts]:
    """The facts of these cases, by id, in one statement."""
    known = {case.pk: case for case in cases}
    rows = Case.objects.filter(pk__in=list(known)).annotate(**fact_columns()).values("id", *COLUMNS)
    return {row["id"]: facts_from(row, outcome=known[row["id"]].outcome) for row in rows}


def judged_by(case: Case, *, key: UUID | None) -> tuple[Facts, Step | None]:
    """The facts of one case, and the step that already bears a client's key; one statement."""
    (row,) = _JUDGED(case=case.pk, key=key)
    found = next(iter(row["fact_taken"]), None)
    step = found and Step(
        id=key,
        case_id=UUID(found["case_id"]),
        staff_id=UUID(found["staff_id"]) if found["staff_id"] else None,
        verb=found["verb"],
        from_state=found["from_state"],
    )
    return facts_from(row, outcome=case.outcome), step


def _judged() -> QuerySet[Any, Any]:
    taken = Step.objects.filter(tenant_id=OuterRef("tenant_id"), pk=Given("key", UUIDField()))
    columns = fact_columns() | {"fact_taken": listed_of(taken, "case_id", "staff_id", "verb", "from_state")}
    rows: Any = Case.objects.filter(pk=Given("case", UUIDField()))
    found: QuerySet[Any, Any] = rows.annotate(**columns).values(*columns)
    return found


_JUDGED = Prepared(_judged)
