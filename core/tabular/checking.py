"""The dry run: every row, every cell, every error; nothing is written."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _

from core.tabular.cells import CellProblem, parse, plain_text
from core.tabular.columns import Sheet
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


@dataclass(slots=True)
class Checked:
    rows: list[SheetRow] = field(default_factory=list)
    errors: list[RowError] = field(default_factory=list)
    total: int = 0


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
    for offset, row in enumerate(grid.rows):
        if progress is not None and offset % 200 == 0:
            progress(offset)
        if not any(plain_text(cell) for cell in row):
            continue
        checked.total += 1
        number = grid.first_row + offset
        values: dict[str, Any] = {}
        wrong = set()
        for column in sheet.columns:
            position = at.get(column.key)
            cell = row[position] if position is not None and position < len(row) else None
            try:
                values[column.key] = parse(column, cell)
            except CellProblem as problem:
                checked.errors.append(RowError(number, column.key, str(problem)))
                wrong.add(column.key)
        checked.errors += _repeated(sheet, once, number, values, wrong)
        if not wrong:
            checked.rows.append(SheetRow(number, values))
    return checked


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
