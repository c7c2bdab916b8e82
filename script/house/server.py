"""`script/server [--port N] [--no-demo]`: a real county on this machine, until Ctrl-C."""

from __future__ import annotations

import argparse
import hashlib
import json
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, nullcontext
from types import FrameType

import redis

from script.house import static
from script.house.environment import has_own_database, named
from script.house.places import ROOT, Places, server_places
from script.house.ports import LOOPBACK
from script.house.postgres import without_statistics
from script.house.program import Program, last_lines, tether
from script.house.say import Refusal, run_command, say, step
from script.house.services import only_server, start_services
from script.house.supervisor import Supervisor, end_leftovers, supervisor

DEFAULT_PORT = 8000
NEEDED_BYTES = 1_000_000_000
READY_WITHIN = 120.0


def parsed(arguments: list[str]) -> argparse.Namespace:
    """The command's options."""
    parser = argparse.ArgumentParser(prog="script/server", description="Run a real county on this machine.")
    parser.add_argument(
        "--port", type=int, default=DEFAULT_PORT, help="the web server's port (0: any free one)"
    )
    parser.add_argument("--no-demo", action="store_true", help="do not load the demo counties")
    return parser.parse_args(arguments)


@contextmanager
def listening(port: int) -> Iterator[socket.socket]:
    """The web server's socket, held by us: visitors wait in line while the web server is started again."""
    with socket.socket() as listener:
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            listener.bind((LOOPBACK, port))
        except (OSError, OverflowError) as problem:
            raise Refusal(f"port {port} cannot be had ({problem}); choose another: --port N.") from None
        listener.listen(2048)
        yield listener


def manage(name: str, *arguments: str, environment: Mapping[str, str]) -> None:
    """Run a management command to its end, passing on what it prints."""
    command = [sys.executable, "manage.py", name, *arguments]
    last = ""
    with subprocess.Popen(
        command,
        cwd=ROOT,
        env=environment,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        encoding="utf-8",
        start_new_session=True,
        preexec_fn=tether(signal.SIGTERM),
    ) as process:
        try:
            for line in process.stdout or ():
                last = line.rstrip() or last
                say(f"  {line.rstrip()}")
        except KeyboardInterrupt:
            process.terminate()
            raise
    if process.returncode:
        raise Refusal(f"manage.py {name} failed: {last}")


def prepare(places: Places, environment: Mapping[str, str], *, demo: bool) -> None:
    """Static files, tables, and the first time the demo counties. Each may be broken off and run again."""
    static.build(places.var)
    migrated, wanted = places.state / "migrated", migrations_digest()
    if not migrated.exists() or migrated.read_text("utf-8") != wanted:
        with step("tables"):
            manage("migrate", "--database", "owner", "--noinput", "-v", "1", environment=environment)
            manage("load_calendar_year", "--default", environment=environment)
            manage("furnish_counties", environment=environment)
        migrated.write_text(wanted, "utf-8")
    stamp = places.state / "demo"
    if stamp.exists() or not any(ROOT.glob("*/management/commands/load_demo.py")):
        return
    ours = not has_own_database()
    with without_statistics(places, environment["DATABASE_OWNER_URL"]) if ours else nullcontext():
        if demo:
            with step("demo counties"):
                manage("load_demo", environment=environment)
    stamp.write_text("loaded\n" if demo else "none\n", "utf-8")  # the first start decides


def migrations_digest() -> str:
    """Changes when a migration or the database in the environment does; while it stays, all tables stand."""
    digest = hashlib.sha256(named("DATABASE_OWNER_URL").encode())
    digest.update((ROOT / "requirements.txt").read_bytes())  # some migrations are Django's own
    rooms = [path for path in ROOT.iterdir() if (path / "__init__.py").exists()]
    for path in sorted(path for room in rooms for path in room.glob("**/migrations/*.py")):
        digest.update(f"{path.relative_to(ROOT)} ".encode() + path.read_bytes())
    return digest.hexdigest()


def programs(places: Places, environment: Mapping[str, str], listener: socket.socket) -> list[Program]:
    """Web, worker and beat."""
    python = sys.executable
    web: tuple[str, ...]
    celery = (python, "-m", "celery", "-A", "governance.celery", "--workdir", str(ROOT))
    web = (python, "-m", "gunicorn", "--config", str(ROOT / "script" / "gunicorn.conf.py"))
    web = (*web, "--bind", f"fd://{listener.fileno()}", "governance.wsgi:application")
    worker = (*celery, "worker", "--loglevel", "INFO", "--concurrency", "2", "--without-mingle")
    # Beat keeps no file: promises live in the database, its ticks may be repeated or missed.
    beat = (*celery, "beat", "--loglevel", "INFO", "--scheduler", "celery.beat:Scheduler", "--pidfile=")
    return [
        Program("web", web, environment, places.log / "web.log", pass_fds=(listener.fileno(),)),
        Program("worker", worker, environment, places.log / "worker.log", patience=30),
        Program("beat", beat, environment, places.log / "beat.log"),
    ]


