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
# As text from the database, in the spelling that is hashed: a county has millions of rows, and building models, UUIDs
# and instants took most of the time.
_INSTANT: Final = (
    """to_char({} AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"')"""  # as `rules.instant` writes
)
_TEXTS: Final = ("id", "actor_id", "post_id", "subject_id", "before", "after")
_SPELLED: Final = dict.fromkeys(_TEXTS, "{}::text") | {"at": _INSTANT}
_SELECT: Final = (
    "SELECT " + ", ".join(_SPELLED.get(column, "{}").format(column) for column in COLUMNS) + " "
    "FROM audit_record WHERE tenant_id = %s AND id = ANY(%s::uuid[])"  # constants
)


def digests_of(ids: Iterable[UUID | str]) -> dict[str, tuple[str, str]]:
    """Digest and code of each stored record of the open county among `ids`, by the id's text, in one query."""
    with connection.cursor() as cursor:
        cursor.execute(_SELECT, [required_tenant(), [str(each) for each in ids]])
        return {row[0]: (_digest(row), row[3]) for row in cursor.fetchall()}


def _digest(row: tuple[Any, ...]) -> str:
    fields = dict(zip(COLUMNS, row, strict=True))
    try:
        fields["before"], fields["after"] = orjson.loads(fields["before"]), orjson.loads(fields["after"])
    except orjson.JSONDecodeError:
        return "unreadable"  # nothing that `record` wrote: a number beyond 64 bits was put there by hand
    return rules.record_digest(fields)
