"""Servers, workers and beats without a web or a supervisor: nothing that was killed comes back by itself."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import psycopg2
import psycopg2.extensions
import redis

from script.house.environment import DATABASE_URLS, base_environment
from script.house.places import ROOT, Places
from script.house.postgres import Postgres
from script.house.program import Program, Running, last_lines, start
from script.house.valkey import Valkey

COUNTIES = {130723: "康保县", 130722: "张北县", 130725: "尚义县"}
PATIENCE = 120.0


class SweepHouse:
    """The servers, and whatever a drill starts beside them."""

    def __init__(self, var: Path) -> None:
        self.places = Places(var)
        self.places.prepare()
        self._postgres = Postgres(self.places, durable=False)
        self._valkey = Valkey(self.places, durable=False)
        self._servers = {"postgres": self._postgres.start(), "valkey": self._valkey.start()}
        self.started: list[Running] = []
        self.started_beside: list[subprocess.Popen[str]] = []
        self.manage("migrate", "--database", "owner", "--verbosity", "0")
        self.manage("load_calendar_year", "--default")
        for code, name in COUNTIES.items():
            self.execute(
                "INSERT INTO tenancy_tenant (code, name, full_name, is_open) VALUES (%s, %s, %s, true)",
                code,
                name,
                f"河北省张家口市{name}",
            )

    @property
    def environment(self) -> dict[str, str]:
        inherited = {name for name in os.environ if name.startswith(("PYTEST", "COV"))}
        ours = {name: value for name, value in base_environment(self.places).items() if name not in inherited}
        ours |= {variable: self._postgres.url(role) for role, variable in DATABASE_URLS.items()}
        return ours | {"REDIS_URL": self._valkey.url(), "FENGGE_PROBE": "1"}

    def close(self) -> None:
        self.stop_all()
        for running in reversed(self._servers.values()):
            running.stop()

    # what a drill looks at

    def connect(self) -> Any:
        return psycopg2.connect(self._postgres.url("owner"))  # the owner of the tables sees every county

    def execute(self, statement: str, *values: object) -> list[tuple[Any, ...]]:
        connection = self.connect()
        try:
            with connection, connection.cursor() as cursor:
                cursor.execute(statement, values)
                return cursor.fetchall() if cursor.description else []
        finally:
            connection.close()

    def number(self, statement: str, *values: object) -> int:
        return int(self.execute(statement, *values)[0][0])

    def acted(self) -> int:
        return self.number("SELECT count(*) FROM probe_probedeadline WHERE state = 'ACTED'")

    def wait_for(self, what: str, condition: Callable[[], bool], patience: float = PATIENCE) -> None:
        end = time.monotonic() + patience
        while not condition():
            if time.monotonic() > end:
                logs = "\n".join(
                    f"{one.program.name}: {last_lines(one.program.log, 8)}" for one in self.started
                )
                raise AssertionError(f"waited {patience:.0f} s in vain for {what}\n{logs}")
            time.sleep(0.05)

    # what a drill does

    def manage(self, *arguments: str) -> None:
        self._run("manage.py", *arguments)

    def empty(self) -> None:
        """Take away every row of every county, and the chain's heads kept outside."""
        rows = self.execute(
            "SELECT string_agg(quote_ident(relname), ', ') FROM pg_class "
            "WHERE relkind = 'r' AND relrowsecurity"
        )
        self.execute(f"TRUNCATE {rows[0][0]}")
        for file in (*(self.places.var / "heads").glob("*"), self.places.log / "outbox.jsonl"):
            file.unlink(missing_ok=True)
        self.flush_valkey()

    def flush_valkey(self) -> None:
        with redis.Redis.from_url(self._valkey.url()) as client:
            client.flushall()

    def worker(self, **variables: str) -> Running:
        """A worker, ready to take tasks."""
        running = self._celery(
            "worker", "--concurrency", "2", "--without-mingle", "--without-gossip", **variables
        )
        self.wait_for("the worker to be ready", lambda: " ready." in self._log_of(running))
        return running

    def beat(self, **variables: str) -> Running:
        """A beat that ticks twice a second instead of once a minute."""
        variables = {"FENGGE_SWEEP_EVERY": "0.5"} | variables
        return self._celery("beat", "--scheduler", "celery.beat:Scheduler", "--pidfile=", **variables)

    def tick(self, now: str) -> None:
        """Send one tick by hand, at an instant of the drill's choosing."""
        arguments = ("-m", "celery", "-A", "governance.celery", "call", "deadlines.tick", "--kwargs")
        self._run(*arguments, json.dumps({"now": now}))

    def kill(self, running: Running) -> None:
        """SIGKILL to the process and all its children."""
        os.killpg(running.process.pid, signal.SIGKILL)
        running.process.wait()

    def restart_database(self) -> None:
        """Throw every session out at once, as a crash would, and start again on the same port."""
        pid = int((self.places.postgres / "postmaster.pid").read_text("utf-8").split("\n", 1)[0])
        os.kill(pid, signal.SIGQUIT)
        self._servers["postgres"].process.wait(60)
        self._servers["postgres"].stop()
        self._servers["postgres"] = self._postgres.start()

    def stop_all(self) -> None:
        for running in reversed(self.started):
            running.stop()
        self.started.clear()
        for process in self.started_beside:
            if process.poll() is None:
                process.kill()
            process.wait()
        self.started_beside.clear()

    def _run(self, *arguments: str) -> None:
        command = [sys.executable, *arguments]
        done = subprocess.run(
            command, cwd=ROOT, env=self.environment, capture_output=True, text=True, check=False
        )
        assert done.returncode == 0, done.stdout[-2000:] + done.stderr[-2000:]

    def _celery(self, *arguments: str, **variables: str) -> Running:
        number = len(self.started)
        name = f"{arguments[0]}-{number}"
        log = self.places.log / f"{name}.log"
        log.unlink(missing_ok=True)
        names = ("-n", f"{name}@drill") if arguments[0] == "worker" else ()
        command = (sys.executable, "-m", "celery", "-A", "governance.celery", "--workdir", str(ROOT))
        program = Program(
            name=name,
            argv=(*command, *arguments, *names, "--loglevel", "INFO"),
            env=self.environment | variables,
            log=log,
        )
        self.started.append(start(program))
        return self.started[-1]

    def _log_of(self, running: Running) -> str:
        return running.program.log.read_text("utf-8", "replace")


@contextmanager
def sweep_house(var: Path) -> Iterator[SweepHouse]:
    """Build the house, and take it down whatever happens."""
    house = SweepHouse(var)
    try:
        yield house
    finally:
        house.close()
