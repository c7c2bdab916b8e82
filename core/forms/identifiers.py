"""Identifiers as an address or the ticks of a list send them."""

from collections.abc import Iterable
from typing import Any
from uuid import UUID


def uuid_in(text: Any) -> UUID | None:
    """The identifier that stands there; None where none does."""
    try:
        return UUID(str(text))
    except ValueError:
        return None


def ticked(values: Iterable[str]) -> list[UUID]:
    """Those that make sense, in their order."""
    return [found for value in values if (found := uuid_in(value))]
