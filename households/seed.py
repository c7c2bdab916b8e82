"""What a county starts with, each with its source; afterwards the county's own rows count."""

import csv
from functools import cache
from pathlib import Path
from typing import Any, Final

FOLDER: Final = Path(__file__).parent / "seed"
NUMBERS: Final = (
    "part_days",
    "first_days",
    "second_days",
    "burst_visits",
    "burst_minutes",
    "call_back_percent",
    "demand_value",
    "request_value",
)


@cache
def liaison_rule() -> dict[str, Any]:
    """The columns of `LiaisonRule` that the file gives, with its source."""
    with (FOLDER / "liaison_rules.csv").open(encoding="utf-8", newline="") as file:
        (row,) = csv.DictReader(file)
    return {name: int(value) if name in NUMBERS else value for name, value in row.items()}
