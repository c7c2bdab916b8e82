"""What a county may set its rule of pairing and visiting, and its quotas, to."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from django.utils.translation import gettext as _

DOORS: Final = range(1, 1_000_000)
MOST_A_CADRE: Final = range(1, 1_001)
NUMBERS: Final[Mapping[str, range]] = MappingProxyType(
    {
        "part_days": range(1, 16),
        "first_days": range(2, 28),
        "second_days": range(1, 27),
        "burst_visits": range(2, 201),
        "burst_minutes": range(1, 241),
        "call_back_percent": range(101),
        "demand_value": range(1, 366),
        "request_value": range(1, 366),
    }
)


def refusal(numbers: Mapping[str, int]) -> str:
    """Why a rule can't be set so; "" where it can."""
    if any(numbers[name] not in allowed for name, allowed in NUMBERS.items()):
        return _("有数值超出范围。")
    if numbers["second_days"] >= numbers["first_days"]:
        return _("再次催办须晚于首次催办，即离月末的天数更少。")
    return ""
