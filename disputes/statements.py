"""A kept monthly table read back into the form in which it is counted, and what differs between two of them."""

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from disputes.models import MonthlyStatement
from disputes.rules.statistics import HEADS, ORDER, Counted, FormRow, Matrix, matrix
from disputes.seed import statistics_rows

Figures = Mapping[str, Sequence[int]]


class Change(NamedTuple):
    """A cell that differs: of which row, measure and column, from what to what."""

    row: str
    measure: str
    column: str
    before: str
    after: str


def form_rows() -> list[FormRow]:
    """The rows of the form in their order."""
    return [FormRow(row.code, row.label, row.section) for row in statistics_rows()]


def matrix_of(statement: MonthlyStatement) -> Matrix:
    """The table as it was signed."""
    return _matrix(statement.figures)


def changes_between(before: Figures, after: Figures) -> list[Change]:
    """The counted cells that differ, in the form's order; what follows from them (小计, rates) is not told again."""
    heads, found = dict(zip(ORDER, HEADS, strict=True)), []
    for line, now in zip(_matrix(before).lines(), _matrix(after).lines(), strict=True):
        for (column, old), (_column, new) in zip(line.columns, now.columns, strict=True):
            if line.figure and column != "SUBTOTAL" and old != new:
                found.append(Change(str(line.label), str(line.measure), heads[column], old, new))
    return found


def changes_of(correction: Mapping[str, Any]) -> list[Change]:
    """What a month that was signed again says otherwise than before."""
    cells = correction["cells"]
    return changes_between(
        {place: old for place, (old, _new) in cells.items()},
        {place: new for place, (_old, new) in cells.items()},
    )


def _matrix(figures: Figures) -> Matrix:
    counted = []
    for place, (found, handled, settled) in figures.items():
        column, _slash, row = place.partition("/")
        counted.append(Counted(column, row, found, handled, settled))
    return matrix(form_rows(), counted)


def as_figures(counted: Matrix) -> dict[str, list[int]]:
    """The cells as they are kept: "column/row" → found, handled, settled."""
    return {f"{column}/{row}": list(cell) for (column, row), cell in sorted(counted.cells.items())}
