"""Make promises."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, TypeVar

from core.deadlines.models import Deadline
from core.deadlines.rules import Counter, Rule
from core.tenancy.inserting import insert_each
from core.workcalendar.rules import Calendar, Term
from core.workcalendar.selectors import county_calendar

D = TypeVar("D", bound=Deadline)


@dataclass(frozen=True)
class Opening:
    """One promise to make: by a rule, or for a fixed instant.

    Attributes:
        subject: the fields that the concrete model adds, such as `{"case": case}`.
        due_at: the fixed instant, where no rule counts it.
        warn: how long before a fixed instant to warn.
    """

    kind: str
    started_at: datetime
    rule: Rule | None = None
    due_at: datetime | None = None
    warn: Term | None = None
    subject: Mapping[str, Any] = field(default_factory=dict)


def open_deadlines(
    model: type[D], openings: Iterable[Opening], *, calendar: Calendar | None = None
) -> list[D]:
    """Store many promises at once, counted on the county's calendar of today, which is read where something counts.

    Raises:
        ValueError: an opening has neither a rule nor an instant, or both.
    """
    wanted = list(openings)
    is_counted = any(opening.rule or opening.warn for opening in wanted)
    counter = Counter(calendar or county_calendar()) if is_counted else None
    return model.objects.bulk_create([_deadline(model, opening, counter) for opening in wanted])


def open_same_deadlines(
    model: type[D], opening: Opening, *, each: Mapping[str, Sequence[Any]], calendar: Calendar | None = None
) -> int:
    """Store one promise for many subjects: counted once, written by one statement.

    Args:
        opening: what they share; its `subject` holds shared fields by attribute name.
        each: attribute name, such as "case_id" → one value for each promise.

    Returns:
        How many were stored.
    """
    row = _deadline(model, opening, Counter(calendar or county_calendar()))
    own = {*each, "id", "tenant_id"}
    shared = {
        field.attname: getattr(row, field.attname)
        for field in model._meta.concrete_fields
        if field.attname not in own
    }
    return len(insert_each(model, each=each, shared=shared))


def open_deadline(
    model: type[D],
    *,
    kind: str,
    started_at: datetime,
    rule: Rule | None = None,
    due_at: datetime | None = None,
    warn: Term | None = None,
    calendar: Calendar | None = None,
    **subject: Any,
) -> D:
    """Store one promise; see `open_deadlines`."""
    opening = Opening(kind, started_at, rule, due_at, warn, subject)
    return open_deadlines(model, [opening], calendar=calendar)[0]


def _deadline(model: type[D], opening: Opening, counter: Counter | None) -> D:
    rule, fixed, start = opening.rule, opening.due_at, opening.started_at
    row = model(kind=str(opening.kind), started_at=start, counted_from=start, **opening.subject)
    if rule is not None and fixed is None and counter is not None:
        warn, left = rule.warn, rule.term.left
        promise = counter.promise(start, left, warn=warn)
        row.due_at, row.warn_at, row.is_estimated = promise.due_at, promise.warn_at, promise.is_estimated
        row.term_value, row.term_unit, row.rule_version = rule.term.value, rule.term.unit, rule.version
        row.left_amount, row.left_measure = left.amount, left.measure
        row.calendar_version = counter.calendar.version
    elif rule is None and fixed is not None:
        warn, row.due_at = opening.warn, fixed
        row.warn_at = counter.warn_at(start, fixed, warn) if counter is not None else None
    else:
        raise ValueError("a promise has either a rule or a fixed instant")
    if warn is not None:
        row.warn_value, row.warn_unit = warn.value, warn.unit
    row.next_check_at = row.warn_at or row.due_at
    return row
