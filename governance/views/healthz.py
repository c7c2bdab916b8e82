"""Is every part alive? Asked by the supervisor, by load balancers and by the people on duty."""

from __future__ import annotations

import time
from collections.abc import Callable

import redis
from django.conf import settings
from django.db import DatabaseError, connection
from django.http import HttpRequest, JsonResponse
from django.views.decorators.cache import never_cache

from core.permissions.gate import ANYONE, open_to
from governance.pulse import seconds_silent


def _database() -> str:
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    return "ok"


def _valkey() -> str:
    with redis.Redis.from_url(settings.REDIS_URL, socket_timeout=2, socket_connect_timeout=2) as client:
        client.ping()
    return "ok"


def _process(name: str) -> str:
    with redis.Redis.from_url(settings.REDIS_URL, socket_timeout=2, socket_connect_timeout=2) as client:
        silent = seconds_silent(client, name, time.time())
    return "ok" if silent is not None else "silent"


def _answer(ask: Callable[[], str]) -> str:
    try:
        return ask()
    except (DatabaseError, redis.RedisError):
        return "unreachable"  # and no word about where or why: everybody may read this


@never_cache
@open_to(ANYONE)
def healthz(request: HttpRequest) -> JsonResponse:
    """Each part by name, `ok` or what is wrong with it; status 200 only when all are well, else 503."""
    report = {
        "database": _answer(_database),
        "valkey": _answer(_valkey),
        "worker": _answer(lambda: _process("worker")),
        "beat": _answer(lambda: _process("beat")),
    }
    return JsonResponse(report, status=200 if set(report.values()) == {"ok"} else 503)
