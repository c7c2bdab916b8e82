"""The chain's head, kept outside the database: whoever rewrites every row still can't rewrite what left the house.

`var/heads/<county>.jsonl` gets a line each ten minutes in which something was sealed, the log gets the same line, and
issued documents print it. Carry the file to another machine, as the installation guide says.
"""

import json
import logging
import os
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Final

from django.conf import settings
from django.db.models import F, Q

from core.audit.models import ChainHead
from core.audit.rules import instant
from core.tenancy.context import in_tenant

logger = logging.getLogger(__name__)

EVERY: Final = timedelta(minutes=10)
PRINTED_DIGITS: Final = 16


@dataclass(frozen=True, slots=True)
class Head:
    """The end of a county's chain at some moment."""

    tenant: int
    position: int
    hash: str
    sealed_at: datetime | None = None

    @property
    def printed(self) -> str:
        """As it stands in the footer of an issued document; `verify_audit --head` takes it back."""
        return f"{self.position}:{self.hash[:PRINTED_DIGITS]}"


@dataclass(frozen=True, slots=True)
class KeptHead:
    """A head that left the house: from the file, or typed in from a printed document (then a short hash)."""

    position: int
    hash: str


def heads_file(tenant: int) -> Path:
    """Where a county's heads are kept."""
    return Path(settings.VAR_DIR) / "heads" / f"{tenant}.jsonl"


def keep_head(tenant: int, *, at: datetime, every: timedelta = EVERY) -> bool:
    """Append the county's head to its file, unless it was kept less than `every` ago or hasn't moved.

    Returns:
        Whether a line was written.
    """
    with in_tenant(tenant):
        due = ChainHead.objects.filter(position__gt=F("kept_position"))
        due = due.filter(Q(kept_at__isnull=True) | Q(kept_at__lte=at - every))
        head = due.select_for_update(skip_locked=True).first()
        if head is None:
            return False
        line = {"at": instant(at), "tenant": tenant, "position": head.position, "hash": head.hash}
        # The row is locked, so what is written is committed; a line that was written twice does no harm.
        _append(heads_file(tenant), json.dumps(line))
        logger.info("audit head %s %s:%s", tenant, head.position, head.hash)
        ChainHead.objects.filter(pk=head.pk).update(kept_position=head.position, kept_at=at)
        return True


def read_heads(path: Path, tenant: int) -> Iterator[KeptHead]:
    """Heads of a county from a file of kept heads.

    Raises:
        ValueError: a line is no head; the message names it.
    """
    with path.open(encoding="utf-8") as lines:
        for number, line in enumerate(lines, start=1):
            if not line.strip():
                continue
            try:
                kept = json.loads(line)
                if int(kept["tenant"]) == tenant:
                    yield KeptHead(int(kept["position"]), str(kept["hash"]))
            except (ValueError, KeyError, TypeError) as error:
                raise ValueError(f"{path}:{number}: not a kept head ({error})") from None


def parse_printed(text: str) -> KeptHead:
    """A head as printed on a document.

    Raises:
        ValueError: it isn't `position:hash`.
    """
    position, colon, short = text.strip().partition(":")
    if not colon or len(short) < 8 or not set(short) <= set("0123456789abcdef"):
        raise ValueError(f"{text!r} is no head: write position:hash as printed")
    return KeptHead(int(position), short)


def by_position(heads: Iterable[KeptHead]) -> dict[int, set[str]]:
    kept: dict[int, set[str]] = {}
    for head in heads:
        kept.setdefault(head.position, set()).add(head.hash)
    return kept


def _append(path: Path, line: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    handle = os.open(path, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o640)
    try:
        os.write(handle, line.encode() + b"\n")
        os.fsync(handle)
    finally:
        os.close(handle)
