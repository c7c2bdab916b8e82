"""The sweep inside one process: order, batches, poison, fairness. The drills do it with real processes."""

from collections import Counter, deque
from datetime import datetime, timedelta
from threading import Barrier, Thread
from typing import Any, cast

import pytest
from django.db import connection, connections
from django.test.utils import CaptureQueriesContext

from core.audit.models import Record
from core.deadlines import registry
from core.deadlines.actions.open_deadlines import Opening, open_deadlines
from core.deadlines.actions.pause_deadlines import pause_deadlines
from core.deadlines.actions.settle_deadlines import settle_deadlines
from core.deadlines.actions.sweep import Swept, sweep
from core.deadlines.choices import Stage, State
from core.deadlines.registry import Batch, on_due, verb_for
from core.deadlines.rules import Rule
from core.deadlines.selectors import deadline_models, running, stuck
from core.deadlines.tasks import sweep_county, tick
from core.permissions.actor import Actor
from core.tenancy.context import in_tenant
from core.tenancy.models import Tenant
from core.workcalendar.rules import HOURS, Term
from tests.cast import KANGBAO, ZHANGBEI
from tests.probe.models import ProbeCase, ProbeDeadline, ProbeStep
from tests.workcalendar.test_rules import at

NOON = at("2026-11-23 12:00")
ONE_DAY_RULE = Rule(Term(24, HOURS), warn=Term(4, HOURS))


def promises(
    tenant: int, count: int, *, start: datetime = NOON, poisoned: int = 0, kind: str = "ANSWER"
) -> None:
    """So many promises a second apart, each for a case of its own; the first ones poisoned."""
    with in_tenant(tenant):
        cases = ProbeCase.objects.bulk_create(
            ProbeCase(title=f"纠纷{number}", is_poisoned=number < poisoned) for number in range(count)
        )
        open_deadlines(
            ProbeDeadline,
            [
                Opening(kind, start + timedelta(seconds=number), ONE_DAY_RULE, subject={"case": case})
                for number, case in enumerate(cases)
            ],
        )


def steps(tenant: int) -> Counter[tuple[str, str]]:
    with in_tenant(tenant):
        return Counter(ProbeStep.objects.values_list("case__title", "what"))


def run(now: datetime, tenant: int = KANGBAO, **bounds: Any) -> Swept:
    return sweep(tenant=tenant, model=ProbeDeadline, now=now, **bounds)


TOMORROW = NOON + timedelta(hours=25)


def test_before_its_time_nothing_happens(counties: None) -> None:
    promises(KANGBAO, 3)
    assert run(NOON + timedelta(hours=19)) == Swept()
    assert steps(KANGBAO) == {}


def test_a_warning_is_given_once_and_the_promise_stays_open(counties: None) -> None:
    promises(KANGBAO, 1)
    warned = NOON + timedelta(hours=20)
    assert run(warned) == Swept(warned=1)
    assert run(warned + timedelta(minutes=1)) == Swept()
    assert steps(KANGBAO) == {("纠纷0", "REMINDED"): 1}
    with in_tenant(KANGBAO):
        row = ProbeDeadline.objects.get()
        assert (row.state, row.warned_at, row.next_check_at) == (State.OPEN, warned, row.due_at)


def test_what_is_due_is_acted_on_once_with_its_outcome(counties: None) -> None:
    promises(KANGBAO, 3)
    assert run(TOMORROW) == Swept(acted=3)
    assert run(TOMORROW) == Swept()
    assert steps(KANGBAO) == {(f"纠纷{number}", "ESCALATED"): 1 for number in range(3)}
    with in_tenant(KANGBAO):
        for row in ProbeDeadline.objects.all():
            assert (row.state, row.outcome, row.decided_at, row.next_check_at) == (
                State.ACTED,
                "ESCALATED",
                TOMORROW,
                None,
            )


