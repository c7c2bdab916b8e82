"""One UPDATE for many rows, each with its own values."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from django.db import connection

from core.deadlines.models import Deadline
from core.tenancy.context import required_tenant


def update_each(model: type[Deadline], ids: Sequence[UUID], columns: Mapping[str, Sequence[Any]]) -> int:
    """Set each row's columns to the values that stand at the row's place in every sequence.

    Returns:
        How many rows were there to be updated.
    """
    if not ids:
        return 0
    quote = connection.ops.quote_name
    known = {field.name: field for field in model._meta.concrete_fields}
    fields = [known[name] for name in columns]
    arrays = ", ".join(f"%s::{field.db_type(connection)}[]" for field in fields)
    names = [quote(str(field.column)) for field in fields]
    assigned = ", ".join(f"{name} = new.{name}" for name in names)
    # Names come from the model and are quoted; every value is bound.
    statement = (
        f"UPDATE {quote(model._meta.db_table)} AS old SET {assigned} "  # noqa: S608 -- names come from the model
        f"FROM unnest(%s::uuid[], {arrays}) AS new (id, {', '.join(names)}) "
        "WHERE old.tenant_id = %s AND old.id = new.id"
    )
    with connection.cursor() as cursor:
        cursor.execute(statement, [list(ids), *map(list, columns.values()), required_tenant()])
        return int(cursor.rowcount)
