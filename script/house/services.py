"""The two embedded servers together: started unless the environment names others, noted for script/psql."""

from __future__ import annotations

import json

from script.house import keys
from script.house.environment import DATABASE_URLS, base_environment, has_own_database, named
from script.house.places import Places
from script.house.postgres import Postgres
from script.house.supervisor import Supervisor, noted_processes
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
    """The addresses of the servers that run now; none when no supervisor lives."""
    if "supervisor" not in noted_processes(places):
        return {}
    addresses: dict[str, str] = json.loads((places.secrets / NOTE).read_text("utf-8"))
    return addresses
