"""The dry run: every row, every cell, every error; nothing is written."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from typing import Any

from django.utils.translation import gettext as _

from core.permissions.verdict import Refused
from core.tabular.cells import CellProblem, parse, plain_text
from core.tabular.columns import Column, Sheet
from core.tabular.reading import Grid

Progress = Callable[[int], None]


@dataclass(frozen=True, slots=True)
class SheetRow:
    """One row read in: `number` is the row in the clerk's file, values by column key."""

    number: int
    values: Mapping[str, Any]

    def __getitem__(self, key: str) -> Any:
        return self.values[key]

    def get(self, key: str) -> Any:
        return self.values.get(key)


@dataclass(frozen=True, slots=True)
class RowError:
    """What is wrong in a row; `key` is "" where no single cell is to blame."""

    number: int
    key: str
    message: str


class WrongCell(ValueError):
    """A cell that can't be taken; `key` says which column."""

    def __init__(self, key: str, message: str) -> None:
        super().__init__(message)
        self.key = key


@contextmanager
def at_cell(key: str) -> Iterator[None]:
    """What a rule of the room refuses inside is told at this column's cell.

    Raises:
        WrongCell: in place of `Refused`.
    """
    try:
        yield
    except Refused as refusal:
        raise WrongCell(key, str(refusal)) from refusal


@dataclass(slots=True)
class Checked:
    rows: list[SheetRow] = field(default_factory=list)
    errors: list[RowError] = field(default_factory=list)
    total: int = 0
    broken: list[SheetRow] = field(default_factory=list)
    """Rows with a wrong cell, without it: what stands together with them isn't blamed for what they lack."""


@dataclass(frozen=True, slots=True)
class Survey:
    """What a room makes of the rows before anything is written.

    Attributes:
        errors: what only the county's own rows show.
        notes: what the clerk should know of a cell and that keeps no row out (号码待核实).
        made: what the verb will be called with instead of the rows.
        outlook: what the import would do, in words and numbers ("新增" → 12).
    """

    errors: list[RowError]
    notes: list[RowError]
    made: Sequence[Any]
    outlook: Mapping[str, int]


class RowsRefused(Exception):
    """Raised by a verb that finds rows it can't take: nothing is imported, the errors stand beside the rows."""

    def __init__(self, errors: Iterable[RowError]) -> None:
        self.errors = list(errors)
        super().__init__("; ".join(f"{e.number}: {e.message}" for e in self.errors[:5]))


def check_grid(sheet: Sheet, grid: Grid, *, progress: Progress | None = None) -> Checked:
    """Read every row of the grid; blank rows are passed over."""
    checked = Checked()
    at = {key: position for position, key in enumerate(grid.keys) if key}
    once: dict[tuple[str, ...], dict[tuple[Any, ...], int]] = {}
    columns = [_settled(column) for column in sheet.columns]
    for offset, row in enumerate(grid.rows):
        if progress is not None and offset % 200 == 0:
            progress(offset)
        if not any(plain_text(cell) for cell in row):
            continue
        checked.total += 1
        number = grid.first_row + offset
        values: dict[str, Any] = {}
        wrong = set()
        for column in columns:
            position = at.get(column.key)
            cell = row[position] if position is not None and position < len(row) else None
            try:
                values[column.key] = parse(column, cell)
            except CellProblem as problem:
                checked.errors.append(RowError(number, column.key, str(problem)))
                wrong.add(column.key)
        checked.errors += _repeated(sheet, once, number, values, wrong)
        (checked.broken if wrong else checked.rows).append(SheetRow(number, values))
    return checked


def _settled(column: Column) -> Column:
    """The column with its choices asked for and put into words once, not at every cell."""
    if column.choices is None:
        return column
    return replace(column, choices={value: str(label) for value, label in column.labels.items()})


def _repeated(
    sheet: Sheet,
    once: dict[tuple[str, ...], dict[tuple[Any, ...], int]],
    number: int,
    values: Mapping[str, Any],
    wrong: set[str],
) -> Iterator[RowError]:
    together = [(column.key,) for column in sheet.columns if column.unique]
    for keys in [*together, *sheet.unique_together]:
        if wrong.intersection(keys) or any(values.get(key) is None for key in keys):
            continue
        first = once.setdefault(keys, {}).setdefault(tuple(values[key] for key in keys), number)
        if first != number:
            label = "、".join(str(sheet.column(key).label) for key in keys)
            yield RowError(
                number, keys[0], _("%(label)s与第 %(first)s 行重复") % {"label": label, "first": first}
            )
