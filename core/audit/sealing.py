"""Seals: committed records, in commit order, into the county's chain."""

import logging
from datetime import datetime
from typing import Any, Final

from django.db import connection
from django.db.models import QuerySet

from core.audit import rules
from core.audit.digests import digests_of
from core.audit.models import ChainHead, Claim, Pending
from core.audit.reacting import reactions_to
from core.tenancy.context import in_tenant

logger = logging.getLogger(__name__)

BATCH: Final = 1000
_INSERT: Final = "INSERT INTO audit_seal (tenant_id, id, position, previous_hash, hash, sealed_at) VALUES "
_ONE: Final = "(%s, %s, %s, %s, %s, %s)"


def seal_pending(tenant: int, *, at: datetime, limit: int = BATCH) -> int:
    """Seal the next waiting records of a county and note which reactions they are owed, in one transaction.

    A queue row is seen once its transaction has committed, so batches follow commit order; inside a batch the
    records' time-ordered ids decide. Whoever holds the chain's head seals; a second relay leaves at once.

    Returns:
        How many were sealed: 0 where nothing waits or another relay is sealing.
    """
    with in_tenant(tenant):
        if not Pending.objects.exists():
            return 0
        head = _locked_head(tenant)
        if head is None:
            return 0
        ids = list(Pending.objects.order_by("id").values_list("id", flat=True)[:limit])
        if not ids:
            return 0  # another relay was quicker to the lock and is done
        found = digests_of(ids)
        seals: list[Any] = []
        claims = []
        position, previous = head.position, head.hash
        for record_id in ids:
            digest, code = found.get(str(record_id), ("", ""))
            if not digest:
                # Sealed all the same: the chain then shows for ever that a record stood here.
                logger.error("audit: record %s of %s was removed before it was sealed", record_id, tenant)
            position += 1
            link = rules.seal_hash(previous=previous, position=position, record_id=record_id, digest=digest)
            seals += [tenant, record_id, position, previous, link, at]
            previous = link
            claims += [
                Claim(tenant_id=tenant, record_id=record_id, reaction=reaction.name, next_try_at=at)
                for reaction in reactions_to(code)
            ]
        with connection.cursor() as cursor:
            cursor.execute(_INSERT + ", ".join([_ONE] * len(ids)), seals)
        Claim.objects.bulk_create(claims)
        Pending.objects.filter(id__in=ids).delete()
        ChainHead.objects.filter(pk=head.pk).update(position=position, hash=previous, sealed_at=at)
        return len(ids)


def _locked_head(tenant: int) -> ChainHead | None:
    heads: QuerySet[ChainHead] = ChainHead.objects.select_for_update(skip_locked=True)
    if (head := heads.first()) is not None:
        return head
    if ChainHead.objects.exists():
        return None  # another relay holds it
    # The county's first record: the unique key lets one of two relays make the row.
    ChainHead.objects.bulk_create(
        [ChainHead(tenant_id=tenant, hash=rules.genesis(tenant))], ignore_conflicts=True
    )
    return heads.first()
