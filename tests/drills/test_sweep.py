"""Each due deadline is acted on exactly once, whatever dies meanwhile. Real servers, workers and beats."""

from datetime import datetime, timedelta

import pytest

from core.workcalendar.rules import SHANGHAI
from tests.drills.sweep_house import COUNTIES, SweepHouse

pytestmark = pytest.mark.drill

EACH = 150
ALL = EACH * len(COUNTIES)
SLOW = {"FENGGE_PROBE_PAUSE": "0.15", "FENGGE_SWEEP_BATCH": "15"}  # a batch of 15 takes 0.15 s and more
STEPS_TWICE = (
    "SELECT count(*) FROM (SELECT FROM probe_probestep GROUP BY case_id, what HAVING count(*) > 1) AS t"
)
RECORDS_TWICE = (
    "SELECT count(*) FROM (SELECT FROM audit_record GROUP BY subject_id, code HAVING count(*) > 1) AS t"
)

NOTICES_TWICE = (
    "SELECT count(*) FROM (SELECT FROM notifications_notice GROUP BY record_id HAVING count(*) > 1) AS t"
)


def promise(house: SweepHouse, count: int = EACH, *, poisoned: int = 0, more: tuple[str, ...] = ()) -> None:
    """So many promises in each county, all due an hour ago."""
    start = (datetime.now(SHANGHAI) - timedelta(hours=3)).isoformat()
    tenants = map(str, COUNTIES)
    house.manage(
        "probe_promises", str(count), "--tenants", *tenants, "--start", start, "--poisoned", str(poisoned)
    )


def some_are_done(house: SweepHouse, beyond: int = 0) -> None:
    house.wait_for("the sweep to be under way", lambda: house.acted() > beyond)
    assert house.acted() < ALL, "the sweep was over before the drill began"


def all_are_done_once(house: SweepHouse, expected: int = ALL) -> None:
    house.wait_for("every promise to be acted on", lambda: house.acted() >= expected)
    assert house.acted() == expected
    assert steps(house, "ESCALATED") == expected
    assert (
        house.number("SELECT count(*) FROM audit_record WHERE code = 'probe_deadline.escalated'") == expected
    )
    assert house.number("SELECT count(*) FROM probe_probedeadline WHERE outcome = 'ESCALATED'") == expected
    house.wait_for("every notice to be in its inbox", lambda: notices(house) >= expected)
    assert notices(house) == expected
    for counted in (STEPS_TWICE, RECORDS_TWICE, NOTICES_TWICE):
        assert house.number(counted) == 0
    house.manage("verify_audit")


def notices(house: SweepHouse) -> int:
    return house.number("SELECT count(*) FROM notifications_notice")


def steps(house: SweepHouse, what: str) -> int:
    return house.number("SELECT count(*) FROM probe_probestep WHERE what = %s", what)


def test_a_worker_killed_in_mid_sweep_loses_and_repeats_nothing(house: SweepHouse) -> None:
    promise(house)
    house.beat()
    done = 0
    for _ in range(3):
        worker = house.worker(**SLOW)
        some_are_done(house, beyond=done)
        house.kill(worker)
        done = house.acted()
        assert steps(house, "ESCALATED") == done  # no half batch was left
    house.worker(**SLOW)
    all_are_done_once(house)


def test_valkey_emptied_in_mid_sweep_loses_and_repeats_nothing(house: SweepHouse) -> None:
    promise(house)
    house.worker(**SLOW)
    house.beat()
    done = 0
    for _ in range(3):
        some_are_done(house, beyond=done)
        house.flush_valkey()
        done = house.acted()
    all_are_done_once(house)
    house.flush_valkey()  # and while everybody is idle: the next promises are kept all the same
    promise(house, 2)
    all_are_done_once(house, expected=ALL + 2 * len(COUNTIES))


def test_two_beats_and_two_workers_at_once_do_nothing_twice(house: SweepHouse) -> None:
    promise(house)
    house.worker(**SLOW)
    house.worker(**SLOW)
    house.beat()
    house.beat()
    all_are_done_once(house)


def test_a_restarted_database_finds_everything_as_it_was(house: SweepHouse) -> None:
    promise(house)
    house.worker(**SLOW)
    house.beat()
    done = 0
    for _ in range(2):
        some_are_done(house, beyond=done)
        house.restart_database()
        done = house.acted()
    all_are_done_once(house)
    assert house.number("SELECT count(*) FROM probe_probedeadline WHERE attempts > 0") == 0


def test_a_poisoned_row_stands_alone_and_the_street_goes_on(house: SweepHouse) -> None:
    promise(house, poisoned=1)
    house.worker(FENGGE_SWEEP_BATCH="50")
    house.beat()
    healthy = ALL - len(COUNTIES)
    all_are_done_once(house, expected=healthy)
    house.wait_for(
        "the poisoned rows to be pushed ahead",
        lambda: house.number("SELECT count(*) FROM probe_probedeadline WHERE attempts > 0") == len(COUNTIES),
    )
    left = house.execute(
        "SELECT attempts, last_error, next_check_at > now() + interval '50 minutes', c.is_poisoned "
        "FROM probe_probedeadline d JOIN probe_probecase c ON c.tenant_id = d.tenant_id AND c.id = d.case_id "
        "WHERE d.state = 'OPEN'"
    )
    assert left == [(1, "ValueError: a poisoned case", True, True)] * len(COUNTIES)


def test_the_clock_over_midnight_and_over_a_make_up_saturday(house: SweepHouse) -> None:
    """Received on Friday 9 October 2026: one working day ends with Saturday the 10th, which is made up for."""
    tenants = list(map(str, COUNTIES))
    friday = ("--start", "2026-10-09T09:00:00+08:00", "--term", "1", "--unit", "WORKING_DAYS")
    house.manage("probe_promises", "20", "--tenants", *tenants, *friday)
    house.worker()
    everything = 20 * len(COUNTIES)

    house.tick("2026-10-10T00:00:00+08:00")  # Friday is over, and does not count
    house.tick("2026-10-10T23:59:59+08:00")  # the last second of the Saturday
    sentinel(house, "2026-10-10T23:59:59+08:00")
    assert house.acted() == 1

    house.tick("2026-10-11T00:00:00+08:00")  # midnight
    house.tick("2026-10-11T00:00:00+08:00")
    house.tick("2026-10-11T00:01:00+08:00")
    house.wait_for("midnight's promises", lambda: house.acted() >= everything + 1)
    house.tick("2026-10-12T00:00:00+08:00")
    sentinel(house, "2026-10-12T00:00:00+08:00")
    assert house.acted() == everything + 2
    assert house.execute(
        "SELECT DISTINCT at FROM probe_probestep s JOIN probe_probedeadline d USING (tenant_id, case_id) "
        "WHERE d.term_unit = 'WORKING_DAYS'"
    ) == [(datetime(2026, 10, 11, tzinfo=SHANGHAI),)]
    assert house.number(STEPS_TWICE) == house.number(RECORDS_TWICE) == 0


def sentinel(house: SweepHouse, now: str) -> None:
    """A promise due long before, whose end shows that the ticks sent until now have been worked off."""
    before = house.acted()
    house.manage(
        "probe_promises", "1", "--tenants", str(max(COUNTIES)), "--start", "2026-10-01T00:00:00+08:00"
    )
    house.tick(now)
    house.wait_for("the ticks to be worked off", lambda: house.acted() > before)
