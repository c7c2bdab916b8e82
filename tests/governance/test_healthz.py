"""/healthz names every part and says which one is silent."""

import time
from collections.abc import Iterator

import pytest
import redis
from django.conf import settings
from django.test import Client, override_settings

from governance import pulse


@pytest.fixture
def quiet() -> Iterator[redis.Redis]:
    """A Valkey in which nobody has given a sign yet."""
    with redis.Redis.from_url(settings.REDIS_URL) as client:
        client.delete("fengge:pulse:worker", "fengge:pulse:beat")
        pulse._last.clear()
        yield client
        client.delete("fengge:pulse:worker", "fengge:pulse:beat")
        pulse._last.clear()


@pytest.mark.django_db
def test_silent_worker_and_beat_are_named(client: Client, quiet: redis.Redis) -> None:
    answer = client.get("/healthz")
    assert answer.status_code == 503
    assert answer.json() == {"database": "ok", "valkey": "ok", "worker": "silent", "beat": "silent"}


@pytest.mark.django_db
def test_all_is_well_when_each_has_given_a_sign(client: Client, quiet: redis.Redis) -> None:
    pulse.leave_sign("worker", time.time())
    pulse.leave_sign("beat", time.time())
    answer = client.get("/healthz")
    assert answer.status_code == 200
    assert set(answer.json().values()) == {"ok"}


@pytest.mark.django_db
@override_settings(REDIS_URL="redis://:secret@127.0.0.1:1/0")
def test_an_unreachable_valkey_is_named_without_its_address(client: Client) -> None:
    answer = client.get("/healthz")
    assert answer.status_code == 503
    assert answer.json()["valkey"] == "unreachable"
    assert "secret" not in answer.content.decode()


def test_a_sign_is_left_only_every_few_seconds(quiet: redis.Redis) -> None:
    pulse.leave_sign("beat", 1000.0)
    pulse.leave_sign("beat", 1001.0)
    assert pulse.seconds_silent(quiet, "beat", 1010.0) == 10.0


@override_settings(REDIS_URL="redis://127.0.0.1:1/0")
def test_a_worker_without_valkey_does_not_stumble() -> None:
    pulse._last.clear()
    pulse.leave_sign("worker", time.time())
