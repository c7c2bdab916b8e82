"""Row identifiers: UUIDv7, so that rows of one day lie beside each other in the index."""

import datetime as dt
import random
from typing import Final
from uuid import UUID

from uuid6 import uuid7 as _uuid7


def uuid7() -> UUID:
    """A new time-ordered identifier (RFC 9562, version 7)."""
    return UUID(int=_uuid7().int)


def uuid7_at(at: dt.datetime, dice: random.Random) -> UUID:
    """An identifier as it would have been made at an instant, its random part by dice: for rows of the demo."""
    value = (int(at.timestamp() * 1000) & (1 << 48) - 1) << 80
    return UUID(int=value | 7 << 76 | dice.getrandbits(12) << 64 | 2 << 62 | dice.getrandbits(62))


SQL_UUID7: Final = "(%(id_clock)s || substr(gen_random_uuid()::text, 16))::uuid"
"""What makes the ids in an INSERT … SELECT; its parameter `id_clock` comes from `id_clock`."""


def id_clock(at: dt.datetime) -> str:
    """The first half of the identifiers of rows that the database itself makes at an instant, version and all."""
    milliseconds = f"{int(at.timestamp() * 1000):012x}"
    return f"{milliseconds[:8]}-{milliseconds[8:]}-7"
