import threading
from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from django.db import connection, connections

from core.audit import reacting
from core.audit.actions.record import Entry, record, record_many
from core.audit.codes import Code, code
from core.audit.models import ChainHead, Claim, Pending, Record, Seal
from core.audit.relay import LEASE, react, relay
from core.audit.sealing import seal_pending
from core.audit.verifying import faults_of
from core.permissions.actor import Actor
from core.tenancy.context import in_tenant
from tests.audit.acts import NOW, RENAMED, clerk
from tests.cast import KANGBAO, ZHANGBEI

ECHOED = code("probe.echoed", "{actor}重复了{after[of]}")
Declare = Callable[..., None]


@pytest.fixture
def reaction(monkeypatch: pytest.MonkeyPatch) -> Declare:
    """Declares reactions that are forgotten after the test."""
    monkeypatch.setattr(reacting, "_by_code", {})
    monkeypatch.setattr(reacting, "_by_name", {})

    def declare(name: str, act: Code, run: Callable[[list[Record]], object]) -> None:
        reacting.add_reaction(name, [act], run)

    return declare


def echo(records: list[Record]) -> None:
    """A reaction with a visible effect: one more act for each record."""
    rows = [Entry(after={"of": str(row.id)}) for row in records]
    record_many(ECHOED, actor=Actor.system(records[0].tenant_id), at=NOW, rows=rows)


def happen(count: int = 1, tenant: int = KANGBAO) -> list[UUID]:
    with in_tenant(tenant):
        return record_many(
            RENAMED, actor=clerk(tenant), at=NOW, rows=[Entry(after={"name": str(n)}) for n in range(count)]
        )


def sealed(tenant: int = KANGBAO) -> list[tuple[int, UUID]]:
    with in_tenant(tenant):
        return list(Seal.objects.order_by("position").values_list("position", "id"))


def echoes(tenant: int = KANGBAO) -> list[UUID]:
    with in_tenant(tenant):
        return [UUID(row.after["of"]) for row in Record.objects.filter(code=ECHOED.key).order_by("id")]


@pytest.fixture
def elsewhere() -> Iterator[Callable[[Callable[[], Any]], threading.Thread]]:
    """Runs work on a thread with connections of its own."""
    started: list[threading.Thread] = []
    failures: list[BaseException] = []

    def start(work: Callable[[], Any]) -> threading.Thread:
        def run() -> None:
            try:
                work()
            except BaseException as error:  # shown below
                failures.append(error)
            finally:
                connections.close_all()

        thread = threading.Thread(target=run)
        thread.start()
        started.append(thread)
        return thread

    yield start
    for thread in started:
        thread.join(timeout=30)
        assert not thread.is_alive()
    assert failures == []


pytestmark = pytest.mark.django_db(transaction=True)


def test_committed_records_are_sealed_in_order(counties: None) -> None:
    ids = happen(3) + happen(2)
    assert relay(KANGBAO, at=NOW).sealed == 5
    assert sealed() == list(enumerate(ids, start=1))
    with in_tenant(KANGBAO):
        assert not Pending.objects.exists()
        head = ChainHead.objects.get()
        assert (head.position, head.hash) == (5, Seal.objects.get(position=5).hash)
    assert list(faults_of(KANGBAO)) == []


def test_a_record_that_commits_late_is_sealed_after_those_that_committed_before_it(
    counties: None, elsewhere: Callable[[Callable[[], Any]], threading.Thread]
) -> None:
    written, may_commit = threading.Event(), threading.Event()
    late: list[UUID] = []

    def slow() -> None:
        with in_tenant(KANGBAO):
            late.append(record(RENAMED, actor=clerk(), at=NOW, after={"name": "late"}))
            written.set()
            may_commit.wait(20)

    thread = elsewhere(slow)
    assert written.wait(20)
    early = happen()
    relay(KANGBAO, at=NOW)
    assert sealed() == [(1, early[0])]
    may_commit.set()
    thread.join(20)
    relay(KANGBAO, at=NOW)
    assert sealed() == [(1, early[0]), (2, late[0])]
    assert late[0] < early[0]  # the id was made first; the commit decides


