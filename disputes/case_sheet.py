"""Everything that the page of a case shows, in a fixed number of reads."""

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Final
from uuid import UUID

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import CharField, Exists, F, OuterRef, QuerySet, Subquery, UUIDField
from django.db.models.functions import JSONObject

from core.deadlines.choices import Lamp
from core.deadlines.choices import State as DeadlineState
from core.paths.ranges import ancestors_of, subtree
from core.permissions.actor import Actor
from core.tenancy.prepared import Given, Prepared
from core.workcalendar.rules import SHANGHAI, shown
from disputes.case_people import People, people_columns, people_from
from disputes.choices import HandlerRole, Level, Outcome, Promise, State
from disputes.dossier import MADE_AT_CLOSING, mandatory_for
from disputes.facts import Facts
from disputes.judging import fact_columns, facts_from, listed_of, of_case, party_facts
from disputes.models import Case, CaseDeadline, CaseKind, Party, RiskGrade, Step, Transfer
from disputes.rules.levels import seat_of
from disputes.seed import law_texts
from disputes.selectors import cases_seen_by, parties_of, promises_of, steps_of
from grids.models import Area
from grids.selectors import area_names

OLD_SHOWN = 5
NOT_SETTLED = (Outcome.REFUSED, Outcome.FAILED, Outcome.TERMINATED)
_IN_A_LINE = ("id", "number", "title", "state", "outcome")
COLOURS = {Lamp.GREEN: "green", Lamp.YELLOW: "yellow", Lamp.RED: "red", Lamp.GREY: "off"}


@dataclass(frozen=True, slots=True)
class Shown:
    """A promise as the page draws it."""

    promise: CaseDeadline
    colour: str
    words: str

    @property
    def label(self) -> str:
        return self.promise.what


@dataclass(frozen=True, slots=True)
class OldCase:
    """Another dispute at the same place."""

    id: str
    number: str
    title: str
    state: str
    outcome: str

    @property
    def standing(self) -> str:
        return str(Outcome(self.outcome).label if self.outcome else State(self.state).label)


@dataclass(frozen=True, slots=True)
class Sent:
    """A transfer to another body and what came back of it."""

    body: str
    sent_at: str
    received_on: str | None
    receipt: str
    result: str

    @property
    def sent_on(self) -> dt.date:
        return dt.datetime.fromisoformat(self.sent_at).astimezone(SHANGHAI).date()


@dataclass(frozen=True, slots=True)
class Sheet:
    """A case with all that stands on its page.

    Attributes:
        handlers: (role, name, level, since, is_chosen), those who lead first.
        leader: name of the leader who took it as their own, or "".
        has_grade: a risk grade stands on it, so that it is worth asking for.
    """

    case: Case
    facts: Facts
    kind: str
    places: list[str]
    handlers: list[dict[str, Any]]
    leader: str
    has_grade: bool
    people: People
    steps: Sequence[Step]
    parties: Sequence[Party]
    promises: Sequence[CaseDeadline]
    shown: list[Shown]
    old_cases: list[OldCase]
    merged: list[OldCase]
    transfers: list[Sent]

    @property
    def ways(self) -> tuple[str, ...]:
        """What the parties are told where mediation came to nothing (人民调解法 art. 26)."""
        return law_texts("WAYS") if self.case.outcome in NOT_SETTLED and self.case.is_open else ()

    @property
    def needed(self) -> int:
        return len(mandatory_for(self.case.outcome, is_investigated=self.facts.inquiries > 0))

    @property
    def present(self) -> int:
        return self.needed - len(self.facts.missing)

    @property
    def is_bound(self) -> bool:
        return all(kind in self.facts.filed for kind in MADE_AT_CLOSING)


def sheet_of(case: Case, actor: Actor, *, now: dt.datetime, on: dt.date) -> Sheet:
    """Four reads: the case's own line with all that hangs on it, its steps, parties and promises."""
    line = _line(case, actor, on)
    people = people_from(line, on=on)
    promises, parties = promises_of(case), parties_of(case)
    known = _known_anyway(line, promises, parties)
    names = list(line["place_names"])
    paths = ancestors_of(case.path)
    if len(names) < len(paths):  # an area that moved: a closed case keeps the path it had
        found = area_names(paths)
        names = [found.get(path, "") for path in paths]
    return Sheet(
        case=case,
        facts=facts_from({**line, **known}, outcome=case.outcome),
        kind=line["kind_label"] or case.kind_code,
        places=names,
        handlers=_handlers(people.handlers),
        leader=people.leading["leader"] if people.leading else "",
        has_grade=line["has_grade"],
        people=people,
        steps=steps_of(case),
        parties=parties,
        promises=promises,
        shown=[_shown(promise, now) for promise in promises],
        old_cases=[OldCase(**row) for row in line["old_cases"]],
        merged=[OldCase(**row) for row in line["merged_here"]],
        transfers=[Sent(**row) for row in line["sent_away"]],
    )


