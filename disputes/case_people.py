"""Who has to do with one dispute beside its parties: invited, asked, recused, leading in person; in one read."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import F, OuterRef, Q, QuerySet
from django.db.models.functions import JSONObject

from core.grants.selectors import grants_for
from core.permissions.actor import Actor
from disputes import seed
from disputes.choices import HandlerRole, Level
from disputes.judging import STANDS_BY, of_case
from disputes.models import Case, CaseGrant, GroupReport, Handler, LeaderCase, Party, Recusal
from disputes.policies.steps import ADVISE, TAKE_PART

LATEST_REPORTS = 5


@dataclass(frozen=True, slots=True)
class Invitation:
    """Somebody for whom the case was opened by name. `to_on` is the first day on which it is over."""

    id: UUID
    holder: str
    is_unit: bool
    purpose: str
    from_on: str
    to_on: str | None
    by: str
    closing: str
    is_open: bool


@dataclass(frozen=True, slots=True)
class People:
    """Attributes are in the order in which a page shows them; the ended ones last."""

    handlers: list[dict[str, Any]] = field(default_factory=list)
    invitations: list[Invitation] = field(default_factory=list)
    recusals: list[dict[str, Any]] = field(default_factory=list)
    leading: dict[str, Any] | None = None
    led_before: list[dict[str, Any]] = field(default_factory=list)
    reports: list[dict[str, Any]] = field(default_factory=list)

    @property
    def invited(self) -> list[Invitation]:
        return [one for one in self.invitations if one.is_open]

    @property
    def ended(self) -> list[Invitation]:
        return [one for one in self.invitations if not one.is_open]

    @property
    def asked(self) -> list[dict[str, Any]]:
        """Recusals that nobody has decided yet."""
        return [one for one in self.recusals if one["is_granted"] is None]


COLUMNS = ("people_handling", "people_invited", "people_recused", "people_leading", "people_reports")


def people_of(case: Case, *, on: dt.date) -> People:
    """Everybody beside the parties, in one query."""
    row: Any = Case.objects.filter(pk=case.pk).annotate(**people_columns()).values(*COLUMNS).get()
    return people_from(row, on=on)


def people_columns() -> dict[str, Any]:
    """The annotations from which `people_from` reads, for a page that asks for the case anyway."""
    grants = CaseGrant.objects.filter(tenant_id=OuterRef("tenant_id"), content_object_id=OuterRef("pk"))
    return {
        "people_handling": ArraySubquery(_handlers()),
        "people_invited": ArraySubquery(
            grants.order_by("-granted_at").values(
                row=JSONObject(
                    id=F("id"),
                    holder=F("holder"),
                    unit=F("unit_id"),
                    purpose=F("purpose"),
                    from_on=F("from_on"),
                    to_on=F("to_on"),
                    by=F("granted_by_name"),
                    closing=F("closing"),
                    closed_at=F("closed_at"),
                )
            )
        ),
        "people_recused": ArraySubquery(_recusals()),
        "people_leading": ArraySubquery(_leading()),
        "people_reports": ArraySubquery(_reports()),
    }


def people_from(row: Mapping[str, Any], *, on: dt.date) -> People:
    """Everybody of one row that was asked for with `people_columns`."""
    grounds = {one.code: one.label for one in seed.recusal_grounds()}
    leading = row["people_leading"]
    return People(
        handlers=[
            {**one, "label": HandlerRole(one["role"]).label, "level_label": Level(one["level"]).label}
            for one in row["people_handling"]
            if one["to_at"] is None
        ],
        invitations=[_invitation(one, on) for one in row["people_invited"]],
        recusals=[
            {**one, "ground": grounds.get(one["ground"], one["ground"]), "asked_on": one["asked_at"][:10]}
            for one in row["people_recused"]
        ],
        leading=next((one for one in leading if one["to_at"] is None), None),
        led_before=[one for one in leading if one["to_at"] is not None],
        reports=[{**one, "on": one["at"][:10]} for one in row["people_reports"]],
    )


def _handlers() -> QuerySet[Any, Any]:
    return (
        of_case(Handler)
        .filter(STANDS_BY)
        .order_by("from_at")
        .values(
            row=JSONObject(
                role=F("role"),
                name=F("staff__name"),
                level=F("level"),
                is_chosen=F("is_chosen"),
                staff_id=F("staff_id"),
                to_at=F("to_at"),
            )
        )
    )


def _recusals() -> QuerySet[Any, Any]:
    return (
        of_case(Recusal)
        .order_by("-asked_at")
        .values(
            row=JSONObject(
                staff_id=F("staff_id"),
                name=F("staff__name"),
                ground=F("ground"),
                party=F("party__name"),
                note=F("note"),
                asked_at=F("asked_at"),
                is_granted=F("is_granted"),
                by=F("decided_by__name"),
            )
        )
    )


def _leading() -> QuerySet[Any, Any]:
    return (
        of_case(LeaderCase)
        .order_by("-from_at")
        .values(
            row=JSONObject(
                leader=F("leader__name"),
                members=F("members"),
                plan=F("plan"),
                every=F("report_every_days"),
                from_at=F("from_at"),
                to_at=F("to_at"),
                result=F("result"),
            )
        )
    )


def _reports() -> QuerySet[Any, Any]:
    reports = GroupReport.objects.filter(
        tenant_id=OuterRef("tenant_id"), leader_case__case_id=OuterRef("pk")
    ).order_by("-at")
    return reports.values(
        row=JSONObject(at=F("at"), by=F("by__name"), progress=F("progress"), next_step=F("next_step"))
    )[:LATEST_REPORTS]


def _invitation(row: dict[str, Any], on: dt.date) -> Invitation:
    is_over = row["to_on"] is not None and row["to_on"] <= on.isoformat()
    return Invitation(
        id=UUID(row["id"]),
        holder=row["holder"],
        is_unit=row["unit"] is not None,
        purpose=row["purpose"],
        from_on=row["from_on"],
        to_on=row["to_on"],
        by=row["by"],
        closing=row["closing"],
        is_open=row["closed_at"] is None and not is_over,
    )


def leader_cases_of(actor: Actor, *, is_over: bool = False) -> QuerySet[LeaderCase]:
    """The cases that somebody answers for in person (我的包案), the latest first."""
    rows = LeaderCase.objects.filter(leader_id=actor.person_id)
    rows = rows.filter(to_at__isnull=False) if is_over else rows.filter(to_at=None)
    return rows.select_related("case", "case__committee", "case__mediator").order_by("-from_at")


def invitations_of(actor: Actor, *, on: dt.date) -> QuerySet[Any]:
    """What was opened to the actor by name, and only that, with its case; the latest first."""
    grants: QuerySet[Any] = grants_for(actor, Case, ADVISE, TAKE_PART, on=on)
    return grants.select_related("content_object", "permission").order_by("-granted_at", "-id")


def names_by_case(cases: list[UUID]) -> dict[UUID, list[tuple[str, str]]]:
    """Side and name of the parties of several cases, in one query."""
    found: dict[UUID, list[tuple[str, str]]] = {}
    rows = Party.objects.filter(Q(case_id__in=cases)).order_by("side", "position")
    for case, side, name in rows.values_list("case_id", "side", "name"):
        found.setdefault(case, []).append((side, name))
    return found
