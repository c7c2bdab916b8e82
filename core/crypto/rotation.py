"""Sealing every row anew under another key, in batches; whatever is done already is passed over."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any, Final
from uuid import UUID

from django.apps import apps
from django.db import connections, models, transaction

from core.crypto.fields import EncryptedBytesField, EncryptedTextField, encrypted_fields
from core.crypto.sealing import PLATFORM, open_bytes, open_text, seal_bytes, seal_text
from core.tenancy.context import in_tenant

BATCH_ROWS: Final = 500
BATCH_FILES: Final = 20
PASSES: Final = 5
START: Final = UUID(int=0)

Column = EncryptedTextField | EncryptedBytesField


@dataclass(frozen=True, slots=True)
class Progress:
    tenant: int
    table: str
    column: str
    sealed: int
    """Rows sealed anew so far in this column."""


def sealed_columns(tenant: int) -> list[Column]:
    """Those of every county's tables, or with PLATFORM those of the platform's."""
    return [
        field
        for model in apps.get_models()
        if model._meta.managed and not model._meta.proxy
        for field in encrypted_fields(model)
        if field.platform == (tenant == PLATFORM)
    ]


def rotate(*, tenant: int, key_id: str, using: str, batch: int = BATCH_ROWS) -> Iterator[Progress]:
    """Seal what this county has under `key_id`; a batch is a transaction, so killing it loses nothing.

    Args:
        tenant: the county's code, or PLATFORM for what belongs to none.
        using: the alias `owner`, because issued documents can't be updated by the role `app`.
    """
    for field in sealed_columns(tenant):
        sealed = 0
        for _ in range(PASSES):  # a save begun before its row's turn can put the old ciphertext back
            found = 0
            for count in _rotate_column(field, tenant, key_id, using, batch):
                found += count
                sealed += count
                yield Progress(tenant, field.model._meta.db_table, str(field.column), sealed)
            if not found:
                break


def remaining(*, tenant: int, key_id: str, using: str) -> int:
    """How many values of this county are still sealed with another key."""
    total = 0
    with opened(tenant, using), connections[using].cursor() as cursor:
        for field in sealed_columns(tenant):
            table, _, condition = _names(field, using)
            cursor.execute(
                f"SELECT count(*) FROM {table} WHERE {mine(tenant)} AND {condition}",  # noqa: S608 quoted names
                [tenant, _prefix(field, key_id)],
            )
            total += cursor.fetchone()[0]
    return total


@contextmanager
def opened(tenant: int, using: str) -> Iterator[None]:
    """One transaction, in the county where there is one."""
    with transaction.atomic(using=using) if tenant == PLATFORM else in_tenant(tenant, using=using):
        yield


def mine(tenant: int) -> str:
    """The condition of a county's rows, with one parameter, the tenant; a platform table is all the platform's."""
    return f"{PLATFORM} = %s" if tenant == PLATFORM else "tenant_id = %s"


def _rotate_column(field: Column, tenant: int, key_id: str, using: str, batch: int) -> Iterator[int]:
    table, column, condition = _names(field, using)
    size = min(batch, BATCH_FILES) if isinstance(field, EncryptedBytesField) else batch
    kind = "bytea" if isinstance(field, EncryptedBytesField) else "text"
    last = START
    while True:
        with opened(tenant, using), connections[using].cursor() as cursor:
            cursor.execute(
                f"SELECT id, {column} FROM {table} "  # noqa: S608 quoted names
                f"WHERE {mine(tenant)} AND {condition} AND id > %s ORDER BY id LIMIT %s FOR UPDATE",
                [tenant, _prefix(field, key_id), last, size],
            )
            rows = cursor.fetchall()
            if not rows:
                return
            sealed = [_seal_again(field, value, tenant, key_id) for _, value in rows]
            cursor.execute(
                f"UPDATE {table} SET {column} = new.value "  # noqa: S608 quoted names
                f"FROM unnest(%s::uuid[], %s::{kind}[]) AS new (id, value) "
                f"WHERE {mine(tenant)} AND {table}.id = new.id",
                [[row_id for row_id, _ in rows], sealed, tenant],
            )
            last = rows[-1][0]
        yield len(rows)


def _seal_again(field: Column, value: Any, tenant: int, key_id: str) -> Any:
    place = field.place(tenant)
    if isinstance(field, EncryptedBytesField):
        return seal_bytes(open_bytes(bytes(value), place), place, key_id=key_id)
    return seal_text(open_text(value, place), place, key_id=key_id)


def _names(field: Column, using: str) -> tuple[str, str, str]:
    quote = connections[using].ops.quote_name
    column = quote(str(field.column))
    if isinstance(field, EncryptedBytesField):
        condition = f"{column} IS NOT NULL AND NOT starts_with(encode(substr({column}, 1, 8), 'escape'), %s)"
    else:
        condition = f"{column} IS NOT NULL AND {column} <> '' AND NOT starts_with({column}, %s)"
    model: type[models.Model] = field.model
    return quote(model._meta.db_table), column, condition


def _prefix(field: Column, key_id: str) -> str:
    return f"{key_id}:"
