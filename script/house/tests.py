"""`script/test [pytest arguments]`: the suite on embedded servers under var/test, connected as role `app`.

Without a path among the arguments the whole suite runs, on as many processes as there are processors.
"""

from __future__ import annotations

import fcntl
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager

from script.house import static
from script.house.places import ROOT, Places
from script.house.say import Refusal, run_command
from script.house.services import start_services
from script.house.supervisor import end_leftovers, supervisor

NEEDED_BYTES = 500_000_000


@contextmanager
def own_places() -> Iterator[Places]:
    """A var/test of our own: two runs at once in one tree take var/test and var/test-2."""
    for number in range(1, 10):
        places = Places(ROOT / "var" / ("test" if number == 1 else f"test-{number}"))
        places.prepare(NEEDED_BYTES)
        with (places.state / "lock").open("w") as lock:
            try:
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                continue
            yield places
            return
    raise Refusal("nine test runs are under way in this tree already.")


def pytest_arguments(arguments: list[str], processors: int) -> list[str]:
    """The arguments as pytest gets them: a leading `--` dropped, processes added for the whole suite."""
    given = arguments[1:] if arguments[:1] == ["--"] else arguments
    whole = not any((ROOT / word.split("::")[0]).exists() for word in given if not word.startswith("-"))
    chosen = any(word.startswith(("-n", "--numprocesses", "--dist", "--pdb")) for word in given)
    # A file stays in one process: what it sets up at length (a whole server) is set up once.
    spread = ["-n", str(processors), "--dist", "loadfile"]
    return [*(spread if whole and not chosen and processors > 1 else []), *given]


def main(arguments: list[str]) -> int:
    """Run pytest and hand back its status."""
    processors = min(os.cpu_count() or 1, 8)
    command = [sys.executable, "-m", "pytest", *pytest_arguments(arguments, processors)]
    with own_places() as places:
        end_leftovers(places)
        with supervisor(places) as keeper:
            environment = start_services(keeper, durable=False) | {"FENGGE_PROBE": "1"}  # tests/probe
            static.build(places.var)
            pytest = subprocess.Popen(command, cwd=ROOT, env=environment)
            try:
                return pytest.wait()
            except KeyboardInterrupt:  # it had the signal too: let it tear down and report
                return pytest.wait()


if __name__ == "__main__":
    run_command(main)
