"""A container's health check: `alive web URL`, `alive worker`, `alive beat`; status 0 when it is.

The web lives when it answers and finds its database; that worker or beat are silent is for them to report.
"""

from __future__ import annotations

import json
import urllib.error
import urllib.request

import redis

from script.house.environment import named
from script.house.say import run_command, say


def web_lives(url: str) -> bool:
    """Whether /healthz answers with a well database and Valkey."""
    try:
        with urllib.request.urlopen(url, timeout=8) as answer:  # noqa: S310  # the address is the container's own
            report = json.load(answer)
    except urllib.error.HTTPError as error:
        try:
            report = json.load(error)
        except ValueError:
            return False
    except (OSError, ValueError):
        return False
    return bool(report.get("database") == report.get("valkey") == "ok")


def main(arguments: list[str]) -> int:
    """Look once."""
    name, *rest = arguments
    if name == "web":
        lives = web_lives(*rest)
    else:
        with redis.Redis.from_url(named("REDIS_URL"), socket_timeout=5) as client:
            lives = bool(client.exists(f"fengge:pulse:{name}"))
    say("alive" if lives else "silent")
    return 0 if lives else 1


if __name__ == "__main__":
    run_command(main)
