"""A whole server with processes of its own, for drills: started by script/server as a person would."""

from __future__ import annotations

import json
import os
import re
import signal
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing, contextmanager, suppress
from pathlib import Path
from typing import Any

import psutil
import psycopg2
import redis

from script.house.environment import DATABASE_URLS, base_environment
from script.house.places import ROOT, Places
from script.house.services import noted
from script.house.supervisor import noted_processes

READY = re.compile(r"ready at http://127\.0\.0\.1:(\d+)/")


def clean_environment(**more: str) -> dict[str, str]:
    """What a fresh login has, and nothing of the test run's databases."""
    kept = ("PATH", "HOME", "USER", "PIP_INDEX_URL", "CI")
    return {name: os.environ[name] for name in kept if name in os.environ} | more


def wait_until(true: Callable[[], object], seconds: float = 30, what: str = "") -> None:
    """Wait for something to become true; fail when it takes longer."""
    deadline = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < deadline, f"not within {seconds} s: {what or true}"
        time.sleep(0.1)


class House:
    """One server on its own var/ and a free port. Use `with house(var) as one:`."""

    def __init__(self, var: Path, *arguments: str, **environment: str) -> None:
        self.places = Places(var)
        self.arguments = arguments
        self.extra = environment
        self.output = var.with_name(f"{var.name}-output.txt")
        self.process: subprocess.Popen[bytes] | None = None
        self.others: list[subprocess.Popen[bytes]] = []

    def launch(self) -> None:
        """Start it, and don't wait."""
        with self.output.open("wb") as output:
            self.process = subprocess.Popen(
                [str(ROOT / "script" / "server"), "--port", "0", *self.arguments],
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=subprocess.STDOUT,
                env=clean_environment(FENGGE_VAR=str(self.places.var), **self.extra),
                start_new_session=True,
            )

    def start(self, seconds: float = 180) -> float:
        """Start it and wait until /healthz is well; returns the seconds that took."""
        began = time.monotonic()
        self.launch()
        self.wait_for_words(READY.pattern, seconds)
        return time.monotonic() - began

    def wait_for_words(self, pattern: str, seconds: float = 180) -> None:
        """Wait until it has printed something; fail when it ends before."""
        deadline = time.monotonic() + seconds
        while not re.search(pattern, self.said()):
            assert self.process is not None
            assert self.process.poll() is None, self.said()
            assert time.monotonic() < deadline, f"{self.said()}\n{self.logs()}"
            time.sleep(0.1)

    def said(self) -> str:
        """What the command has printed so far."""
        return self.output.read_text("utf-8", "replace") if self.output.exists() else ""

    def logs(self) -> str:
        """The ends of all logs, for a failure's report."""
        logs = sorted(self.places.log.glob("*.log"))
        return "\n".join(f"== {log.name}\n{log.read_text('utf-8', 'replace')[-3000:]}" for log in logs)

    @property
    def address(self) -> str:
        """The web server's address, with a slash at the end."""
        found = READY.search(self.said())
        assert found, self.said()
        return f"http://127.0.0.1:{found[1]}/"

    @property
    def environment(self) -> dict[str, str]:
        """The environment its processes have: for manage.py and for processes beside them."""
        return base_environment(self.places, clean_environment(**self.extra)) | noted(self.places)

    def processes(self) -> dict[str, psutil.Process]:
        """Supervisor, postgres, valkey, web, worker, beat: those that live, by name."""
        return noted_processes(self.places)

    def kill(self, name: str) -> int:
        """SIGKILL one of them with all its children; returns its process id. The supervisor starts it again."""
        process = self.processes()[name]
        for child in [process, *process.children(recursive=True)]:
            with suppress(psutil.NoSuchProcess):
                child.kill()
        process.wait(10)
        return process.pid

    def wait_for_new(self, name: str, old: int, seconds: float = 30) -> None:
        """Wait until the supervisor has started the killed one again."""

        def is_new() -> bool:
            process = self.processes().get(name)
            return process is not None and process.pid != old

        wait_until(is_new, seconds, f"a new {name}")

    def cut_power(self) -> None:
        """SIGKILL everything at once: no process gets a chance to say goodbye."""
        everyone = list(self.processes().values())
        everyone += [child for process in everyone for child in process.children(recursive=True)]
        for process in everyone:
            with suppress(psutil.NoSuchProcess):
                process.kill()
        psutil.wait_procs(everyone, timeout=10)
        self._reap()

    def stop(self, with_signal: signal.Signals = signal.SIGINT, seconds: float = 60) -> int:
        """Ask it to stop, as Ctrl-C does; returns its status."""
        assert self.process is not None
        self.process.send_signal(with_signal)
        status = self.process.wait(seconds)
        self._reap()
        return status

    def also(self, *arguments: str) -> subprocess.Popen[bytes]:
        """A process beside its own, e.g. a second beat: `also("-m", "celery", …)`; ended with the house."""
        with (self.places.log / "also.log").open("ab") as log:
            process = subprocess.Popen(
                [sys.executable, *arguments],
                cwd=ROOT,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=subprocess.STDOUT,
                env=self.environment,
                start_new_session=True,
            )
        self.others.append(process)
        return process

    def second_beat(self) -> subprocess.Popen[bytes]:
        """Another beat, which sends every tick a second time."""
        return self.also("-m", "celery", "-A", "governance.celery", "beat", "-S", "celery.beat:Scheduler")

    def manage(self, *arguments: str) -> str:
        """Run a management command on its database; returns what it printed."""
        done = subprocess.run(
            [sys.executable, "manage.py", *arguments],
            cwd=ROOT,
            env=self.environment,
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout

    def sql(self, query: str, values: Sequence[object] = (), *, role: str = "owner") -> list[tuple[Any, ...]]:
        """Run one statement and commit; returns its rows. `owner` is not walled."""
        url = self.environment[DATABASE_URLS[role]]
        with closing(psycopg2.connect(url)) as connection, connection, connection.cursor() as cursor:
            cursor.execute(query, values or None)
            return cursor.fetchall() if cursor.description else []

    def empty_valkey(self) -> None:
        """Throw away all that Valkey knows: queued tasks, caches, signs of life."""
        with redis.Redis.from_url(self.environment["REDIS_URL"]) as client:
            client.flushall()

    def health(self) -> dict[str, str]:
        """What /healthz says now."""
        try:
            with urllib.request.urlopen(f"{self.address}healthz", timeout=10) as answer:
                report: dict[str, str] = json.load(answer)
        except urllib.error.HTTPError as error:
            report = json.load(error)
        return report

    def _reap(self) -> None:
        for process in [*self.others, *([self.process] if self.process else [])]:
            if process.poll() is None:
                process.kill()
            process.wait(10)
        self.others.clear()
        self.process = None


@contextmanager
def house(var: Path, *arguments: str, **environment: str) -> Iterator[House]:
    """A started house; nothing of it is left afterwards."""
    one = House(var, *arguments, **environment)
    one.start()
    try:
        yield one
    finally:
        if one.process is not None:
            one.cut_power()