def test_the_end_itself_is_due_and_the_moment_before_is_not(counties: None) -> None:
    promises(KANGBAO, 1)
    end = NOON + timedelta(hours=24)
    assert run(end - timedelta(microseconds=1)).acted == 0
    assert run(end).acted == 1


def test_the_earliest_comes_first_and_a_turn_is_bounded(counties: None) -> None:
    promises(KANGBAO, 7)
    assert run(TOMORROW, limit=3, batch=2) == Swept(acted=3)
    with in_tenant(KANGBAO):
        done = set(ProbeDeadline.objects.filter(state=State.ACTED).values_list("case__title", flat=True))
    assert done == {"纠纷0", "纠纷1", "纠纷2"}


def test_a_batch_costs_the_same_number_of_statements_whatever_its_size(counties: None) -> None:
    def cost(count: int) -> int:
        promises(KANGBAO, count)
        with CaptureQueriesContext(connection) as queries:
            assert run(TOMORROW) == Swept(acted=count)
        return len(queries)

    assert cost(2) == cost(200)


def test_a_poisoned_row_stands_alone_and_is_pushed_ahead(
    counties: None, caplog: pytest.LogCaptureFixture
) -> None:
    promises(KANGBAO, 40, poisoned=1)
    assert run(TOMORROW) == Swept(acted=39, failed=1)
    assert steps(KANGBAO) == {(f"纠纷{number}", "ESCALATED"): 1 for number in range(1, 40)}
    with in_tenant(KANGBAO):
        row = stuck(ProbeDeadline).get()
        assert row.case.title == "纠纷0"
        assert row.next_check_at == TOMORROW + timedelta(hours=1)
        assert row.attempts == 1
        assert row.last_error == "ValueError: a poisoned case"
    assert str(row.id) in caplog.text
    assert run(TOMORROW + timedelta(minutes=59)) == Swept()
    assert run(TOMORROW + timedelta(hours=1)) == Swept(failed=1)
    with in_tenant(KANGBAO):
        told = Record.objects.get(code="deadlines.stuck")  # once, though it was tried twice
        assert told.sentence == "纠纷0的期限已到，自动处置失败：ValueError: a poisoned case"
        ProbeCase.objects.update(is_poisoned=False)
    assert run(TOMORROW + timedelta(hours=2)) == Swept(acted=1)
    with in_tenant(KANGBAO):
        assert not stuck(ProbeDeadline).exists()
        assert not running(ProbeDeadline).exists()


def test_many_poisoned_rows_do_not_stop_the_street(counties: None) -> None:
    promises(KANGBAO, 20, poisoned=12)
    assert run(TOMORROW, batch=4) == Swept(acted=8, failed=12)


def test_a_kind_that_nobody_registered_fails_loudly(counties: None) -> None:
    promises(KANGBAO, 1, kind="UNKNOWN")
    assert run(NOON + timedelta(hours=20)) == Swept(warned=1)  # nobody has to be warned
    assert run(TOMORROW) == Swept(failed=1)
    with in_tenant(KANGBAO):
        assert (
            "nothing is registered for probe.ProbeDeadline UNKNOWN" in ProbeDeadline.objects.get().last_error
        )


