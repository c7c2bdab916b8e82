"""Named reads of records, all in the open county."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Model, QuerySet, UUIDField

from core.audit.choices import Kind
from core.audit.codes import all_codes
from core.audit.heads import Head
from core.audit.keyset import Cursor
from core.audit.keyset import before as before_row
from core.audit.models import ChainHead, Claim, Pending, Record, Verification
from core.audit.rules import genesis, subject_id_of
from core.paths.ranges import within
from core.tenancy.context import required_tenant
from core.tenancy.prepared import Given, Prepared


def head_of(tenant: int | None = None) -> Head:
    """The end of the open county's chain, as documents print it.

    Args:
        tenant: the open county's code, where the caller wants to be sure of it.
    """
    code = required_tenant() if tenant is None else tenant
    row = ChainHead.objects.filter(tenant_id=code).first()
    return Head(code, 0, genesis(code)) if row is None else Head(code, row.position, row.hash, row.sealed_at)


def who_looked_at(subject_type: str, subject_id: UUID | int, *, limit: int = 50) -> list[Record]:
    """Acts of looking at one subject, newest first."""
    return _LOOKED(subject_type, limit, subject=subject_id_of(subject_id))


def _looked(subject_type: str, limit: int) -> QuerySet[Record]:
    looking = [code.key for code in all_codes(kind=Kind.READ)]
    return _records(subject_type, Given("subject", UUIDField())).filter(code__in=looking)[:limit]


_LOOKED = Prepared(_looked)


def records_of(subject_type: str, subject_id: UUID | int) -> QuerySet[Record]:
    """Everything recorded on one subject, newest first."""
    return _records(subject_type, subject_id_of(subject_id))


def _records(subject_type: str, key: Any) -> QuerySet[Record]:
    return Record.objects.filter(subject_id=key, subject_type=subject_type).order_by("-at", "-id")


def records_of_row(row: Model) -> QuerySet[Record]:
    """Everything recorded on a model row, newest first."""
    return records_of(row._meta.label_lower, row.pk)


@dataclass(frozen=True, slots=True)
class Filters:
    """What the auditor asks for; an empty field asks for nothing."""

    since: datetime | None = None
    until: datetime | None = None
    actor_id: UUID | None = None
    actor_name: str = ""
    code: str = ""
    kind: str = ""
    subject_type: str = ""
    subject_id: UUID | None = None
    paths: tuple[str, ...] = ()


def search_records(filters: Filters, *, before: Cursor | None = None) -> QuerySet[Record]:
    """Records that fit, newest first, each condition on an indexed column.

    Args:
        before: keyset of the last row of the page above: (at, id).
    """
    found = Record.objects.order_by("-at", "-id")
    if filters.since:
        found = found.filter(at__gte=filters.since)
    if filters.until:
        found = found.filter(at__lt=filters.until)
    if filters.actor_id:
        found = found.filter(actor_id=filters.actor_id)
    if filters.actor_name:
        found = found.filter(actor_name=filters.actor_name)
    if filters.code:
        found = found.filter(code=filters.code)
    elif filters.kind:
        found = found.filter(code__in=_keys(all_codes(kind=Kind(filters.kind))))
    if filters.subject_type:
        found = found.filter(subject_type=filters.subject_type)
    if filters.subject_id:
        found = found.filter(subject_id=filters.subject_id)
    if filters.paths:
        found = found.filter(within("path", *filters.paths))
    if before:
        found = found.filter(before_row("at", before))
    return found


@dataclass(frozen=True, slots=True)
class ChainState:
    """How the county's chain stands now."""

    head: Head
    verified: Verification | None
    waiting: int
    failing: int


def chain_state() -> ChainState:
    """Head, last verification, records not yet sealed, reactions that failed and wait for their next try."""
    return ChainState(
        head=head_of(),
        verified=Verification.objects.order_by("-at", "-id").first(),
        waiting=Pending.objects.count(),
        failing=Claim.objects.filter(done_at=None, attempts__gt=0).exclude(last_error="").count(),
    )


def _keys(codes: Iterable[object]) -> list[str]:
    return [str(code) for code in codes]
