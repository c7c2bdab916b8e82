"""A nudge to the relay after a commit, so that notices don't wait for the next beat. Best effort: what it misses,
the beat finds."""

import logging
import time
from dataclasses import dataclass
from typing import Any, Final

from django.db import connection, transaction

logger = logging.getLogger(__name__)

WAIT_SECONDS: Final = 0.5  # a kick covers everything committed in the half second after it was sent
_last: dict[int, float] = {}


@dataclass(frozen=True, slots=True)
class Kick:
    """The callback after a commit; equal for the same county, so that a transaction carries it once."""

    tenant: int

    def __call__(self) -> None:
        now = time.monotonic()
        if now - _last.get(self.tenant, -1.0) < WAIT_SECONDS * 0.8:
            return
        _last[self.tenant] = now
        from core.audit.tasks import relay_county

        try:
            relay_county.apply_async(
                kwargs={"tenant": self.tenant},
                countdown=WAIT_SECONDS,
                retry=False,
                ignore_result=True,
                expires=60,
            )
        except Exception:  # a broker that is away must not fail an act that is already committed
            logger.info("no broker to nudge the relay of %s; the beat will find the work", self.tenant)


def on_commit(tenant: int) -> None:
    """Nudge the county's relay once the running transaction is committed."""
    kick = Kick(tenant)
    waiting: list[Any] = connection.run_on_commit
    if not any(entry[1] == kick for entry in waiting):
        transaction.on_commit(kick, robust=True)


def ask_to_verify(tenant: int) -> None:
    """Have a worker walk the county's chain, once the running transaction is committed."""

    def send() -> None:
        from core.audit.tasks import verify_county

        try:
            verify_county.apply_async(
                kwargs={"tenant": tenant}, retry=False, ignore_result=True, expires=3600
            )
        except Exception:
            logger.warning("no broker to have the chain of %s verified; the nightly walk will", tenant)

    transaction.on_commit(send, robust=True)
