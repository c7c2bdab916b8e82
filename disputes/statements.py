"""A kept monthly table read back into the form in which it is counted."""

from disputes.models import MonthlyStatement
from disputes.rules.statistics import Counted, FormRow, Matrix, matrix
from disputes.seed import statistics_rows


def form_rows() -> list[FormRow]:
    """The rows of the form in their order."""
    return [FormRow(row.code, row.label, row.section) for row in statistics_rows()]


def matrix_of(statement: MonthlyStatement) -> Matrix:
    """The table as it was signed."""
    counted = []
    for place, (found, handled, settled) in statement.figures.items():
        column, _slash, row = place.partition("/")
        counted.append(Counted(column, row, found, handled, settled))
    return matrix(form_rows(), counted)


def as_figures(counted: Matrix) -> dict[str, list[int]]:
    """The cells as they are kept: "column/row" → found, handled, settled."""
    return {f"{column}/{row}": list(cell) for (column, row), cell in sorted(counted.cells.items())}