def forget_pulses(redis_url: str) -> None:
    """Take away the last run's signs of life, so that /healthz speaks only of this one."""
    with redis.Redis.from_url(redis_url) as client:
        client.delete("fengge:pulse:worker", "fengge:pulse:beat")


class History:
    """The earlier months of the demo counties: loaded beside the work, once; broken off, it goes on at the next start."""

    def __init__(self, places: Places, environment: Mapping[str, str]) -> None:
        self.stamp = places.state / "demo-history"
        self.log = places.log / "demo-history.log"
        self.environment = environment
        self.process: subprocess.Popen[bytes] | None = None
        wanted = (places.state / "demo").read_text("utf-8") if (places.state / "demo").exists() else ""
        self.is_over = self.stamp.exists() or wanted != "loaded\n"

    def begin(self) -> None:
        """Start it, unless it is over."""
        if self.is_over:
            return
        with self.log.open("ab") as log:
            self.process = subprocess.Popen(
                [sys.executable, "manage.py", "load_demo_history"],
                cwd=ROOT,
                env=self.environment,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=subprocess.STDOUT,
                start_new_session=True,
                preexec_fn=tether(signal.SIGTERM),
            )
        say(f"  the demo counties' earlier months are coming in meanwhile ({self.log})")

    def look(self) -> None:
        """Say when it is over."""
        if self.is_over or self.process is None or self.process.poll() is None:
            return
        self.is_over = True
        if self.process.returncode == 0:
            self.stamp.write_text("loaded\n", "utf-8")
            say("  the demo counties' earlier months are in")
        else:
            say(f"  the demo counties' earlier months broke off (see {self.log}); the next start goes on")

    def end(self) -> None:
        """Stop it with the rest."""
        if self.process is not None and self.process.poll() is None:
            self.process.terminate()
            self.process.wait()


class Announcer:
    """Waits, between two ticks of the supervisor, for /healthz, and then prints the address once."""

    def __init__(self, keeper: Supervisor, places: Places, port: int, history: History) -> None:
        self.keeper, self.places, self.history = keeper, places, history
        self.address = f"http://{LOOPBACK}:{port}/"
        self.began = self.said = time.monotonic()
        self.announced = False

    def __call__(self) -> None:
        """Ask once, unless all is said."""
        if self.announced:
            self.history.look()
            return
        missing, now = self._missing(), time.monotonic()
        if not missing:
            self.announced = True
            say(f"枫格 is ready at {self.address} ({now - self.began:.1f} s)")
            accounts = self.places.var / "demo-accounts.json"
            if accounts.exists():
                say(f"  demo accounts: {accounts}")
            say("  Ctrl-C stops it.")
            self.history.begin()
            return
        broken = [kept.running.program for kept in self.keeper.kept if kept.deaths > 2]
        if broken or now - self.began > READY_WITHIN:
            culprit = broken[0] if broken else self.keeper.kept[-1].running.program
            raise Refusal(f"not ready ({missing}): {last_lines(culprit.log)[:300]} (see {culprit.log})")
        if now - self.said > 5:
            self.said = now
            say(f"  waiting for {missing} ({now - self.began:.0f} s)")

    def _missing(self) -> str:
        try:
            with urllib.request.urlopen(f"{self.address}healthz", timeout=3) as answer:  # noqa: S310
                report, status = json.load(answer), answer.status
        except urllib.error.HTTPError as error:
            try:
                report, status = json.load(error), error.code
            except ValueError:
                return f"the web server (status {error.code})"
        except (OSError, ValueError):
            return "the web server"
        if status == 200:
            return ""
        return ", ".join(name for name, state in report.items() if state != "ok") or f"status {status}"


def main(arguments: list[str]) -> int:
    """Run until a signal; status 0 when asked to stop."""
    options, places = parsed(arguments), server_places()
    signal.signal(signal.SIGTERM, _interrupt)
    signal.signal(signal.SIGHUP, _interrupt)
    try:
        places.prepare(NEEDED_BYTES)
        with only_server(places), listening(options.port) as listener:
            end_leftovers(places)
            with supervisor(places) as keeper:
                environment = start_services(keeper)
                forget_pulses(environment["REDIS_URL"])
                prepare(places, environment, demo=not options.no_demo)
                for program in programs(places, environment, listener):
                    keeper.start(program)
                history = History(places, environment)
                try:
                    keeper.watch(Announcer(keeper, places, listener.getsockname()[1], history))
                finally:
                    history.end()
    except KeyboardInterrupt:
        say("枫格 has stopped.")
    return 0


def _interrupt(number: int, frame: FrameType | None) -> None:
    raise KeyboardInterrupt


if __name__ == "__main__":
    run_command(main)
