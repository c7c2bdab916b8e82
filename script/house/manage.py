"""`script/manage COMMAND …`: manage.py in the server's environment; a stopped server's database is started for it."""

from __future__ import annotations

import subprocess
import sys

from script.house.backup import database_urls
from script.house.environment import DATABASE_URLS, base_environment
from script.house.places import ROOT, server_places
from script.house.say import run_command
from script.house.services import noted


def main(arguments: list[str]) -> int:
    """Run the command and hand back its status."""
    places = server_places()
    with database_urls(places) as urls:
        environment = base_environment(places) | noted(places)
        environment |= {variable: urls[role] for role, variable in DATABASE_URLS.items()}
        command = [sys.executable, "manage.py", *arguments]
        return subprocess.run(command, cwd=ROOT, env=environment, check=False).returncode


if __name__ == "__main__":
    run_command(main)
