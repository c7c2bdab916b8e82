"""Each record is told of once, and each word of it leaves the house once, whatever dies. Real processes."""

import json
from collections import Counter
from functools import partial

import pytest

from tests.drills.sweep_house import SweepHouse
from tests.drills.test_sweep import ALL, promise

pytestmark = pytest.mark.drill

SLOW = {"FENGGE_PROBE_PAUSE": "0.1", "FENGGE_SWEEP_BATCH": "15", "FENGGE_DELIVERY_LEASE": "5"}
KILLS = 3
CLAIMED_AT_ONCE = 20


def notices(house: SweepHouse) -> int:
    return house.number("SELECT count(*) FROM notifications_notice")


def has_more(house: SweepHouse, before: int) -> bool:
    return notices(house) > before


def sent(house: SweepHouse) -> int:
    return house.number("SELECT count(*) FROM notifications_delivery WHERE state = 'SENT'")


def test_notices_survive_killed_workers_an_emptied_valkey_and_two_beats(house: SweepHouse) -> None:
    promise(house)
    house.beat()
    house.beat()
    for _ in range(KILLS):
        told = notices(house)
        worker = house.worker(**SLOW)
        house.wait_for("notices to be under way", partial(has_more, house, told))
        house.kill(worker)
        house.flush_valkey()
    house.worker(**SLOW)
    house.wait_for("every word to be out", lambda: sent(house) >= ALL, patience=300)

    assert notices(house) == ALL
    assert house.number("SELECT count(DISTINCT record_id) FROM notifications_notice") == ALL
    assert house.execute("SELECT state, count(*) FROM notifications_delivery GROUP BY state") == [
        ("SENT", ALL)
    ]
    lines = (house.places.log / "outbox.jsonl").read_text("utf-8").splitlines()
    times = Counter(json.loads(line)["id"] for line in lines)
    assert len(times) == ALL
    # Sending and writing it down can't be one transaction: what a killed worker had just sent goes again, under
    # the same id. It was holding twenty at most.
    assert sum(times.values()) <= ALL + KILLS * CLAIMED_AT_ONCE
    house.manage("verify_audit")
