"""The last line of every verb: what happened is written in the transaction in which it happened."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from itertools import islice
from typing import Any, Final
from uuid import UUID

import orjson
from django.db import connection, models

from core.audit import kick, rules, veil
from core.audit.codes import SUBJECT, Code
from core.audit.models import Veiled
from core.audit.origin import current_origin
from core.permissions.actor import ActingPost, Actor
from core.tenancy.context import TenantMismatch, required_tenant
from core.tenancy.ids import uuid7

BATCH: Final = 500  # rows a statement; more gains nothing and makes the statement's text long
LABEL_LENGTH: Final = 200

# What the whole act shares comes value by value, the rows as one JSON text, which the server reads in a third of the
# time that it takes over as many values one by one. The queue row in the same statement: no record without it, no
# second round trip.
_WRITE: Final = """
WITH written AS (
    INSERT INTO audit_record (
        tenant_id, at, code, actor_id, actor_name, post_id, post_title, request_id, channel,
        id, subject_type, subject_id, subject_label, path, before, after, reason
    )
    SELECT %s, %s, %s, %s::uuid, %s, %s::uuid, %s, %s, %s, entry.*
    FROM jsonb_to_recordset(%s) AS entry (
        id uuid, subject_type text, subject_id uuid, subject_label text, path text,
        before jsonb, after jsonb, reason text
    )
    RETURNING tenant_id, id
)
INSERT INTO audit_pending (tenant_id, id) SELECT tenant_id, id FROM written
"""


class OutsideTransaction(RuntimeError):
    """An act would be recorded apart from what it tells of."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One row of an act over many: what it was done to, and what changed there."""

    subject_type: str = ""
    subject_id: UUID | int | None = None
    path: str | None = None
    before: Mapping[str, Any] = field(default_factory=dict)
    after: Mapping[str, Any] = field(default_factory=dict)
    subject_label: str = ""
    reason: str | None = None  # None: the reason of the whole act

    @classmethod
    def of(
        cls,
        subject: models.Model,
        *,
        before: Mapping[str, Any] | None = None,
        after: Mapping[str, Any] | None = None,
        path: str | None = None,
        reason: str | None = None,
    ) -> "Entry":
        """An entry about a model row. Its label is `subject.audit_label` where there is one, else `str(subject)`;
        its path `subject.path` unless given."""
        label = getattr(subject, "audit_label", None)
        return cls(
            subject_type=subject._meta.label_lower,
            subject_id=subject.pk,
            path=path if path is not None else getattr(subject, "path", None),
            before=before or {},
            after=after or {},
            subject_label=str(subject) if label is None else str(label),
            reason=reason,
        )


def record(
    code: Code,
    *,
    actor: Actor,
    at: datetime,
    post: ActingPost | None = None,
    subject: models.Model | None = None,
    before: Mapping[str, Any] | None = None,
    after: Mapping[str, Any] | None = None,
    reason: str = "",
    path: str | None = None,
) -> UUID:
    """Record one act in the open county and transaction.

    Args:
        code: what happened, from the room's log_codes.py.
        actor: who did it; `Actor.system(tenant)` for the platform itself.
        at: when, as read at the edge.
        post: the post it was done under, as `require` returned it.
        subject: the row it was done to; its label, type, id and path are copied.
        before, after: the values that changed. Personal ones (see `code`) are kept apart as ciphertext, here as masks.
        reason: why, in the actor's words.
        path: area of the act, where it isn't the subject's own.

    Returns:
        The record's id.

    Raises:
        OutsideTransaction, TenantRequired, TenantMismatch: no transaction, no county, an actor of another one.
        TypeError: a value has no plain form.
    """
    entry = (
        Entry(path=path, before=before or {}, after=after or {})
        if subject is None
        else Entry.of(subject, before=before, after=after, path=path)
    )
    return record_many(code, actor=actor, post=post, at=at, rows=[entry], reason=reason)[0]


def record_many(
    code: Code,
    *,
    actor: Actor,
    at: datetime,
    rows: Iterable[Entry],
    post: ActingPost | None = None,
    reason: str = "",
) -> list[UUID]:
    """Record one act over many rows, one statement per 500. See `record`.

    Returns:
        The records' ids, in the order of `rows`.
    """
    tenant = required_tenant()
    if actor.tenant != tenant:
        raise TenantMismatch(f"an actor of {actor.tenant} acts in {tenant}")
    if not connection.in_atomic_block:
        raise OutsideTransaction(f"{code} was recorded outside a transaction")
    if at.tzinfo is None:
        raise ValueError(f"{code}: an instant without a time zone")
    ids: list[UUID] = []
    shared = _shared(code, actor, post, at, tenant)
    with connection.cursor() as cursor:
        remaining = iter(rows)
        while batch := list(islice(remaining, BATCH)):
            new = [uuid7() for _entry in batch]
            veiled: list[Veiled] = []
            written = [
                _values(record_id, entry, code, reason, tenant, veiled)
                for record_id, entry in zip(new, batch, strict=True)
            ]
            cursor.execute(_WRITE, [*shared, orjson.dumps(written).decode()])
            if veiled:
                Veiled.objects.bulk_create(veiled)
            ids += new
    if ids:
        kick.on_commit(tenant)
    return ids


def _shared(code: Code, actor: Actor, post: ActingPost | None, at: datetime, tenant: int) -> list[Any]:
    """What stands in every record of one act."""
    origin = current_origin()
    return [
        tenant,
        at,
        code.key,
        actor.user_id,
        actor.name[:60],
        post.id if post else None,
        post.title[:80] if post else "",
        origin.request_id,
        str(origin.channel),
    ]


def _values(
    record_id: UUID, entry: Entry, code: Code, reason: str, tenant: int, veiled: list[Veiled]
) -> dict[str, Any]:
    mask_label = code.personal.get(SUBJECT)
    label = rules.plain(entry.subject_label)[:LABEL_LENGTH]
    before, hidden_before = veil.veil(entry.before, code, record_id=record_id, tenant=tenant)
    after, hidden_after = veil.veil(entry.after, code, record_id=record_id, tenant=tenant)
    if hidden_before or hidden_after:
        hidden = orjson.dumps({"before": hidden_before, "after": hidden_after}).decode()
        veiled.append(Veiled(tenant_id=tenant, id=record_id, content=hidden))
    return {
        "id": record_id,
        "subject_type": entry.subject_type,
        "subject_id": rules.subject_id_of(entry.subject_id),
        "subject_label": mask_label(label) if mask_label else label,
        "path": entry.path,
        "before": before,
        "after": after,
        "reason": rules.plain(reason if entry.reason is None else entry.reason),
    }
