"""The two embedded servers together: started unless the environment names others, noted for script/psql."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field

from script.house import keys
from script.house.environment import DATABASE_URLS, base_environment, has_own_database
from script.house.places import Places
from script.house.postgres import Postgres
from script.house.program import Running
from script.house.valkey import Valkey

NOTE = "services.json"


@dataclass(slots=True)
class Services:
    """What runs, and the environment in which the product finds it."""

    environment: dict[str, str]
    running: list[Running] = field(default_factory=list)

    def stop(self) -> None:
        """Stop in the opposite order."""
        while self.running:
            self.running.pop().stop()


@contextmanager
def services(places: Places, *, durable: bool = True) -> Iterator[Services]:
    """Start what is needed; whatever happens inside, all of it is stopped at the end."""
    started = Services(base_environment(places))
    note = places.state / NOTE
    with ExitStack() as stack:
        stack.callback(note.unlink, missing_ok=True)
        stack.callback(started.stop)
        if not has_own_database():
            postgres = Postgres(places, durable=durable)
            started.running.append(postgres.start())
            for role, variable in DATABASE_URLS.items():
                started.environment[variable] = postgres.url(role)
        if not os.environ.get("REDIS_URL"):
            valkey = Valkey(places, durable=durable)
            started.running.append(valkey.start())
            started.environment["REDIS_URL"] = valkey.url()
        addresses = {name: started.environment[name] for name in (*DATABASE_URLS.values(), "REDIS_URL")}
        keys.write_private(note, json.dumps(addresses))
        yield started


def noted(places: Places) -> dict[str, str] | None:
    """The addresses of the servers that run now, or None."""
    try:
        addresses: dict[str, str] = json.loads((places.state / NOTE).read_text("utf-8"))
    except FileNotFoundError:
        return None
    return addresses
