"""Which real object stands in each address of the route table. All belong to 康保县, in the town 康保镇."""

from collections.abc import Callable
from typing import Any

from tests.house import House

ARGUMENTS: dict[str, Callable[[House], dict[str, Any]]] = {
    "notice": lambda house: {"pk": house.notice.pk},
}


def arguments(route: str, house: House) -> dict[str, Any]:
    """The keyword arguments of a route; none for an address without a variable part."""
    return ARGUMENTS[route](house) if route in ARGUMENTS else {}
