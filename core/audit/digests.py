"""Which columns of a record the seal covers: all of them."""

from collections.abc import Iterable
from typing import Any, Final
from uuid import UUID

from core.audit import rules
from core.audit.models import Record

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


def digest_of(row: Iterable[Any]) -> str:
    """The digest of a record given as its COLUMNS."""
    return rules.record_digest({name: rules.plain(value) for name, value in zip(COLUMNS, row, strict=True)})


def digests_of(ids: Iterable[UUID]) -> dict[UUID, tuple[str, str]]:
    """Digest and code of each stored record of the open county among `ids`, in one query."""
    rows = Record.objects.filter(id__in=list(ids)).values_list(*COLUMNS)
    return {row[0]: (digest_of(row), row[3]) for row in rows.iterator(chunk_size=1000)}
