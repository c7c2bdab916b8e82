"""Pure arithmetic of the chain: what exactly is hashed, and in which spelling.

A record's digest is SHA-256 over its canonical JSON (sorted keys, no blanks, UTF-8, no floats), so that anyone can
compute it again with nothing but the row. A seal binds the digest to its position and to the seal before it.
"""

import hashlib
from collections.abc import Mapping
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from enum import Enum
from typing import Any, Final
from uuid import UUID

import orjson

VERSION: Final = 1
SAFE_INTEGER: Final = 2**53  # beyond it, JSON readers disagree
FIRST_RETRY: Final = timedelta(minutes=1)
LAST_RETRY: Final = timedelta(hours=6)


def plain(value: Any) -> Any:
    """`value` as JSON that reads back from the database exactly as it was written.

    Instants become UTC, days and decimals text, model choices their stored code. Floats become text too: the
    database and Python do not agree on how a float is spelled.

    Raises:
        TypeError: the value has no plain form (a model instance, a queryset).
    """
    if isinstance(value, Enum):
        return plain(value.value)
    if value is None or isinstance(value, bool):
        return value
    if isinstance(value, str):
        return _clean(value)
    if isinstance(value, int):
        return int(value) if abs(value) < SAFE_INTEGER else str(value)
    if isinstance(value, datetime):
        return instant(value)
    if isinstance(value, (date, time)):
        return value.isoformat()
    if isinstance(value, (UUID, Decimal)):
        return str(value)
    if isinstance(value, float):
        return repr(value)
    if isinstance(value, timedelta):
        return f"PT{value.total_seconds():.0f}S"
    if isinstance(value, Mapping):
        return {_clean(str(key)): plain(item) for key, item in value.items()}
    if isinstance(value, (set, frozenset)):
        return sorted((plain(item) for item in value), key=canonical)
    if isinstance(value, (list, tuple)):
        return [plain(item) for item in value]
    if hasattr(value, "_proxy____args"):  # a lazy translation
        return _clean(str(value))
    raise TypeError(f"{type(value).__name__} has no plain form: record its values, not the object")


def instant(value: datetime) -> str:
    """An instant in one spelling: UTC with microseconds.

    Raises:
        ValueError: the instant has no time zone.
    """
    if value.tzinfo is None:
        raise ValueError("an instant without a time zone")
    return value.astimezone(UTC).isoformat(timespec="microseconds").replace("+00:00", "Z")


def canonical(value: Any) -> bytes:
    """Canonical JSON of a plain value: what `json.dumps` writes with sorted keys, no blanks and no ASCII escapes."""
    return orjson.dumps(value, option=orjson.OPT_SORT_KEYS)


def record_digest(fields: Mapping[str, Any]) -> str:
    """SHA-256 in hex over the canonical JSON of a record's fields."""
    return hashlib.sha256(canonical({"v": VERSION, **fields})).hexdigest()


def genesis(tenant: int) -> str:
    """What a county's first seal stands on: no chain can be passed off as another county's."""
    return hashlib.sha256(f"fengge audit chain of {tenant}".encode()).hexdigest()


def seal_hash(*, previous: str, position: int, record_id: UUID | str, digest: str) -> str:
    """The hash of one link: position, record, its digest, and the link before."""
    return hashlib.sha256(f"{previous}\n{position}\n{record_id}\n{digest}".encode()).hexdigest()


def subject_id_of(key: UUID | int | None) -> UUID | None:
    """A primary key as it stands in a record: a platform row's number becomes a UUID of the same value."""
    return UUID(int=key) if isinstance(key, int) else key


def retry_after(attempts: int) -> timedelta:
    """How far a failing reaction or delivery is pushed ahead after its n-th attempt (from 1)."""
    return min(FIRST_RETRY * int(2 ** min(attempts - 1, 20)), LAST_RETRY)


def _clean(text: str) -> str:
    # PostgreSQL stores neither NUL nor half of a surrogate pair.
    return str(text).replace("\0", "").encode("utf-8", "replace").decode()
