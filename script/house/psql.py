"""`script/psql [--role owner|app|system] [psql arguments]`: a shell on the running server's database."""

from __future__ import annotations

import os

from script.house.environment import DATABASE_URLS, named
from script.house.places import server_places
from script.house.postgres import binary, without_password
from script.house.say import Refusal, run_command
from script.house.services import noted


def chosen_role(arguments: list[str]) -> tuple[str, list[str]]:
    """The role asked for (`app` without a word) and what is left for psql."""
    role, rest = "app", list(arguments)
    if rest[:1] == ["--role"]:
        role, rest = (rest[1] if len(rest) > 1 else ""), rest[2:]
    elif rest and rest[0].startswith("--role="):
        role, rest = rest[0].removeprefix("--role="), rest[1:]
    if role not in DATABASE_URLS:
        raise Refusal("--role is one of: owner, app, system.")
    return role, rest


def main(arguments: list[str]) -> int:
    """Become psql."""
    role, rest = chosen_role(arguments)
    url = named(DATABASE_URLS[role]) or noted(server_places()).get(DATABASE_URLS[role])
    if not url:
        raise Refusal("no server is running here; start script/server first.")
    program = binary("psql")
    public, environment = without_password(url)
    terminal = {name: os.environ[name] for name in ("TERM", "HOME", "PAGER", "PSQLRC") if name in os.environ}
    os.execve(program, [program, public, *rest], {**terminal, **environment})


if __name__ == "__main__":
    run_command(main)
