"""Facts of the trade that the product ships as CSV: read by the annotations of a dataclass."""

import csv
import datetime as dt
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path
from typing import Any, Final, Literal, get_args, get_origin, get_type_hints


class SeedBroken(ValueError):
    """A seed file says something its reader doesn't understand; the message names file and row."""


def read_seed(folder: Path, file: str, shape: type[Any]) -> tuple[Any, ...]:
    """The lines of `<folder>/<file>.csv` as `shape`, its annotations being the rule for each column.

    Raises:
        SeedBroken: other columns, or a value that its annotation does not take.
    """
    hints = get_type_hints(shape)
    with (folder / f"{file}.csv").open(encoding="utf-8", newline="") as stream:
        reader = csv.DictReader(stream, strict=True)
        if set(reader.fieldnames or ()) != hints.keys():
            raise SeedBroken(f"{file}.csv: the columns must be {', '.join(hints)}")
        return tuple(
            shape(**{name: _value(f"{file}.csv:{line}", name, hints[name], row[name]) for name in hints})
            for line, row in enumerate(reader, start=2)
        )


def _value(place: str, name: str, hint: Any, text: str | None) -> Any:
    if text is None:
        raise SeedBroken(f"{place}: no {name}")
    if get_origin(hint) is Literal:
        if text not in get_args(hint):
            raise SeedBroken(
                f"{place}: {name} is {text!r}, not one of {', '.join(map(repr, get_args(hint)))}"
            )
        return text
    try:
        return READ[hint](text)
    except (ValueError, ArithmeticError, KeyError):
        raise SeedBroken(f"{place}: {name} is {text!r}") from None


READ: Final[dict[Any, Callable[[str], Any]]] = {
    str: str,
    int: int,
    int | None: lambda text: int(text) if text else None,
    bool: {"0": False, "1": True}.__getitem__,
    dt.date: dt.date.fromisoformat,
    Decimal: Decimal,
    tuple[str, ...]: lambda text: tuple(text.split()),
}
