"""Which columns of a record the seal covers: all of them."""

from collections.abc import Iterable
from typing import Any, Final
from uuid import UUID

import orjson
from django.db import connection

from core.audit import rules
from core.tenancy.context import required_tenant

COLUMNS: Final = (
    "id",
    "tenant_id",
    "at",
    "code",
    "actor_id",
    "actor_name",
    "post_id",
    "post_title",
    "subject_type",
    "subject_id",
    "subject_label",
    "path",
    "before",
    "after",
    "reason",
    "request_id",
    "channel",
)
_CAST: Final = {"id": "::text", "actor_id": "::text", "post_id": "::text", "subject_id": "::text"}
_CAST_JSON: Final = {"before": "::text", "after": "::text"}
# As text from the database: a county has millions of rows, and building models and UUIDs took most of the time.
_SELECT: Final = (
    "SELECT " + ", ".join(column + (_CAST | _CAST_JSON).get(column, "") for column in COLUMNS) + " "
    "FROM audit_record WHERE tenant_id = %s AND id = ANY(%s::uuid[])"  # constants
)


def digests_of(ids: Iterable[UUID]) -> dict[UUID, tuple[str, str]]:
    """Digest and code of each stored record of the open county among `ids`, in one query."""
    with connection.cursor() as cursor:
        cursor.execute(_SELECT, [required_tenant(), [str(each) for each in ids]])
        return {UUID(row[0]): (_digest(row), row[3]) for row in cursor.fetchall()}


def _digest(row: tuple[Any, ...]) -> str:
    fields = dict(zip(COLUMNS, row, strict=True))
    fields["at"] = rules.instant(fields["at"])
    try:
        fields["before"], fields["after"] = orjson.loads(fields["before"]), orjson.loads(fields["after"])
    except orjson.JSONDecodeError:
        return "unreadable"  # nothing that `record` wrote: a number beyond 64 bits was put there by hand
    return rules.record_digest(fields)
