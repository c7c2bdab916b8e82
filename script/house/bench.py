"""`script/bench [NAME …] [--small] [--keep]`: every bench on a database of its own, one JSON object a line.

The servers are durable ones under var/bench: what is measured is what a county would have. `--small` takes a
fraction of the size (CI does); `--keep` adds the rows, with date and machine, to docs/bench.md.
"""

from __future__ import annotations

import datetime as dt
import json
import os
import platform
import signal
import subprocess
import sys
from contextlib import closing
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

import psycopg2
from psycopg2 import sql

from script.house import static
from script.house.environment import DATABASE_URLS
from script.house.places import ROOT, Places
from script.house.program import tether
from script.house.say import Refusal, run_command, say
from script.house.server import manage
from script.house.services import start_services
from script.house.supervisor import end_leftovers, supervisor

BENCHES = ROOT / "tests" / "bench"
KEPT = ROOT / "docs" / "bench.md"
SMALL, FULL = 0.02, 1.0
NEEDED_BYTES = 2_000_000_000
COLUMNS = ("n", "seconds", "limit_seconds", "ratio", "queries", "p50_ms", "p95_ms", "growth", "memory_mb")


def chosen(names: list[str]) -> list[str]:
    """The benches named, or all of them."""
    known = sorted(path.parent.name for path in BENCHES.glob("*/bench.py"))
    if unknown := set(names) - set(known):
        raise Refusal(
            f"no such bench: {', '.join(sorted(unknown))}; there are: {', '.join(known) or 'none'}."
        )
    return names or known


class Bench:
    """One bench and its own copy of the migrated database."""

    def __init__(self, name: str, environment: dict[str, str]) -> None:
        self.name = name
        self.database = f"bench_{name}"
        self.owner = environment["DATABASE_OWNER_URL"]
        self.template = urlsplit(self.owner).path.lstrip("/")
        self.environment = dict(environment)
        for variable in DATABASE_URLS.values():
            self.environment[variable] = urlunsplit(
                urlsplit(environment[variable])._replace(path=f"/{self.database}")
            )

    def rows(self, scale: float) -> list[dict[str, object]]:
        """Run it, printing each row as it comes. Raises Refusal when it fails."""
        self._execute("DROP DATABASE IF EXISTS {}", self.database)
        self._execute("CREATE DATABASE {} TEMPLATE {}", self.database, self.template)
        command = [sys.executable, "-m", "script.house.bench_one", self.name, str(scale)]
        rows = []
        try:
            with subprocess.Popen(
                command,
                cwd=ROOT,
                env=self.environment,
                stdout=subprocess.PIPE,
                encoding="utf-8",
                preexec_fn=tether(signal.SIGTERM),
            ) as process:
                for line in process.stdout or ():
                    if line.startswith("{"):
                        rows.append(json.loads(line))
                    say(line.rstrip())
            if process.returncode:
                raise Refusal(f"bench {self.name} failed.")
            if not rows:
                raise Refusal(f"bench {self.name} printed no row.")
        finally:
            # Without FORCE: the server asks its own autovacuum to leave, while FORCE fails on it (no role of ours).
            self._execute("DROP DATABASE IF EXISTS {}", self.database)
        return rows

    def _execute(self, statement: str, *names: str) -> None:
        url = urlunsplit(urlsplit(self.owner)._replace(path="/postgres"))
        with closing(psycopg2.connect(url)) as connection:
            connection.autocommit = True
            with connection.cursor() as cursor:
                cursor.execute(sql.SQL(statement).format(*map(sql.Identifier, names)))


def machine() -> str:
    """The machine in a few words."""
    model = platform.machine()
    try:
        lines = Path("/proc/cpuinfo").read_text("utf-8").splitlines()
        model = next(line.split(":", 1)[1].strip() for line in lines if line.startswith("model name"))
        memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    except (OSError, StopIteration, ValueError):
        return model
    return f"{os.cpu_count()} × {model}, {memory:.0f} GB, Python {platform.python_version()}"


def keep(rows: list[dict[str, object]]) -> None:
    """Add the rows to docs/bench.md under today's date and this machine."""
    head = ("name", *COLUMNS)
    lines = [f"\n## {dt.datetime.now(dt.UTC).date()} · {machine()}\n", f"| {' | '.join(head)} | what |"]
    lines.append("|" + "---|" * (len(head) + 1))
    for row in rows:
        rest = ", ".join(f"{key} {value}" for key, value in row.items() if key not in head)
        lines.append(f"| {' | '.join(str(row.get(key, '')) for key in head)} | {rest} |")
    with KEPT.open("a", encoding="utf-8") as file:
        file.write("\n".join(lines) + "\n")


def main(arguments: list[str]) -> int:
    """Run the benches named, or all."""
    flags = {word for word in arguments if word.startswith("--")}
    if unknown := flags - {"--small", "--keep"}:
        raise Refusal(f"usage: script/bench [NAME …] [--small] [--keep], not {' '.join(sorted(unknown))}.")
    names = chosen([word for word in arguments if word not in flags])
    places = Places(ROOT / "var" / "bench")
    places.prepare(NEEDED_BYTES)
    end_leftovers(places)
    rows: list[dict[str, object]] = []
    with supervisor(places) as keeper:
        environment = start_services(keeper) | {"FENGGE_PROBE": "1"}
        static.build(places.var)  # papers are set in its fonts
        manage("migrate", "--database", "owner", "--noinput", "-v", "0", environment=environment)
        for name in names:
            rows += Bench(name, environment).rows(SMALL if "--small" in flags else FULL)
    if "--keep" in flags:
        keep(rows)
    return 0


if __name__ == "__main__":
    run_command(main)