KNOWN_ANYWAY: Final = frozenset(
    {
        "fact_handlers",
        "fact_level_due",
        "fact_recused",
        "fact_parties",
        "fact_asked",
        "fact_leader",
        "fact_receipts",
    }
)
"""Facts that follow from what the page shows: not asked for a second time."""


def _known_anyway(
    line: dict[str, Any], promises: Iterable[CaseDeadline], parties: Iterable[Party]
) -> dict[str, Any]:
    recusals = line["people_recused"]
    level_due = [
        one.due_at for one in promises if one.kind == Promise.SETTLE_LEVEL and one.state == DeadlineState.OPEN
    ]
    return {
        "fact_handlers": line["people_handling"],
        "fact_level_due": min(level_due, default=None),
        "fact_recused": [UUID(one["staff_id"]) for one in recusals if one["is_granted"]],
        "fact_parties": party_facts(parties),
        "fact_asked": sum(one["is_granted"] is None for one in recusals),
        "fact_leader": any(one["to_at"] is None for one in line["people_leading"]),
        "fact_receipts": line["sent_away"],
    }


def _line(case: Case, actor: Actor, on: dt.date) -> dict[str, Any]:
    above = ancestors_of(case.path)
    village = seat_of(case.path, Level.VILLAGE)
    steps = {f"step{number}": path for number, path in enumerate(above)}
    low, high = subtree(village)
    (line,) = _LINE(actor, on, len(above), case=case.pk, place=case.place, low=low, high=high, **steps)
    found: dict[str, Any] = line
    return found


def _line_of(actor: Actor, on: dt.date, depth: int) -> QuerySet[Any, Any]:
    above = [Given(f"step{number}", CharField()) for number in range(depth)]
    kinds = CaseKind.objects.filter(tenant_id=OuterRef("tenant_id"), code=OuterRef("kind_code"))
    places = Area.objects.filter(path__in=above).order_by("path").values("name")
    columns = {
        **{name: column for name, column in fact_columns().items() if name not in KNOWN_ANYWAY},
        **people_columns(),
        "kind_label": Subquery(kinds.values("label")[:1]),
        "place_names": ArraySubquery(places),
        "has_grade": Exists(of_case(RiskGrade, ended_at=None)),
        "old_cases": ArraySubquery(_old_cases(actor, on)),
        "merged_here": listed_of(of_case(Case, "merged_into_id").order_by("registered_at"), *_IN_A_LINE),
        "sent_away": listed_of(
            of_case(Transfer).order_by("sent_at", "id"), "body", "sent_at", "received_on", "receipt", "result"
        ),
    }
    rows: Any = Case.objects.filter(pk=Given("case", UUIDField()))
    found: QuerySet[Any, Any] = rows.annotate(**columns).values(*columns)
    return found


_LINE = Prepared(_line_of)

_ORDER = (HandlerRole.LEAD, HandlerRole.JOINT, HandlerRole.FOLLOWER)


def _handlers(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Each role with its people; who follows a case that they lead anyway isn't named twice."""
    shown: list[dict[str, Any]] = []
    for role in _ORDER:
        for row in rows:
            if row["role"] == role and not (
                role == HandlerRole.FOLLOWER and any(one["staff_id"] == row["staff_id"] for one in shown)
            ):
                shown.append(row)
    return shown


def _shown(promise: CaseDeadline, now: dt.datetime) -> Shown:
    lamp = promise.lamp(now)
    colour = COLOURS.get(lamp, "off") if lamp else "off"
    return Shown(promise, colour, shown(promise.due_at))


def headline(sheet: Sheet, now: dt.datetime) -> Shown | None:
    """The promise whose lamp stands beside the title: the earliest that runs."""
    running = [
        one for one in sheet.shown if one.promise.is_running and one.promise.kind != Promise.CONFIRMATION
    ]
    return next(iter(running or sheet.shown), None)


def _old_cases(actor: Actor, on: dt.date) -> QuerySet[Any, Any]:
    """The latest others at the very same place, within the actor's sight."""
    low, high = Given("low", CharField()), Given("high", CharField())
    near = cases_seen_by(actor, on=on).filter(path__gte=low, path__lt=high, is_restricted=False)
    rows = near.filter(place=Given("place", CharField())).exclude(place="")
    rows = rows.exclude(pk=Given("case", UUIDField())).order_by("-registered_at")
    return rows.values(row=JSONObject(**{name: F(name) for name in _IN_A_LINE}))[:OLD_SHOWN]
