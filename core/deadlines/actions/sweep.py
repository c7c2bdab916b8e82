"""Keep the promises that have come due: the earliest first, in bounded batches, each exactly once."""

from __future__ import annotations

import logging
from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.db import connection, transaction
from django.db.models import F

from core.audit.actions.record import Entry, record_many
from core.deadlines.choices import Stage, State
from core.deadlines.log_codes import DEADLINE_STUCK
from core.deadlines.models import Deadline
from core.deadlines.registry import Batch, Verb, verb_for
from core.permissions.actor import Actor
from core.tenancy.context import in_tenant

logger = logging.getLogger(__name__)

BATCH = 1000
PUSHED_AHEAD = timedelta(hours=1)
MAX_ERROR = 2000
MAX_TOLD = 200


class NoVerb(LookupError):
    """A promise came due and nobody said what to do then."""


@dataclass(frozen=True, slots=True)
class Swept:
    """What one sweep did, counted in promises."""

    acted: int = 0
    warned: int = 0
    failed: int = 0

    def __add__(self, other: Swept) -> Swept:
        return Swept(self.acted + other.acted, self.warned + other.warned, self.failed + other.failed)

    @property
    def total(self) -> int:
        return self.acted + self.warned + self.failed


def sweep(
    *, tenant: int, model: type[Deadline], now: datetime, limit: int | None = None, batch: int = BATCH
) -> Swept:
    """Act on what has come due in one county by `now`, the earliest first.

    Each batch is one transaction: the rows are locked (those that another sweep holds are skipped), their
    verbs write, the outcomes are written, and all of it is committed or none of it. Whoever is killed in
    between has done nothing, and the next sweep finds the rows as they were.

    Args:
        limit: how many promises at most; None takes all that are due.
        batch: how many promises in one transaction.
    """
    swept = Swept()
    while limit is None or swept.total < limit:
        size = batch if limit is None else min(batch, limit - swept.total)
        with in_tenant(tenant):
            turn = _sweep_batch(tenant, model, now, size)
        swept += turn
        if turn.total < size:
            break
    return swept


def _sweep_batch(tenant: int, model: type[Deadline], now: datetime, size: int) -> Swept:
    due = model.objects.filter(state=State.OPEN, next_check_at__lte=now).order_by("next_check_at", "id")
    claimed = due.select_for_update(skip_locked=True, of=("self",))[:size]
    groups: dict[tuple[str, Stage], list[UUID]] = defaultdict(list)
    for key, kind, due_at in claimed.values_list("id", "kind", "due_at"):
        groups[kind, Stage.DUE if due_at <= now else Stage.WARN].append(key)
    swept = Swept()
    for (kind, stage), ids in groups.items():
        batch = Batch(model, kind, stage, tuple(ids), Actor.system(tenant), now)
        swept += _act(batch, verb_for(model, kind, stage))
    return swept


def _act(batch: Batch, verb: Verb | None) -> Swept:
    """Let the verb act on the batch; where it fails, on each half, down to the row that stands alone."""
    try:
        with transaction.atomic():
            if verb is not None:
                outcome = verb(batch)
            elif batch.stage == Stage.DUE:
                raise NoVerb(
                    f"nothing is registered for {batch.model._meta.label} {batch.kind} when it is due"
                )
            else:
                outcome = None
            return _write_outcome(batch, outcome or "")
    except Exception as error:
        if connection.needs_rollback or not connection.is_usable():
            raise  # the database is gone, not the row bad: the whole batch waits for the next sweep
        if len(batch.ids) == 1:
            return _push_ahead(batch, error)
    middle = len(batch.ids) // 2
    halves = (batch.ids[:middle], batch.ids[middle:])
    first, second = (
        _act(Batch(batch.model, batch.kind, batch.stage, half, batch.actor, batch.at), verb)
        for half in halves
    )
    return first + second


def _write_outcome(batch: Batch, outcome: str) -> Swept:
    """Close what is still due; a verb that extended or settled a promise itself has the last word."""
    still_due = batch.model.objects.filter(
        id__any_of=batch.ids, state=State.OPEN, next_check_at__lte=batch.at
    )
    if batch.stage == Stage.WARN:
        still_due.update(warned_at=batch.at, next_check_at=F("due_at"), attempts=0, last_error="")
        return Swept(warned=len(batch.ids))
    still_due.update(
        state=State.ACTED, outcome=outcome, decided_at=batch.at, next_check_at=None, attempts=0, last_error=""
    )
    return Swept(acted=len(batch.ids))


def _push_ahead(batch: Batch, error: Exception) -> Swept:

    (key,) = batch.ids
    told = f"{type(error).__name__}: {error}"[:MAX_ERROR]
    again_at = batch.at + PUSHED_AHEAD
    row = batch.model.objects.filter(id=key)
    row.update(next_check_at=again_at, attempts=F("attempts") + 1, last_error=told)
    for failed in row.filter(attempts=1):  # told once, however often it is tried
        label = batch.model.subject_labels([failed])[key]
        after = {"kind": batch.kind, "error": told[:MAX_TOLD], "next_check_at": again_at.isoformat()}
        entry = Entry(batch.model._meta.label_lower, key, after=after, subject_label=label)
        record_many(DEADLINE_STUCK, actor=batch.actor, at=batch.at, rows=[entry])
    logger.error(
        "deadline %s %s of county %s cannot be acted on and is tried again in an hour: %s",
        batch.model._meta.label,
        key,
        batch.actor.tenant,
        told,
        exc_info=error,
    )
    return Swept(failed=1)
