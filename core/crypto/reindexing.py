"""Making every blind index anew under another key, in batches; whatever is done already is passed over.

Nothing but the sealed source is needed for it, so a row that comes back from an old backup can be made findable too.
"""

from collections.abc import Iterator, Mapping, Sequence
from typing import cast
from uuid import UUID

from django.apps import apps
from django.db import IntegrityError, connections, models

from core.crypto.fields import BlindIndexField, EncryptedTextField, blind_indexes
from core.crypto.keyring import FIRST_INDEX
from core.crypto.rotation import BATCH_ROWS, PASSES, START, Progress, mine, opened
from core.crypto.sealing import PLATFORM, index_key_of, open_text

Change = tuple[UUID, str]


class Twins(Exception):
    """Rows that can't both have their index, since it is unique and they hold the same value."""

    def __init__(self, rows: Mapping[str, Sequence[UUID]]) -> None:
        self.rows = rows
        super().__init__("; ".join(f"{column}: {', '.join(map(str, rows[column]))}" for column in rows))


def index_columns(tenant: int) -> list[BlindIndexField]:
    """Those of every county's tables, or with PLATFORM those of the platform's."""
    return [
        index
        for model in apps.get_models()
        if model._meta.managed and not model._meta.proxy
        for index in blind_indexes(model)
        if _source(index).platform == (tenant == PLATFORM)
    ]


def reindex(*, tenant: int, key_id: str, using: str, batch: int = BATCH_ROWS) -> Iterator[Progress]:
    """Digest what this county has with the active index key, `key_id`; a batch is a transaction.

    Args:
        tenant: the county's code, or PLATFORM for what belongs to none.
        using: the alias `owner`, because append-only tables can't be updated by the role `app`.

    Raises:
        Twins: at the end, when every other row is done.
    """
    left: dict[str, list[UUID]] = {}
    for index in index_columns(tenant):
        moved, twins = 0, list[UUID]()
        for _ in range(PASSES):  # a save begun before its row's turn can put the old digest back
            found = 0
            for count in _reindex_column(index, tenant, key_id, using, batch, twins):
                found += count
                moved += count
                yield Progress(tenant, index.model._meta.db_table, str(index.column), moved)
            if not found:
                break
            twins.clear()
        if twins:
            left[f"{index.model._meta.db_table}.{index.column}"] = twins
    if left:
        raise Twins(left)


def left_under(*, tenant: int, using: str, key_id: str = "", but: str = "") -> int:
    """How many digests of this county stand under `key_id`, or under any other key than `but`."""
    total = 0
    with opened(tenant, using), connections[using].cursor() as cursor:
        for index in index_columns(tenant):
            table, column, _ = _names(index, using)
            cursor.execute(
                f"SELECT count(*) FROM {table} WHERE {mine(tenant)} AND {column} <> '' "  # noqa: S608 quoted names
                f"AND {_key(column)} {'=' if key_id else '<>'} %s",
                [tenant, key_id or but],
            )
            total += cursor.fetchone()[0]
    return total


def _reindex_column(
    index: BlindIndexField, tenant: int, key_id: str, using: str, batch: int, twins: list[UUID]
) -> Iterator[int]:
    table, column, source = _names(index, using)
    last = START
    while True:
        with opened(tenant, using), connections[using].cursor() as cursor:
            cursor.execute(
                f"SELECT id, {source} FROM {table} WHERE {mine(tenant)} AND {column} <> '' "  # noqa: S608 quoted names
                f"AND {_key(column)} <> %s AND id > %s ORDER BY id LIMIT %s FOR UPDATE",
                [tenant, key_id, last, batch],
            )
            rows = cursor.fetchall()
            if not rows:
                return
            changes = [(row_id, _digest(index, value, tenant, key_id)) for row_id, value in rows]
            refused = _write(index, changes, tenant, using)
            twins += refused
            last = rows[-1][0]
        if len(rows) > len(refused):
            yield len(rows) - len(refused)


def _write(index: BlindIndexField, changes: list[Change], tenant: int, using: str) -> list[UUID]:
    """One statement for all; where that breaks a unique key, halved until the rows that break it stand alone."""
    table, column, _ = _names(index, using)
    try:
        with opened(tenant, using), connections[using].cursor() as cursor:
            cursor.execute(
                f"UPDATE {table} SET {column} = new.value "  # noqa: S608 quoted names
                "FROM unnest(%s::uuid[], %s::text[]) AS new (id, value) "
                f"WHERE {mine(tenant)} AND {table}.id = new.id",
                [[row_id for row_id, _ in changes], [digest for _, digest in changes], tenant],
            )
    except IntegrityError:
        if len(changes) == 1:
            return [changes[0][0]]
        half = len(changes) // 2
        return _write(index, changes[:half], tenant, using) + _write(index, changes[half:], tenant, using)
    return []


def _digest(index: BlindIndexField, sealed: str | None, tenant: int, key_id: str) -> str:
    plain = open_text(sealed, _source(index).place(tenant)) if sealed else ""
    digest = index.digest(plain, tenant=tenant)
    if digest and index_key_of(digest) != key_id:
        raise RuntimeError(f"{index_key_of(digest)} makes the digests, not {key_id}")
    return str(digest)


def _source(index: BlindIndexField) -> EncryptedTextField:
    return cast(EncryptedTextField, index.model._meta.get_field(index.source))


def _key(column: str) -> str:
    """SQL: the index key of a digest."""
    return f"(CASE WHEN strpos({column}, ':') = 0 THEN '{FIRST_INDEX}' ELSE split_part({column}, ':', 1) END)"


def _names(index: BlindIndexField, using: str) -> tuple[str, str, str]:
    quote = connections[using].ops.quote_name
    model: type[models.Model] = index.model
    return quote(model._meta.db_table), quote(str(index.column)), quote(str(_source(index).column))
