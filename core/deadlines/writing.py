"""One UPDATE for many rows, each with its own values."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

import orjson
from django.db import connection

from core.deadlines.models import Deadline
from core.tenancy.context import required_tenant


def update_each(model: type[Deadline], ids: Sequence[UUID], columns: Mapping[str, Sequence[Any]]) -> int:
    """Set each row's columns to the values that stand at the row's place in every sequence.

    The values go as one JSON text, which the server reads much faster than as many values one by one.

    Returns:
        How many rows were there to be updated.
    """
    if not ids:
        return 0
    quote = connection.ops.quote_name
    known = {field.name: field for field in model._meta.concrete_fields}
    types = {quote(str(known[name].column)): known[name].db_type(connection) for name in columns}
    assigned = ", ".join(f"{name} = new.{name}" for name in types)
    typed = ", ".join(f"{name} {kind}" for name, kind in types.items())
    # Names come from the model and are quoted; every value is bound.
    statement = (
        f"UPDATE {quote(model._meta.db_table)} AS old SET {assigned} "  # noqa: S608 -- names come from the model
        f"FROM jsonb_to_recordset(%s) AS new (id uuid, {typed}) WHERE old.tenant_id = %s AND old.id = new.id"
    )
    keys = ["id", *(known[name].column for name in columns)]
    rows = [dict(zip(keys, values, strict=True)) for values in zip(ids, *columns.values(), strict=True)]
    with connection.cursor() as cursor:
        cursor.execute(statement, [orjson.dumps(rows).decode(), required_tenant()])
        return int(cursor.rowcount)
