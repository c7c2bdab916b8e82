"""Many rows by one short statement: what they share stands in it once, what differs travels as arrays.

Django's bulk_create writes every value of every row into the statement; with twenty columns and a thousand rows most of
the time goes into that text. For verbs over many, where most columns are the same.
"""

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from django.db import connection

from core.tenancy.columns import column_type, is_plain, open_county, prepared, quoted
from core.tenancy.ids import uuid7
from core.tenancy.joining import FEW, forget_plans
from core.tenancy.lookups import uuid_array
from core.tenancy.models import TenantModel


def insert_each(
    model: type[TenantModel], *, each: Mapping[str, Sequence[Any]], shared: Mapping[str, Any] | None = None
) -> list[UUID]:
    """Insert as many rows as the lists of `each` are long, into the open county.

    Args:
        each: attribute name ("case_id") → one value a row; "id" only where the rows' ids are known beforehand.
        shared: attribute name → the value of all rows. What is named in neither has the field's default.

    Returns:
        The new rows' ids, in the order of the lists.

    Raises:
        ValueError: the lists are of different lengths.
        TenantRequired: no county is open.
    """
    lengths = {len(values) for values in each.values()}
    if len(lengths) != 1:
        raise ValueError(f"{model.__name__}: lists of different lengths")
    (count,) = lengths
    ids = list(each["id"]) if "id" in each else [uuid7() for _ in range(count)]
    if not count:
        return ids
    lists: dict[str, Sequence[Any]] = {**each, "id": ids}
    given = {"tenant_id": open_county(model), **(shared or {})}
    columns: list[str] = []
    values: list[str] = []
    arrays: list[str] = []
    params: list[Any] = []
    array_params: list[Any] = []
    for field in model._meta.concrete_fields:
        if field.generated:
            continue
        columns.append(quoted(field.column))
        kind = column_type(field)
        if field.attname in lists:
            values.append(f"e.v{len(arrays)}")
            arrays.append(f"%s::{kind}[]")
            rows = lists[field.attname]
            array_params.append(_array(field, rows))
        else:
            value = given[field.attname] if field.attname in given else field.get_default()
            values.append(f"%s::{kind}")
            params.append(prepared(field, value))
    names = ", ".join(f"v{number}" for number in range(len(arrays)))
    sql = (
        f"INSERT INTO {quoted(model._meta.db_table)} ({', '.join(columns)}) "  # noqa: S608  # names of the model itself
        f"SELECT {', '.join(values)} FROM unnest({', '.join(arrays)}) AS e ({names})"
    )
    with connection.cursor() as cursor:
        cursor.execute(sql, [*params, *array_params])
    if count > FEW:
        forget_plans()
    return ids


def _array(field: Any, rows: Sequence[Any]) -> Any:
    """The column as one parameter. Of identifiers the driver would quote and cast each by itself: half of the time."""
    if not is_plain(field):
        return [prepared(field, value) for value in rows]
    if rows and all(value is None or type(value) is UUID for value in rows):
        return uuid_array(rows)
    return list(rows)
