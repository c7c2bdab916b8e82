"""Writing the rows of many walks: numbers in the order of acceptance, then table by table in bulk."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from typing import Any
from uuid import UUID

from core.printing.models import NumberSequence, NumberTaken
from core.printing.rules import number_text
from core.tenancy.inserting import insert_each
from core.tenancy.models import TenantModel
from core.workcalendar.rules import SHANGHAI
from disputes.actions.accept_case import NUMBER_KIND, NUMBER_TEMPLATE
from disputes.choices import Verb
from disputes.demo_promises import Row
from disputes.demo_walk import Walk
from disputes.finding import tokens_for
from disputes.models import (
    Agreement,
    Case,
    CaseDeadline,
    CaseToken,
    Committee,
    Confirmation,
    DossierItem,
    FollowUp,
    GroupReport,
    Handler,
    Handoff,
    Inquiry,
    LeaderCase,
    Obligation,
    Party,
    Sitting,
    Step,
    Transfer,
    UrgentReport,
)

BATCH = 1000


def number_cases(walks: Iterable[Walk], mint: Callable[[], UUID]) -> None:
    """Give every accepted case its number, without gaps per committee and year, and leave the counters there."""
    accepted: dict[tuple[UUID, int], list[tuple[Any, Walk]]] = defaultdict(list)
    committees: dict[UUID, Committee] = {}
    for walk in walks:
        first = next((step for step in walk.steps if step.verb == Verb.ACCEPT), None)
        if first is None or walk.first_committee is None:
            continue
        committees[walk.first_committee.pk] = walk.first_committee
        accepted[walk.first_committee.pk, first.at.astimezone(SHANGHAI).year].append((first, walk))
    sequences: list[NumberSequence] = []
    taken: list[NumberTaken] = []
    for (pk, year), rows in sorted(accepted.items()):
        sequence = NumberSequence(
            id=mint(), organisation_id=pk, kind=NUMBER_KIND, year=year, last_value=len(rows)
        )
        sequences.append(sequence)
        words = {"abbr": committees[pk].abbreviation}
        rows.sort(key=lambda row: (row[0].at, row[1].case.pk))
        for value, (step, walk) in enumerate(rows, start=1):
            text = number_text(NUMBER_TEMPLATE, year=year, seq=value, words=words)
            walk.case.number = text
            for agreement in walk.agreements:
                agreement.number = text
            taken.append(
                NumberTaken(
                    id=mint(),
                    sequence=sequence,
                    value=value,
                    text=text,
                    taken_at=step.at,
                    taken_by=step.staff_name,
                )
            )
    insert(NumberSequence, sequences)
    insert(NumberTaken, taken)


def write(walks: Sequence[Walk]) -> int:
    """Insert them all.

    Returns:
        How many rows.
    """
    written = insert(Case, [walk.case for walk in walks])
    tables: tuple[tuple[type[TenantModel], str], ...] = (
        (Party, "parties"),
        (Step, "steps"),
        (CaseDeadline, "deadlines"),
        (Handler, "handlers"),
        (Handoff, "handoffs"),
        (Inquiry, "inquiries"),
        (Sitting, "sittings"),
        (Agreement, "agreements"),
        (Obligation, "obligations"),
        (Confirmation, "confirmations"),
        (FollowUp, "follow_ups"),
        (DossierItem, "dossier"),
        (Transfer, "transfers"),
        (UrgentReport, "reports"),
        (LeaderCase, "leader_cases"),
        (GroupReport, "group_reports"),
    )
    for walk in walks:
        _spell_out(walk)
    for model, name in tables:
        written += insert(model, [row for walk in walks for row in getattr(walk, name)])
    return written + _index(walks)


def _index(walks: Sequence[Walk]) -> int:
    tokens: list[str] = []
    cases: list[UUID] = []
    for walk in walks:
        words = sorted(tokens_for(walk.case, walk.parties))
        tokens += words
        cases += [walk.case.pk] * len(words)
    for start in range(0, len(tokens), BATCH * 10):
        end = start + BATCH * 10
        insert_each(CaseToken, each={"token": tokens[start:end], "case_id": cases[start:end]})
    return len(tokens)


def insert(model: type[TenantModel], rows: Sequence[Any]) -> int:
    """Unsaved rows, with the ids that they have, a thousand a statement."""
    fields = [
        field for field in model._meta.concrete_fields if not field.generated and field.attname != "tenant_id"
    ]
    for start in range(0, len(rows), BATCH):
        batch = rows[start : start + BATCH]
        insert_each(model, each={field.attname: _values(field, batch) for field in fields})
    return len(rows)


def _values(field: Any, rows: Sequence[Any]) -> list[Any]:
    """A column; of a row to be, the field's default where it names none."""
    name = field.attname
    if not isinstance(rows[0], Row):
        return [getattr(row, name) for row in rows]
    default = field.get_default()
    return [row.__dict__.get(name, default) for row in rows]


def _spell_out(walk: Walk) -> None:
    """What is left of each promise and when it warns, in the columns that keep it."""
    for row in walk.deadlines:
        if row.left is not None:
            row.left_amount, row.left_measure = row.left.amount, row.left.measure
        if row.warn is not None:
            row.warn_value, row.warn_unit = row.warn.value, row.warn.unit
