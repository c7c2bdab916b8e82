"""The relay: seals what was committed, then runs what grows from it. Many may run at once.

A claim is pushed ahead before its reaction runs, so that one that kills its worker does not come back at once; the
reaction and the mark that it ran are one transaction, so that it counts once whatever dies in between.
"""

import logging
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import groupby
from operator import attrgetter
from typing import Final

from django.db import transaction
from django.db.models import F

from core.audit import rules
from core.audit.heads import keep_head
from core.audit.models import Claim, Record
from core.audit.reacting import Reaction, find_reaction
from core.audit.sealing import seal_pending
from core.tenancy.context import in_tenant

logger = logging.getLogger(__name__)

CLAIMED_AT_ONCE: Final = 200
ROUNDS: Final = 50  # a county with a mountain of work yields to the next one
LEASE: Final = timedelta(minutes=1)  # after this a claim of a worker that died is taken up again


@dataclass(slots=True)
class Relayed:
    """What one run of the relay did."""

    sealed: int = 0
    reacted: int = 0
    failed: int = 0


def relay(tenant: int, *, at: datetime, rounds: int = ROUNDS) -> Relayed:
    """Seal the county's committed records and run their reactions, until nothing is due or `rounds` are over.

    Args:
        at: the clock as read at the edge.
    """
    done = Relayed()
    for _round in range(rounds):
        sealed = seal_pending(tenant, at=at)
        reacted, failed = react(tenant, at=at)
        done.sealed, done.reacted, done.failed = (
            done.sealed + sealed,
            done.reacted + reacted,
            done.failed + failed,
        )
        if not (sealed or reacted or failed):
            break
    if done.sealed:
        keep_head(tenant, at=at)
    return done


def react(tenant: int, *, at: datetime, limit: int = CLAIMED_AT_ONCE) -> tuple[int, int]:
    """Take up to `limit` due claims and work them off.

    Returns:
        How many reactions ran, and how many failed and were pushed ahead.
    """
    with in_tenant(tenant):
        due = Claim.objects.filter(done_at=None, next_try_at__lte=at).order_by("next_try_at", "id")
        mine = list(due.select_for_update(skip_locked=True)[:limit])
        Claim.objects.filter(id__in=[claim.id for claim in mine]).update(
            attempts=F("attempts") + 1, next_try_at=at + LEASE
        )
    ran = failed = 0
    by_reaction = attrgetter("reaction")
    for name, group in groupby(sorted(mine, key=by_reaction), key=by_reaction):
        with in_tenant(tenant):
            good, bad = _work_off(name, [claim.id for claim in group], at)
        ran, failed = ran + good, failed + bad
    return ran, failed


def _work_off(name: str, ids: list[object], at: datetime) -> tuple[int, int]:
    # Locked again, since the lease may have run out meanwhile and another worker may have been quicker.
    owed = Claim.objects.select_for_update(skip_locked=True, of=("self",)).filter(id__in=ids, done_at=None)
    claims = list(owed.select_related("record").order_by("record_id"))
    reaction = find_reaction(name)
    if reaction is None:
        logger.error("audit: %s claims of %s wait for a reaction that is not there", len(claims), name)
        return 0, _push_ahead(claims, f"no reaction is called {name}", at)
    failures = _run(reaction, claims)
    for claim, error in failures:
        _push_ahead([claim], error, at)
    bad = {claim.id for claim, _error in failures}
    good = [claim.id for claim in claims if claim.id not in bad]
    Claim.objects.filter(id__in=good).update(done_at=at, last_error="")
    return len(good), len(bad)


def _run(reaction: Reaction, claims: Sequence[Claim]) -> list[tuple[Claim, str]]:
    """Run a reaction over a batch; a failing batch is halved until the poisoned record stands alone."""
    if not claims:
        return []
    records: list[Record] = [claim.record for claim in claims]
    try:
        with transaction.atomic():
            reaction.run(records)
    except Exception as error:  # whatever a reaction does wrong, the other records' reactions go on
        if len(claims) > 1:
            half = len(claims) // 2
            return _run(reaction, claims[:half]) + _run(reaction, claims[half:])
        logger.exception("audit: %s failed for record %s", reaction.name, records[0].id)
        # The first line only: the database's DETAIL line repeats the row's values.
        return [(claims[0], f"{type(error).__name__}: {str(error).partition(chr(10))[0]}"[:500])]
    return []


def _push_ahead(claims: Sequence[Claim], error: str, at: datetime) -> int:
    for claim in claims:
        Claim.objects.filter(id=claim.id).update(
            next_try_at=at + rules.retry_after(claim.attempts), last_error=error
        )
    return len(claims)
