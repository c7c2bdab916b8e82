"""Signs of life: worker and beat leave the hour in Valkey, /healthz reads how long ago that was.

The worker speaks from its own loop and each time it runs the pulse task; beat speaks each time it sends one.
A sign says nothing about the work itself, which is promised in the database.
"""

from __future__ import annotations

import time
from typing import Any

import redis
from celery import shared_task
from celery.signals import beat_init, before_task_publish, heartbeat_sent, worker_ready
from django.conf import settings

PULSE_SECONDS = 10
SILENT_SECONDS = 60  # after so long without a sign we call it dead
_KEY = "fengge:pulse:{}"
_last: dict[str, float] = {}


def _client() -> redis.Redis:
    return redis.Redis.from_url(settings.REDIS_URL, socket_timeout=2, socket_connect_timeout=2)


def leave_sign(name: str, now: float) -> None:
    """Say that `name` lives, at most every few seconds; a Valkey that is away is no reason to stumble."""
    if now - _last.get(name, 0) < PULSE_SECONDS / 2:
        return
    try:
        with _client() as client:
            client.set(_KEY.format(name), repr(now), ex=SILENT_SECONDS)
    except redis.RedisError:
        return
    _last[name] = now


def seconds_silent(client: redis.Redis, name: str, now: float) -> float | None:
    """How long ago `name` gave a sign; None when it gave none for a long time."""
    sign: Any = client.get(_KEY.format(name))
    return None if sign is None else now - float(sign)


@shared_task(ignore_result=True, expires=PULSE_SECONDS * 3)
def pulse() -> None:
    """Sent by beat, run by a worker: the way between them is open."""
    leave_sign("worker", time.time())


@worker_ready.connect
@heartbeat_sent.connect
def _worker_lives(**kwargs: object) -> None:
    leave_sign("worker", time.time())


@beat_init.connect
def _beat_starts(**kwargs: object) -> None:
    leave_sign("beat", time.time())


@before_task_publish.connect(sender="governance.pulse.pulse")
def _beat_sends(**kwargs: object) -> None:
    leave_sign("beat", time.time())
