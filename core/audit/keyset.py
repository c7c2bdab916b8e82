"""Paging by the last row seen: "before this instant and id" as one comparison of rows, which an index answers.

Written as `at < x OR (at = x AND id < y)` each page would walk from the newest row again where many share an instant.
"""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import DateTimeField, F, Func, UUIDField, Value
from django.db.models.lookups import LessThan
from django.utils import timezone
from django.utils.dateparse import parse_datetime

Cursor = tuple[datetime, UUID]


def before(instant: str, cursor: Cursor) -> LessThan[Any]:
    """`(instant, id) < (x, y)`, to be given to `filter`."""
    at, key = cursor
    last = (Value(at, output_field=DateTimeField()), Value(key, output_field=UUIDField()))
    return LessThan(_row(F(instant), F("id")), _row(*last))


def _row(*parts: Any) -> Func:
    return Func(*parts, template="(%(expressions)s)", output_field=DateTimeField())


def cursor_of(at: datetime, key: UUID) -> str:
    """The last row of a page, as it stands in the address of the next."""
    return f"{at.isoformat()},{key}"


def parse_cursor(text: str) -> Cursor | None:
    """A cursor from an address; None for none, and for what is not one."""
    at, _comma, key = text.rpartition(",")
    try:
        moment = parse_datetime(at) if at else None
        return (moment, UUID(key)) if moment is not None and timezone.is_aware(moment) else None
    except ValueError:
        return None
