"""The two embedded servers together: started unless the environment names others, noted for script/psql."""

from __future__ import annotations

import fcntl
import json
from collections.abc import Iterator
from contextlib import contextmanager

from script.house import keys
from script.house.environment import DATABASE_URLS, base_environment, has_own_database, named
from script.house.places import Places
from script.house.postgres import Postgres
from script.house.say import Refusal
from script.house.supervisor import Supervisor, end_leftovers, noted_processes, supervisor
from script.house.valkey import Valkey

NOTE = "services.json"


def start_services(keeper: Supervisor, *, durable: bool = True) -> dict[str, str]:
    """Start what is needed under the supervisor; returns the environment in which the product finds it."""
    places = keeper.places
    environment = base_environment(places)
    if has_own_database():
        environment |= {variable: named(variable) for variable in DATABASE_URLS.values()}
    else:
        postgres = Postgres(places, durable=durable)
        keeper.adopt(postgres.start())
        for role, variable in DATABASE_URLS.items():
            environment[variable] = postgres.url(role)
    environment["REDIS_URL"] = named("REDIS_URL")
    if not environment["REDIS_URL"]:
        valkey = Valkey(places, durable=durable)
        keeper.adopt(valkey.start())
        environment["REDIS_URL"] = valkey.url()
    addresses = {name: environment[name] for name in (*DATABASE_URLS.values(), "REDIS_URL")}
    keys.write_private(places.secrets / NOTE, json.dumps(addresses))
    return environment


def noted(places: Places) -> dict[str, str]:
    """The addresses of the servers that run now; none when no supervisor lives, or it has only just begun."""
    if "postgres" not in noted_processes(places) and not has_own_database():
        return {}
    try:
        addresses: dict[str, str] = json.loads((places.secrets / NOTE).read_text("utf-8"))
    except FileNotFoundError:
        return {}
    return addresses


@contextmanager
def only_server(places: Places) -> Iterator[None]:
    """Refuse to be the second server on one var/; a lock that the kernel lets go however we end."""
    with (places.state / "server.lock").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise Refusal(f"a server runs here already (on {places.var}); stop it first.") from None
        (places.secrets / NOTE).unlink(missing_ok=True)  # the last run's
        yield


@contextmanager
def server_environment(places: Places) -> Iterator[dict[str, str]]:
    """The environment of the running server; a stopped one's databases are started for as long as it is needed."""
    if has_own_database():
        yield base_environment(places) | {variable: named(variable) for variable in DATABASE_URLS.values()}
    elif addresses := noted(places):
        yield base_environment(places) | addresses
    else:
        places.prepare()
        with only_server(places):
            end_leftovers(places)
            with supervisor(places) as keeper:
                yield start_services(keeper)
