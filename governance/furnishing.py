"""The facts of the trade that a county starts with, room by room."""

import datetime as dt
from collections.abc import Callable

import disputes.furnishing
import households.furnishing
from core.permissions.actor import Actor

ROOMS: tuple[Callable[..., list[str]], ...] = (
    households.furnishing.furnish_county,
    disputes.furnishing.furnish_county,
)


def furnish_rooms(*, actor: Actor, at: dt.datetime, on: dt.date) -> list[str]:
    """Give the open county what it starts with, in force from a day; what has rows is the county's own.

    Returns:
        Names of the tables that were empty.
    """
    return [name for furnish in ROOMS for name in furnish(actor=actor, at=at, on=on)]
