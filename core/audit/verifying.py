"""Verifies a county's chain and names what was done to it."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from enum import Enum
from typing import Final, NamedTuple
from uuid import UUID

from django.db.models import Exists, OuterRef, TextField
from django.db.models.functions import Cast

from core.audit import rules
from core.audit.digests import digests_of
from core.audit.heads import KeptHead, by_position
from core.audit.models import ChainHead, Pending, Record, Seal
from core.tenancy.context import in_tenant

CHUNK: Final = 2000
COMPARED: Final = 50  # of a chunk's mismatched rows, how many each is compared with
Progress = Callable[[int, int], None]


class FaultKind(Enum):
    """What was done to the chain."""

    CHANGED = "记录被改动"
    REMOVED = "记录被删除"
    REORDERED = "记录顺序被调换"
    INSERTED = "记录不在链上，也不在待封存队列中"
    UNSEALED = "封存被删除"
    BROKEN = "封存与前一条不衔接"
    HEAD = "链头与最后一条封存不一致"
    REWRITTEN = "整条链与库外留存的链头不一致"


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing found wrong: what, at which position, which record."""

    kind: FaultKind
    position: int | None
    record_id: UUID | None = None
    until: int | None = None  # the last position, where a whole stretch is gone

    def __str__(self) -> str:
        where = "" if self.position is None else f"第 {self.position} 条"
        if self.until is not None and self.until != self.position:
            where = f"第 {self.position} 至 {self.until} 条"
        return f"{self.kind.value}：{where}{f'（{self.record_id}）' if self.record_id else ''}"


class _Link(NamedTuple):
    """A seal, read without building a model or a UUID: a county has millions."""

    record_id: str
    position: int
    previous_hash: str
    hash: str

    def fault(self, kind: FaultKind) -> Fault:
        """Something is wrong here."""
        return Fault(kind, self.position, UUID(self.record_id))


@dataclass(slots=True)
class _Walk:
    """Where the verification stands in the chain."""

    position: int
    hash: str


def faults_of(
    tenant: int, *, kept: Iterable[KeptHead] = (), chunk: int = CHUNK, progress: Progress | None = None
) -> Iterator[Fault]:
    """Walk a county's chain from its first seal, in chunks, and yield every fault.

    Args:
        kept: heads kept outside the database, or printed on documents.
        progress: called with (seals verified, seals in all).
    """
    outside = by_position(kept)
    with in_tenant(tenant):
        head = ChainHead.objects.first()
    end = head.position if head else 0
    walk = _Walk(0, rules.genesis(tenant))
    while True:
        with in_tenant(tenant):
            seals = Seal.objects.filter(position__gt=walk.position).order_by("position")[:chunk]
            rows = seals.annotate(record_id=Cast("id", TextField())).values_list(*_Link._fields)
            links = [_Link._make(row) for row in rows]
            faults = list(_verify_chunk(links, walk, outside))
        yield from faults
        if not links:
            break
        if progress:
            progress(walk.position, max(end, walk.position))
    yield from _verify_end(tenant, walk, outside)
    yield from _verify_unsealed(tenant, chunk)


def _verify_chunk(links: list[_Link], walk: _Walk, outside: dict[int, set[str]]) -> Iterator[Fault]:
    found = digests_of(link.record_id for link in links)
    mismatched: list[_Link] = []
    for link in links:
        if link.position > walk.position + 1:
            yield Fault(FaultKind.UNSEALED, walk.position + 1, until=link.position - 1)
        joined = link.position == walk.position + 1
        if joined and link.previous_hash != walk.hash:
            yield link.fault(FaultKind.BROKEN)
        if link.record_id not in found:
            yield link.fault(FaultKind.REMOVED)
        elif not _matches(link, link.record_id, found[link.record_id][0]):
            mismatched.append(link)
        if any(not link.hash.startswith(short) for short in outside.get(link.position, ())):
            yield link.fault(FaultKind.REWRITTEN)
        walk.position, walk.hash = link.position, link.hash
    for link in mismatched:
        # It fits in another's place, or another fits in its place: the rows are whole, only their order isn't.
        swapped = any(
            _matches(link, other.record_id, found[other.record_id][0])
            or _matches(link, link.record_id, found[link.record_id][0], position=other.position)
            for other in mismatched[:COMPARED]
            if other is not link
        )
        yield link.fault(FaultKind.REORDERED if swapped else FaultKind.CHANGED)


def _matches(link: _Link, record_id: str, digest: str, *, position: int | None = None) -> bool:
    return link.hash == rules.seal_hash(
        previous=link.previous_hash, position=position or link.position, record_id=record_id, digest=digest
    )


def _verify_end(tenant: int, walk: _Walk, outside: dict[int, set[str]]) -> Iterator[Fault]:
    with in_tenant(tenant):
        # Read again: the relay may have sealed on while the chain was walked.
        head = ChainHead.objects.first()
        later = Seal.objects.filter(position__gt=walk.position).exists()
        beneath = list(Seal.objects.filter(position__lte=0).order_by("id").values_list("position", "id"))
    for place, record_id in beneath:  # a seal off the chain would hide a record put in by hand
        yield Fault(FaultKind.INSERTED, place, record_id)
    position, link = (head.position, head.hash) if head else (0, rules.genesis(tenant))
    if not later:
        if position > walk.position:
            yield Fault(FaultKind.UNSEALED, walk.position + 1, until=position)
        if position < walk.position or (position == walk.position and link != walk.hash):
            yield Fault(FaultKind.HEAD, position)
    for beyond in sorted(place for place in outside if place > max(position, walk.position)):
        yield Fault(FaultKind.REWRITTEN, beyond)


def _verify_unsealed(tenant: int, chunk: int) -> Iterator[Fault]:
    """Records that no relay was ever told of. One statement sees one moment, so a record on its way isn't among them."""
    with in_tenant(tenant):
        strays = (
            Record.objects.filter(~Exists(Seal.objects.filter(tenant=OuterRef("tenant"), id=OuterRef("id"))))
            .filter(~Exists(Pending.objects.filter(tenant=OuterRef("tenant"), id=OuterRef("id"))))
            .order_by("id")
            .values_list("id", flat=True)
        )
        found = [
            Fault(FaultKind.INSERTED, None, record_id) for record_id in strays.iterator(chunk_size=chunk)
        ]
    yield from found
