"""Count promises again when the calendar has changed."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import QuerySet

from core.audit.actions.record import Entry, record_many
from core.deadlines.choices import State
from core.deadlines.log_codes import DEADLINE_MOVED
from core.deadlines.models import Deadline
from core.deadlines.rules import Counter, Promise, as_terms
from core.deadlines.selectors import deadline_models
from core.permissions.actor import Actor
from core.tenancy.updating import update_each
from core.workcalendar.followers import Shift, Told, nobody
from core.workcalendar.rules import Calendar, shown

CHUNK = 5_000


@dataclass(frozen=True, slots=True)
class _Recount:
    row: Deadline
    promise: Promise

    @property
    def moves(self) -> bool:
        return self.row.due_at != self.promise.due_at


def behind(calendar: Calendar) -> int:
    """How many running promises of the open county were counted on another calendar."""
    return sum(_queue(model, calendar).count() for model in deadline_models())


def shifts(calendar: Calendar, told: Told = nobody) -> Iterator[Shift]:
    """The open county's running promises that would end at another instant on a calendar."""
    for model in deadline_models():
        for recounts in _recounts(model, calendar, lock=False):
            told(len(recounts))
            moving = [one for one in recounts if one.moves]
            labels = model.subject_labels([one.row for one in moving])
            for one in moving:
                yield Shift(
                    what=one.row.kind,
                    subject=labels[one.row.id],
                    before=one.row.due_at,
                    after=one.promise.due_at,
                    is_estimated=one.promise.is_estimated,
                )


def recompute_deadlines(*, calendar: Calendar, actor: Actor, at: datetime, told: Told = nobody) -> int:
    """Move every running promise of the open county to a calendar.

    A paused promise keeps what it has left, in its own measure, and is counted when it resumes. One whose
    end falls into the past by the new count is due at once: the sweep takes it next.

    Returns:
        How many end at another instant now.
    """
    moved = 0
    for model in deadline_models():
        for recounts in _recounts(model, calendar, lock=True):
            _write(model, recounts, calendar)
            moved += _record(model, [one for one in recounts if one.moves], actor, at)
            told(len(recounts))
    return moved


def _queue(model: type[Deadline], calendar: Calendar) -> QuerySet[Any]:
    counted = model.objects.filter(state=State.OPEN, left_amount__isnull=False)
    return counted.exclude(calendar_version=calendar.version)


def _recounts(model: type[Deadline], calendar: Calendar, *, lock: bool) -> Iterator[list[_Recount]]:
    """Promises not yet counted on the calendar, in chunks by their keys."""
    counter = Counter(calendar)
    queue = _queue(model, calendar).order_by("id")
    queue = queue.select_for_update() if lock else queue
    chunk = list(queue[:CHUNK])
    while chunk:
        yield [
            _Recount(row, counter.promise(row.counted_from, left, as_terms(row.extensions), row.warn_term))
            for row in chunk
            if (left := row.left) is not None
        ]
        chunk = list(queue.filter(id__gt=chunk[-1].id)[:CHUNK])


def _record(model: type[Deadline], moved: list[_Recount], actor: Actor, at: datetime) -> int:
    labels = model.subject_labels([one.row for one in moved])
    entries = [
        Entry(
            subject_type=model._meta.label_lower,
            subject_id=one.row.id,
            subject_label=labels[one.row.id],
            before={"due_at": shown(one.row.due_at)},
            after={"due_at": shown(one.promise.due_at)},
        )
        for one in moved
    ]
    record_many(DEADLINE_MOVED, actor=actor, at=at, rows=entries)
    return len(entries)


def _write(model: type[Deadline], recounts: list[_Recount], calendar: Calendar) -> None:
    still_warned = [
        recount.row.warned_at if recount.row.warn_at == recount.promise.warn_at else None
        for recount in recounts
    ]
    update_each(
        model,
        [recount.row.id for recount in recounts],
        {
            "due_at": [recount.promise.due_at for recount in recounts],
            "warn_at": [recount.promise.warn_at for recount in recounts],
            "warned_at": still_warned,
            "is_estimated": [recount.promise.is_estimated for recount in recounts],
            "calendar_version": [calendar.version] * len(recounts),
            "next_check_at": [
                recount.promise.next_check(is_warned=warned is not None)
                for recount, warned in zip(recounts, still_warned, strict=True)
            ],
        },
    )
