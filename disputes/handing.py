"""Who works on a case, when it changes hands: written by the verbs that move it."""

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from django.db.models import CharField, DateField, Exists, QuerySet, UUIDField

from accounts.choices import Role
from accounts.models import Post
from accounts.selectors import on_day
from core.tenancy.prepared import Given, Prepared
from core.workcalendar.rules import day_of
from disputes.choices import DossierKind, HandlerRole, Level
from disputes.facts import Facts
from disputes.judging import listed_of, of_case
from disputes.models import Case, DossierItem, Handler, Handoff, Party, Sitting
from disputes.rules.levels import seat_of

# Who takes over where: without any of them the case is raised to the county's centre, never skipped.
TAKERS: dict[str, tuple[str, ...]] = {
    Level.VILLAGE: (Role.VILLAGE_MEDIATOR, Role.VILLAGE_SECRETARY),
    Level.TOWNSHIP: (Role.TOWNSHIP_MEDIATOR, Role.TOWNSHIP_CLERK, Role.POLITICAL_LEGAL_MEMBER),
    Level.COUNTY: (Role.COUNTY_CENTRE,),
    Level.TRADE: (Role.COUNTY_CENTRE,),
}


def takers_at(seats: dict[str, set[str]], *, on: dt.date) -> dict[str, set[str]]:
    """Of the areas wanted for each level, those where somebody can take a case over today; one query.

    Args:
        seats: level → paths of the areas that would lead.
    """
    wanted = {path for paths in seats.values() for path in paths}
    posts = Post.objects.filter(on_day(on), path__in=wanted).values_list("path", "role")
    there = set(posts)
    return {
        level: {path for path in paths if any((path, role) in there for role in TAKERS[level])}
        for level, paths in seats.items()
    }


def name_lead(
    case: Case, staff_id: UUID | None, *, facts: Facts, level: str, at: dt.datetime, is_chosen: bool = False
) -> None:
    """Let one person lead; whoever led before stays as joint handler, whoever began keeps following.

    Args:
        facts: as the step was judged by, with the case locked.
    """
    if facts.lead_id is not None:
        if facts.lead_id == staff_id:
            return
        stay_as_joint(case, facts=facts, at=at)
    if staff_id is None:
        return
    shared: dict[str, Any] = {"case": case, "staff_id": staff_id, "level": level, "from_at": at}
    new = [Handler(role=HandlerRole.LEAD, is_chosen=is_chosen, **shared)]
    if not facts.has_follower:
        new.append(Handler(role=HandlerRole.FOLLOWER, **shared))
    Handler.objects.bulk_create(new)


def stay_as_joint(case: Case, *, facts: Facts, at: dt.datetime) -> None:
    """Whoever leads now works on beside the one to come."""
    if facts.lead_id is None:
        return
    Handler.objects.filter(case=case, role=HandlerRole.LEAD, to_at=None).update(to_at=at)
    if facts.lead_id not in facts.joint_ids:
        Handler.objects.create(
            case=case, staff_id=facts.lead_id, role=HandlerRole.JOINT, level=facts.lead_level, from_at=at
        )


def join(case: Case, staff_id: UUID | None, *, at: dt.datetime) -> None:
    """Let one person work on the case beside whoever leads, unless they work on it by name already."""
    if staff_id is None or Handler.objects.filter(case=case, staff_id=staff_id, to_at=None).exists():
        return
    Handler.objects.create(case=case, staff_id=staff_id, role=HandlerRole.JOINT, level=case.level, from_at=at)


def pack_of(case: Case) -> dict[str, Any]:
    """What goes along with a case that is handed on: who, what was tried, which papers; no confidential record."""
    return packs_of([case.pk])[case.pk]


def packs_of(ids: Sequence[UUID]) -> dict[UUID, dict[str, Any]]:
    """The packs of these cases, by id, in one statement however many they are."""
    columns = _pack_columns()
    rows = Case.objects.filter(pk__any_of=ids).annotate(**columns).values("id", *columns)
    return {row["id"]: _pack(row) for row in rows}


def pack_and_taker(case: Case, level: str, *, on: dt.date) -> tuple[dict[str, Any], bool]:
    """What goes along, and whether somebody at `level` can take this case over today; one statement."""
    (row,) = _GOING(level, case=case.pk, seat=seat_of(case.path, level), on=on)
    return _pack(row), row["has_taker"]


def _going(level: str) -> QuerySet[Any, Any]:
    there = on_day(Given("on", DateField()))
    takers = Post.objects.filter(there, path=Given("seat", CharField()), role__in=TAKERS[level])
    columns = {**_pack_columns(), "has_taker": Exists(takers)}
    rows: Any = Case.objects.filter(pk=Given("case", UUIDField()))
    found: QuerySet[Any, Any] = rows.annotate(**columns).values(*columns)
    return found


_GOING = Prepared(_going)


def _pack_columns() -> dict[str, Any]:
    return {
        "pack_parties": listed_of(of_case(Party).order_by("side", "position"), "side", "name"),
        "pack_sittings": listed_of(
            of_case(Sitting, corrects=None).order_by("begins_at"), "begins_at", "result"
        ),
        "pack_papers": listed_of(
            of_case(DossierItem, removed_at=None).order_by("kind", "position"), "kind", "title", "pages"
        ),
    }


def _pack(row: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "parties": [[party["side"], party["name"]] for party in row["pack_parties"]],
        "sittings": [
            {"on": str(day_of(dt.datetime.fromisoformat(one["begins_at"]))), "result": one["result"]}
            for one in row["pack_sittings"]
        ],
        "papers": [{**paper, "kind": str(DossierKind(paper["kind"]).label)} for paper in row["pack_papers"]],
    }


def hand_over(
    case: Case,
    *,
    to_level: str,
    pack: Mapping[str, Any],
    reason: str,
    at: dt.datetime,
    by: UUID | None,
    to_committee_id: UUID | None = None,
) -> Handoff:
    """The row of a hand-over with what goes along; `case` still stands at the level that gives it."""
    handoff: Handoff = Handoff.objects.create(
        case=case,
        from_level=case.level,
        to_level=to_level,
        to_committee_id=to_committee_id,
        reason=reason,
        pack=pack,
        at=at,
        by_id=by,
    )
    return handoff