def test_two_relays_at_once_seal_each_record_once(
    counties: None, elsewhere: Callable[[Callable[[], Any]], threading.Thread], reaction: Declare
) -> None:
    reaction("probe.echo", RENAMED, echo)
    ids = happen(400)
    together = threading.Barrier(4)

    def run() -> None:
        together.wait(20)
        for _again in range(8):
            relay(KANGBAO, at=NOW)

    threads = [elsewhere(run) for _ in range(4)]
    for thread in threads:
        thread.join(60)
    # A claim that a second relay looked at in the moment in which a first one took it is left until its lease is over.
    relay(KANGBAO, at=NOW + LEASE)
    positions = sealed()
    assert [position for position, _id in positions] == list(range(1, 801))
    assert sorted(echoes()) == sorted(ids)
    assert list(faults_of(KANGBAO)) == []


def test_the_neighbours_chain_stands_apart(counties: None) -> None:
    happen(2)
    happen(1, ZHANGBEI)
    assert relay(KANGBAO, at=NOW).sealed == 2
    assert sealed(ZHANGBEI) == []
    assert relay(ZHANGBEI, at=NOW).sealed == 1
    with in_tenant(ZHANGBEI):
        assert ChainHead.objects.get().position == 1


def test_what_grows_from_a_record_is_done_once(counties: None, reaction: Declare) -> None:
    reaction("probe.echo", RENAMED, echo)
    ids = happen(3)
    done = relay(KANGBAO, at=NOW)
    assert (done.sealed, done.reacted, done.failed) == (6, 3, 0)
    assert relay(KANGBAO, at=NOW + timedelta(days=1)).reacted == 0
    assert sorted(echoes()) == ids


def test_a_poisoned_record_stands_alone_and_comes_again_later(counties: None, reaction: Declare) -> None:
    ids = happen(9)
    poisoned = {ids[4]}

    def fragile(records: list[Record]) -> None:
        echo(records)
        if any(row.id in poisoned for row in records):
            with connection.cursor() as cursor:
                cursor.execute("SELECT 1/0")

    reaction("probe.fragile", RENAMED, fragile)
    done = relay(KANGBAO, at=NOW)
    assert (done.reacted, done.failed) == (8, 1)
    assert sorted(echoes()) == [each for each in ids if each not in poisoned]
    with in_tenant(KANGBAO):
        owed = Claim.objects.get(done_at=None)
        assert (owed.record_id, owed.attempts) == (ids[4], 1)
        assert owed.next_try_at == NOW + timedelta(minutes=1)
        assert owed.last_error == "DataError: division by zero"
    assert relay(KANGBAO, at=NOW + timedelta(seconds=59)).failed == 0
    assert relay(KANGBAO, at=NOW + timedelta(minutes=1)).failed == 1
    poisoned.clear()
    assert relay(KANGBAO, at=NOW + timedelta(hours=1)).reacted == 1
    assert sorted(echoes()) == ids


def test_a_reaction_whose_worker_died_is_taken_up_after_the_lease(counties: None, reaction: Declare) -> None:
    def dies(records: list[Record]) -> None:
        raise SystemExit

    reaction("probe.echo", RENAMED, dies)
    happen()
    seal_pending(KANGBAO, at=NOW)
    with pytest.raises(SystemExit):
        react(KANGBAO, at=NOW)
    reacting._by_name["probe.echo"] = reacting.Reaction("probe.echo", echo)
    assert react(KANGBAO, at=NOW + timedelta(seconds=1)) == (0, 0)
    assert react(KANGBAO, at=NOW + LEASE) == (1, 0)
    assert len(echoes()) == 1


def test_a_claim_on_a_reaction_that_no_longer_exists_is_kept_and_named(
    counties: None, reaction: Declare
) -> None:
    reaction("probe.echo", RENAMED, echo)
    happen()
    seal_pending(KANGBAO, at=NOW)
    reacting._by_name.clear()
    assert react(KANGBAO, at=NOW) == (0, 1)
    with in_tenant(KANGBAO):
        assert "probe.echo" in Claim.objects.get(done_at=None).last_error


def test_sealing_is_set_based(counties: None, django_assert_max_num_queries: Any) -> None:
    happen(1)
    relay(KANGBAO, at=NOW)
    happen(900)
    with django_assert_max_num_queries(12):
        assert seal_pending(KANGBAO, at=NOW) == 900
