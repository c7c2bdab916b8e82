"""Cases that are due go up once, whatever dies and whoever settles them meanwhile. Real servers and workers."""

import subprocess
import sys

import pytest

from script.house.places import ROOT
from tests.drills.sweep_house import COUNTIES, SweepHouse

pytestmark = pytest.mark.drill

EACH = 60
ALL = EACH * len(COUNTIES)
TENANTS = tuple(map(str, COUNTIES))
REGISTERED = "2026-11-23T09:00:00+08:00"
DUE = "2026-11-25T00:00:00+08:00"  # one working day later, 24:00
NEXT = "2026-11-25T00:01:30+08:00"  # what somebody held is looked at again after a minute
SMALL = {"FENGGE_SWEEP_BATCH": "5"}
UP = "SELECT count(*) FROM disputes_step WHERE verb = 'ESCALATE'"
TWICE = (
    "SELECT count(*) FROM (SELECT FROM disputes_step WHERE verb IN ('ESCALATE', 'SETTLE_ON_SPOT') "
    "GROUP BY case_id HAVING count(*) > 1) AS t"
)
GAPS = (
    "SELECT count(*) FROM disputes_case c WHERE c.revision <> (SELECT count(*) FROM disputes_step s "
    "WHERE s.tenant_id = c.tenant_id AND s.case_id = c.id)"
)
RECORDS = "SELECT count(*) FROM audit_record WHERE code = 'disputes.escalate'"
FAILED = "SELECT count(*) FROM disputes_casedeadline WHERE attempts > 0"
WITHOUT_PROMISE = (
    "SELECT count(*) FROM disputes_case c WHERE c.state = 'HANDED_UP' AND 1 <> (SELECT count(*) "
    "FROM disputes_casedeadline d WHERE d.tenant_id = c.tenant_id AND d.case_id = c.id AND d.state = 'OPEN')"
)


def disputes(house: SweepHouse, act: str, *more: str, at: str = REGISTERED) -> None:
    house.manage("probe_disputes", act, "--tenants", *TENANTS, "--at", at, *more)


def registered(house: SweepHouse, *more: str) -> None:
    disputes(house, "register", "--count", str(EACH), *more)


def more_go_up(house: SweepHouse, *, beyond: int) -> None:
    house.wait_for("the escalation to be under way", lambda: house.number(UP) > beyond)


def looked_over(house: SweepHouse, up: int) -> None:
    """So many cases went up, each once, each with its step, its record and its next promise."""
    assert house.number(UP) == house.number(RECORDS) == up
    acted = "SELECT count(*) FROM disputes_casedeadline WHERE state = 'ACTED' AND outcome = 'ESCALATED'"
    assert house.number(acted) == up
    for counted in (TWICE, GAPS, FAILED, WITHOUT_PROMISE):
        assert house.number(counted) == 0, counted
    house.manage("verify_audit")


def test_a_worker_killed_in_mid_escalation_leaves_no_half_and_repeats_nothing(house: SweepHouse) -> None:
    registered(house, "--without-brake")
    done = 0
    for _ in range(2):
        worker = house.worker(**SMALL)
        house.tick(DUE)
        more_go_up(house, beyond=done)
        house.kill(worker)
        done = house.number(UP)
        assert done < ALL, "it was over before the drill began"
        assert house.number(RECORDS) == done  # no half batch was left
        assert house.number(GAPS) == house.number(WITHOUT_PROMISE) == 0
    house.flush_valkey()
    house.worker(**SMALL)
    house.tick(DUE)
    house.wait_for("every case to be handed up", lambda: house.number(UP) >= ALL)
    looked_over(house, ALL)


def test_two_ticks_two_workers_and_somebody_who_settles_change_nothing_twice(house: SweepHouse) -> None:
    registered(house, "--without-brake")
    house.worker(**SMALL)
    house.worker(**SMALL)
    command = (sys.executable, "manage.py", "probe_disputes", "settle", "--tenants", *TENANTS, "--at", DUE)
    resolver = subprocess.Popen(
        command, cwd=ROOT, env=house.environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
    )
    house.started_beside.append(resolver)
    house.tick(DUE)
    house.tick(DUE)
    said, _nothing = resolver.communicate(timeout=120)
    assert resolver.returncode == 0, said
    house.tick(NEXT)
    settled = "SELECT count(*) FROM disputes_case WHERE state = 'SETTLED'"
    house.wait_for("every case to be decided", lambda: house.number(UP) + house.number(settled) >= ALL)
    late = said.count("待接收")  # refused, because the sweep was first
    assert house.number(settled) + late == (EACH + 1) // 2 * len(COUNTIES)
    looked_over(house, ALL - house.number(settled))


def test_the_mass_brake_stops_asks_and_goes_on_after_release(house: SweepHouse) -> None:
    registered(house)
    house.worker(**SMALL)
    house.worker(**SMALL)
    house.tick(DUE)
    house.tick(DUE)
    pulled = "SELECT count(*) FROM disputes_sweepbrake WHERE released_at IS NULL"
    house.wait_for("the brakes to be pulled", lambda: house.number(pulled) == len(COUNTIES))
    waiting = "SELECT count(*) FROM disputes_casedeadline WHERE kind = 'ACCEPT' AND next_check_at > %s"
    house.wait_for("every promise to wait", lambda: house.number(waiting, DUE) == ALL)
    assert house.number(UP) == 0
    assert house.number("SELECT count(*) FROM audit_record WHERE code = 'disputes.brake_pulled'") == 3
    asked = "SELECT count(*) FROM notifications_notice WHERE title LIKE '需要县级处理%%' AND %s"
    house.wait_for("the leaders to be asked", lambda: house.number(asked, True) >= 2 * len(COUNTIES))
    disputes(house, "release", at="2026-11-25T08:00:00+08:00")
    house.tick("2026-11-25T08:01:00+08:00")
    house.wait_for("every case to be handed up", lambda: house.number(UP) >= ALL)
    looked_over(house, ALL)