def test_a_verb_that_settles_or_extends_has_the_last_word(
    counties: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    def settle(batch: Batch) -> str:
        settle_deadlines(ProbeDeadline.objects.filter(id__in=batch.ids), at=batch.at, outcome="DONE")
        return "LATE"

    monkeypatch.setitem(cast("dict[Any, Any]", registry._verbs), (ProbeDeadline, "ANSWER", Stage.DUE), settle)
    promises(KANGBAO, 1)
    run(TOMORROW)
    with in_tenant(KANGBAO):
        assert ProbeDeadline.objects.get().outcome == "DONE"


def test_a_paused_promise_is_left_alone(counties: None) -> None:
    promises(KANGBAO, 2)
    with in_tenant(KANGBAO):
        pause_deadlines(ProbeDeadline.objects.filter(case__title="纠纷0"), at=NOON + timedelta(hours=1))
    assert run(TOMORROW) == Swept(acted=1)


def test_after_a_long_silence_what_is_due_is_not_warned_of_any_more(counties: None) -> None:
    promises(KANGBAO, 1)
    run(TOMORROW + timedelta(days=30))
    assert steps(KANGBAO) == {("纠纷0", "ESCALATED"): 1}


def test_the_batch_hands_its_rows_over_in_order(counties: None) -> None:
    promises(KANGBAO, 3)
    with in_tenant(KANGBAO):
        rows = list(ProbeDeadline.objects.order_by("-due_at"))
        batch = Batch(
            ProbeDeadline, "ANSWER", Stage.DUE, tuple(row.id for row in rows), Actor.system(KANGBAO), NOON
        )
        assert batch.rows == rows
        assert batch.subject_ids("case") == [row.case_id for row in rows]


def test_counties_are_served_in_turn(counties: None, monkeypatch: pytest.MonkeyPatch, settings: Any) -> None:
    """With the queue of the broker as a list: who has more to do queues up behind the others."""
    queue: deque[dict[str, Any]] = deque()
    monkeypatch.setattr(sweep_county, "apply_async", lambda kwargs, expires: queue.append(kwargs))
    settings.SWEEP_BATCH = 3
    order: list[int] = []
    act = verb_for(ProbeDeadline, "ANSWER", Stage.DUE)
    assert act is not None

    def watched(batch: Batch) -> str | None:
        order.append(batch.actor.tenant)
        return act(batch)

    monkeypatch.setitem(
        cast("dict[Any, Any]", registry._verbs), (ProbeDeadline, "ANSWER", Stage.DUE), watched
    )
    promises(KANGBAO, 9)
    promises(ZHANGBEI, 4)
    tick(now=TOMORROW.isoformat())
    while queue:
        sweep_county(**queue.popleft())
    in_turn = sorted([KANGBAO, ZHANGBEI])
    assert order == [*in_turn, *in_turn, KANGBAO]
    assert {tenant: len(steps(tenant)) for tenant in in_turn} == {KANGBAO: 9, ZHANGBEI: 4}


def test_the_neighbours_promises_are_neither_seen_nor_touched(counties: None) -> None:
    promises(KANGBAO, 2)
    promises(ZHANGBEI, 2)
    assert run(TOMORROW, tenant=KANGBAO) == Swept(acted=2)
    assert steps(ZHANGBEI) == {}
    with in_tenant(ZHANGBEI):
        assert running(ProbeDeadline).count() == 2


def test_one_kind_has_one_verb() -> None:
    with pytest.raises(ValueError, match="already"):
        on_due(ProbeDeadline, "ANSWER")(lambda batch: "")


def test_the_index_carries_the_sweep(counties: None) -> None:
    assert ProbeDeadline in deadline_models()
    with connection.cursor() as cursor:
        cursor.execute("SELECT indexdef FROM pg_indexes WHERE indexname = 'probe_probedeadline_open'")
        (definition,) = cursor.fetchone()
    assert "(tenant_id, next_check_at, id)" in definition
    assert "WHERE" in definition


@pytest.mark.django_db(transaction=True)
def test_two_sweeps_at_once_share_the_work() -> None:
    """While one holds a batch the other takes the next, and neither waits."""
    Tenant.objects.create(code=KANGBAO, name="康保县", full_name="河北省张家口市康保县")
    promises(KANGBAO, 300)
    gate, results = Barrier(2), []

    def work() -> None:
        try:
            gate.wait(10)
            results.append(run(TOMORROW + timedelta(days=1), batch=10))
        finally:
            connections.close_all()

    threads = [Thread(target=work) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert sum((result.acted for result in results), 0) == 300
    assert set(steps(KANGBAO).values()) == {1}
