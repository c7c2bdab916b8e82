"""What a county starts with, each with its source; afterwards the county's own rows count."""

from dataclasses import asdict, dataclass
from functools import cache
from pathlib import Path
from typing import Any, Final

from core.rules.seeds import read_seed

FOLDER: Final = Path(__file__).parent / "seed"


@dataclass(frozen=True, slots=True)
class LiaisonRule:
    """The columns of the county's rule (`households.models.LiaisonRule`) that the file gives, with its source."""

    part_days: int
    first_days: int
    second_days: int
    burst_visits: int
    burst_minutes: int
    call_back_percent: int
    demand_value: int
    demand_unit: str
    request_value: int
    request_unit: str
    source: str


@cache
def liaison_rule() -> dict[str, Any]:
    """The rule of pairing and visiting until the county's own says otherwise."""
    (row,) = read_seed(FOLDER, "liaison_rules", LiaisonRule)
    return asdict(row)
