"""Rows of the ledgers: cases in chunks, what hangs on them in one query a table and chunk."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from typing import Any, Final
from uuid import UUID

from django.db.models import Exists, Max, Min, OuterRef, Q, QuerySet
from django.db.models.functions import Coalesce

from core.crypto.masks import mask_names_in
from core.deadlines.choices import State as DeadlineState
from core.paths.ranges import within
from core.workcalendar.rules import SHANGHAI, last_day
from disputes.choices import (
    AgreementForm,
    Card,
    Level,
    Outcome,
    Promise,
    Risk,
    Satisfaction,
    Sex,
    Side,
    Source,
    State,
)
from disputes.exports import LedgerKind
from disputes.models import (
    Agreement,
    Case,
    CaseDeadline,
    CaseKind,
    FollowUp,
    Handoff,
    LeaderCase,
    Obligation,
    Party,
    Sitting,
)
from disputes.paper_parts import shielded
from disputes.selectors import names_in

CHUNK: Final = 1000
TOLD: Final = ("summary", "opinion", "progress")
_LABELS: Final = {
    words: {value: str(label) for value, label in words.choices}
    for words in (AgreementForm, Card, Level, Outcome, Risk, Satisfaction, Sex, Source, State)
}
SETTLEMENT: Final = (Promise.SETTLE_LEVEL, Promise.ACCEPT, Promise.RECEIVE, Promise.RESUBMIT)


def ledger_cases(
    kind: LedgerKind, paths: Sequence[str], since: dt.datetime, until: dt.datetime
) -> QuerySet[Case]:
    """The cases of a ledger below `paths`, placed in [since, until) by the ledger's own instant, in its order.

    Merged cases stand in the one that they were joined to; restricted ones stand in no ledger.
    """
    cases = Case.objects.filter(
        within("path", *paths), is_restricted=False, **{f"{kind.by}__gte": since, f"{kind.by}__lt": until}
    ).exclude(state=State.MERGED)
    if kind.slug == "mediation":
        cases = cases.exclude(level__in=(Level.COUNTY, Level.TRADE))
    elif kind.slug == "trade":
        cases = cases.filter(level=Level.TRADE)
    elif kind.slug == "joint":
        joint = Sitting.objects.filter(tenant_id=OuterRef("tenant_id"), case_id=OuterRef("pk"), is_joint=True)
        cases = cases.filter(Exists(joint))
    return cases.order_by(kind.by, "id")


def rows_of(cases: QuerySet[Case] | Sequence[Case], *, in_full: bool = False) -> Iterator[dict[str, Any]]:
    """One mapping a case, for any of the ledgers, in the order of `cases`; memory stays flat however many there are.

    Read as plain values: a ledger of a year would make a hundred thousand objects for nothing.

    Args:
        in_full: the parties' names stay in running text; a minor's never does.
    """
    labels = dict(CaseKind.objects.values_list("code", "label"))
    for chunk in _chunks(cases):
        for row, people in _rows(chunk, labels):
            yield row | _told(row, people, in_full=in_full)


def _chunks(cases: QuerySet[Case] | Sequence[Case]) -> Iterator[list[Any]]:
    """The columns of a thousand cases at a time."""
    if not isinstance(cases, QuerySet):
        ids = [case.pk for case in cases]
        by_id = {row.id: row for row in _columns(Case.objects.filter(pk__in=ids))}
        yield [by_id[pk] for pk in ids]
        return
    chunk: list[Any] = []
    for row in _columns(cases).iterator(chunk_size=CHUNK):
        chunk.append(row)
        if len(chunk) == CHUNK:
            yield chunk
            chunk = []
    if chunk:
        yield chunk


def _columns(cases: QuerySet[Case]) -> Any:
    return cases.values_list(
        "id",
        "number",
        "code",
        "registered_at",
        "accepted_at",
        "closed_at",
        "people_count",
        "kind_code",
        "source",
        "summary",
        "risk",
        "outcome",
        "state",
        "level",
        "card",
        "was_late",
        "registered_by__name",
        "mediator__name",
        "committee__name",
        named=True,
    )


def _rows(chunk: list[Any], labels: dict[str, str]) -> Iterator[tuple[dict[str, Any], list[Any]]]:
    """Each row, with the people of its case."""
    ids = [case.id for case in chunk]
    parties = _grouped(
        Party.objects.filter(case_id__in=ids)
        .order_by("side", "position")
        .values_list(
            "case_id",
            "side",
            "name",
            "agent_name",
            "representative",
            "sex",
            "address",
            "is_minor",
            named=True,
        )
    )
    sittings = _sittings(ids)
    agreements = _grouped(
        Agreement.objects.filter(case_id__in=ids, voided_at=None).values_list(
            "case_id", "id", "form", named=True
        )
    )
    visits = _grouped(
        FollowUp.objects.filter(case_id__in=ids)
        .order_by("on")
        .values_list("case_id", "on", "satisfaction", named=True)
    )
    handoffs = _grouped(
        Handoff.objects.filter(case_id__in=ids, to_level=Level.TRADE)
        .order_by("at")
        .values_list("case_id", "at", named=True)
    )
    leaders = dict(
        LeaderCase.objects.filter(case_id__in=ids, to_at=None).values_list("case_id", "leader__name")
    )
    owed = _owed(ids)
    due = _due(ids)
    for case in chunk:
        row = {
            **_own(case, labels),
            **_people(parties[case.id]),
            **_work(sittings[case.id], handoffs[case.id], visits[case.id]),
            "progress": _progress(case, sittings[case.id]),
            **_agreed(agreements[case.id], owed, case),
            "leader": leaders.get(case.id, ""),
            "due_on": due.get(case.id),
        }
        yield row, parties[case.id]


def _told(row: dict[str, Any], people: list[Any], *, in_full: bool) -> dict[str, str]:
    """The columns of running text: no list names a minor (未成年人保护法 art. 103), a masked one nobody."""
    told = shielded({key: row[key] for key in TOLD}, [one.name for one in people if one.is_minor])
    return told if in_full else {key: mask_names_in(text, names_in(people)) for key, text in told.items()}


def _sittings(ids: list[UUID]) -> dict[UUID, list[Any]]:
    """Each session once, as it was last corrected, in the order in which they were held."""
    written = Sitting.objects.filter(case_id__in=ids).order_by("written_at", "id")
    columns = ("case_id", "id", "corrects_id", "begins_at", "is_joint", "mediator__name", "units", "result")
    latest = {row.corrects_id or row.id: row for row in written.values_list(*columns, named=True)}
    return _grouped(sorted(latest.values(), key=lambda row: row.begins_at))


def _own(case: Any, labels: dict[str, str]) -> dict[str, Any]:
    notes = ["曾逾期"] if case.was_late else []
    if case.card:
        notes.append(_LABELS[Card][case.card])
    state = _LABELS[State][case.state]
    committee = case.committee__name or ""
    return {
        "id": case.id,
        "number": case.number or case.code,
        "registered_on": _day(case.registered_at),
        "accepted_on": _day(case.accepted_at),
        "closed_on": _day(case.closed_at),
        "people_count": case.people_count,
        "kind": labels.get(case.kind_code, case.kind_code),
        "source": _LABELS[Source][case.source],
        "summary": case.summary[:200],
        "risk": _LABELS[Risk][case.risk],
        "registrar": case.registered_by__name or "",
        "mediator": case.mediator__name or "",
        "committee": committee,
        "led_by": committee or _LABELS[Level][case.level],
        "outcome": _LABELS[Outcome][case.outcome] if case.outcome else state,
        "note": "、".join(notes),
    }


def _people(parties: list[Any]) -> dict[str, Any]:
    sides: dict[str, list[str]] = {Side.APPLICANT: [], Side.RESPONDENT: []}
    first = None
    for party in parties:
        if party.side in sides:
            sides[party.side].append("未成年人" if party.is_minor else party.name)
        if first is None and party.side == Side.APPLICANT:
            first = party
    applicants, respondents = "、".join(sides[Side.APPLICANT]), "、".join(sides[Side.RESPONDENT])
    return {
        "applicants": applicants,
        "parties": " ↔ ".join(filter(None, (applicants, respondents))),
        "sex": _LABELS[Sex][first.sex] if first and first.sex in (Sex.MALE, Sex.FEMALE) else "",
        "address": first.address if first else "",
    }


def _work(sittings: list[Any], handoffs: list[Any], visits: list[Any]) -> dict[str, Any]:
    joint = next((sitting for sitting in reversed(sittings) if sitting.is_joint), None)
    last = visits[-1] if visits else None
    return {
        "sat_on": _day(sittings[-1].begins_at) if sittings else None,
        "met_on": _day(joint.begins_at) if joint else None,
        "convener": joint.mediator__name if joint else "",
        "units": "、".join(joint.units) if joint else "",
        "opinion": (joint or sittings[-1]).result if sittings else "",
        "handed_on": _day(handoffs[-1].at) if handoffs else None,
        "followed_on": last.on if last else None,
        "satisfaction": _LABELS[Satisfaction][last.satisfaction] if last and last.satisfaction else "",
    }


def _progress(case: Any, sittings: list[Any]) -> str:
    """What was done so far: how often they sat and what came of it last; before that, the step the case is at."""
    if not sittings:
        return _LABELS[State][case.state]
    return f"调解{len(sittings)}次：{sittings[-1].result}"


def _agreed(agreements: list[Any], owed: dict[UUID, tuple[int, int]], case: Any) -> dict[str, Any]:
    if not agreements:
        return {"agreement": "", "performance": ""}
    done, all_of_it = owed.get(agreements[0].id, (0, 0))
    if not all_of_it:
        performance = "已履行" if case.state in (State.SETTLED, State.CLOSED) else ""
    else:
        performance = "已履行" if done == all_of_it else f"{done}/{all_of_it}"
    return {"agreement": _LABELS[AgreementForm][agreements[0].form], "performance": performance}


def _owed(ids: list[UUID]) -> dict[UUID, tuple[int, int]]:
    counted: dict[UUID, list[int]] = defaultdict(lambda: [0, 0])
    rows = Obligation.objects.filter(agreement__case_id__in=ids, agreement__voided_at=None)
    for agreement, performed in rows.values_list("agreement_id", "performed_on"):
        counted[agreement][0] += performed is not None
        counted[agreement][1] += 1
    return {agreement: (done, total) for agreement, (done, total) in counted.items()}


def _due(ids: list[UUID]) -> dict[UUID, dt.date]:
    """The term that runs, of a case in hand; of one that is done the last term it was to be settled in."""
    runs = Q(state__in=(DeadlineState.OPEN, DeadlineState.PAUSED))
    promised = CaseDeadline.objects.filter(case_id__in=ids, kind__in=SETTLEMENT)
    found = promised.values("case_id").annotate(
        due=Coalesce(
            Min("due_at", filter=runs), Max("due_at", filter=Q(kind=Promise.SETTLE_LEVEL)), Max("due_at")
        )
    )
    return {case: last_day(due) for case, due in found.values_list("case_id", "due")}


def _grouped(rows: Iterable[Any]) -> dict[UUID, list[Any]]:
    groups: dict[UUID, list[Any]] = defaultdict(list)
    for row in rows:
        groups[row.case_id].append(row)
    return groups


def _day(at: dt.datetime | None) -> dt.date | None:
    return at.astimezone(SHANGHAI).date() if at else None
