"""Walk the chain and keep what was found."""

import logging
from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import Final

from core.audit.heads import KeptHead
from core.audit.models import ChainHead, Verification
from core.audit.verifying import Fault, Progress, faults_of
from core.tenancy.context import in_tenant

logger = logging.getLogger(__name__)

NAMED: Final = 100  # faults that are kept word by word


def verify_chain(
    tenant: int, *, at: datetime, kept: Iterable[KeptHead] = (), progress: Progress | None = None
) -> Iterator[Fault]:
    """Yield every fault of a county's chain, and note the outcome for the auditor once the walk is over.

    Args:
        kept: heads kept outside the database, or printed on documents.
        progress: called with (seals verified, seals in all).
    """
    heads = list(kept)
    with in_tenant(tenant):
        head = ChainHead.objects.first()
    count = 0
    named: list[str] = []
    for fault in faults_of(tenant, kept=heads, progress=progress):
        count += 1
        if len(named) < NAMED:
            named.append(str(fault))
        yield fault
    if count:
        logger.error("audit: the chain of %s has %s faults; first: %s", tenant, count, named[0])
    with in_tenant(tenant):
        Verification.objects.create(
            at=at,
            position=head.position if head else 0,
            kept_heads=len(heads),
            fault_count=count,
            faults=named,
        )
