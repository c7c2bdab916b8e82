"""Row identifiers: UUIDv7, so that rows of one day lie beside each other in the index."""

from uuid import UUID

from uuid6 import uuid7 as _uuid7


def uuid7() -> UUID:
    """A new time-ordered identifier (RFC 9562, version 7)."""
    return UUID(int=_uuid7().int)
