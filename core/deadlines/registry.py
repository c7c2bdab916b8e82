"""What happens when a kind of promise comes near its end or to it.

    # <room>/sweeps.py
    @on_due(CaseDeadline, "ACCEPT")
    def acceptance_missed(batch: Batch) -> str:
        escalate_cases(ids=batch.ids, actor=batch.actor, at=batch.at)
        return "ESCALATED"

The function gets every promise of one batch and writes for all of them at once. It runs in the sweep's own
transaction: what it wrote and the outcome are committed together, or not at all. If it fails, the batch is
halved until the row that cannot be acted on stands alone.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import TypeVar
from uuid import UUID

from django.db.models import Model

from core.deadlines.choices import Stage
from core.deadlines.models import Deadline
from core.permissions.actor import Actor


@dataclass(frozen=True)
class Batch:
    """Promises of one kind that came to the same stage, earliest first, locked for this transaction."""

    model: type[Deadline]
    kind: str
    stage: Stage
    ids: tuple[UUID, ...]
    actor: Actor
    at: datetime

    @cached_property
    def rows(self) -> list[Deadline]:
        """The promises themselves, in the order of `ids`; read when first asked for."""
        found = self.model.objects.in_bulk(list(self.ids))
        return [found[key] for key in self.ids if key in found]

    def subject_ids(self, field: str) -> list[UUID]:
        """The ids of what the promises are about, in the order of `ids`."""
        found = dict(self.model.objects.filter(id__in=self.ids).values_list("id", f"{field}_id"))
        return [found[key] for key in self.ids]


Verb = Callable[[Batch], str | None]
V = TypeVar("V", bound=Verb)

_verbs: dict[tuple[type[Model], str, Stage], Verb] = {}


def on_due(model: type[Deadline], kind: str) -> Callable[[V], V]:
    """Register what happens to promises of a kind that came due; its answer is stored as the outcome."""
    return _register(model, kind, Stage.DUE)


def on_warn(model: type[Deadline], kind: str) -> Callable[[V], V]:
    """Register what happens when the time to warn has come; the answer is not kept."""
    return _register(model, kind, Stage.WARN)


def _register(model: type[Deadline], kind: str, stage: Stage) -> Callable[[V], V]:
    def take(verb: V) -> V:
        if (model, kind, stage) in _verbs:
            raise ValueError(f"{model._meta.label} {kind} has a verb for {stage} already")
        _verbs[model, kind, stage] = verb
        return verb

    return take


def verb_for(model: type[Deadline], kind: str, stage: Stage) -> Verb | None:
    """The registered verb, or None."""
    return _verbs.get((model, str(kind), stage))
