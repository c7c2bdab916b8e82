"""A list as its address asks for it: the same rows on the page, as a sheet, on paper and, where approved, in full."""

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, overload

from django.db.models import QuerySet
from django.utils import timezone

from core.permissions.actor import Actor
from core.tabular.exporting import Params, exports
from disputes.choices import TimeGroup
from disputes.exports import CASES
from disputes.forms.filters import CaseFilters
from disputes.models import Case
from disputes.queue import Asked, CaseLine, Horizon, asked_for, counts_by_group, ordered, page_of
from disputes.queue_rows import kind_labels, sheet_rows


@dataclass(frozen=True, slots=True)
class Listed:
    """A list before it is counted or read."""

    form: CaseFilters
    asked: Asked
    horizon: Horizon
    kinds: dict[str, str]
    actor: Actor

    @property
    def cases(self) -> QuerySet[Case]:
        return asked_for(self.asked, actor=self.actor, horizon=self.horizon)

    def counts(self) -> dict[TimeGroup, int]:
        return counts_by_group(self.asked, actor=self.actor, horizon=self.horizon)

    def page(self, start: int, most: int) -> list[CaseLine]:
        return page_of(self.asked, actor=self.actor, horizon=self.horizon, start=start, most=most)

    def lines(self) -> Iterator[dict[str, Any]]:
        """All rows as plain values, chunk by chunk."""
        cases = ordered(self.cases, self.asked, actor=self.actor, horizon=self.horizon)
        return sheet_rows(cases, actor=self.actor, horizon=self.horizon, kinds=self.kinds)


def listed(params: Mapping[str, Any], actor: Actor, *, at: dt.datetime) -> Listed:
    """The list that an address asks for."""
    kinds = kind_labels()
    form = CaseFilters(params, actor=actor, kinds=kinds)
    return Listed(form, form.asked(), Horizon.at(at), kinds, actor)


class _Lines(Sequence[dict[str, Any]]):
    """The rows of a list to whoever only counts them or goes through them once."""

    def __init__(self, found: Listed) -> None:
        self._found = found

    def __len__(self) -> int:
        return self._found.cases.count()

    def __iter__(self) -> Iterator[dict[str, Any]]:
        return self._found.lines()

    @overload
    def __getitem__(self, part: int) -> dict[str, Any]: ...
    @overload
    def __getitem__(self, part: slice) -> list[dict[str, Any]]: ...
    def __getitem__(self, part: int | slice) -> Any:
        return list(self)[part]


def _in_words(actor: Actor, params: Params) -> str:
    form = CaseFilters(params, actor=None, kinds=kind_labels())
    form.is_valid()
    return form.words


@exports("disputes.cases", sheet=CASES, ability="disputes.mine", said=_in_words)
def listed_cases(actor: Actor, params: Params, on: dt.date) -> Sequence[Any]:
    """The rows of the list page. The lamp is told for the moment at which they go out."""
    wanted = listed(params, actor, at=timezone.now())
    wanted.form.require_understood()
    return _Lines(wanted)
