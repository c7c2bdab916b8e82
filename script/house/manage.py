"""`script/manage COMMAND …`: manage.py in the server's environment; databases that don't run are started for it."""

from __future__ import annotations

import subprocess
import sys

from script.house.places import ROOT, server_places
from script.house.say import run_command
from script.house.services import server_environment


def main(arguments: list[str]) -> int:
    """Run the command and hand back its status."""
    with server_environment(server_places()) as environment:
        command = [sys.executable, "manage.py", *arguments]
        return subprocess.run(command, cwd=ROOT, env=environment, check=False).returncode


if __name__ == "__main__":
    run_command(main)
