"""docker-compose.yml without Docker: it parses, and each command it names starts under the settings it gives.

Host names and the paths of containers are exchanged for this machine's; nothing else is.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import psycopg2
import pytest
import yaml

from script.house.places import ROOT, Places
from script.house.ports import answers, free_port
from script.house.postgres import SUPERUSER, Postgres, binary
from script.house.supervisor import Supervisor, supervisor
from script.house.unprivileged import database_identity
from script.house.valkey import binary as valkey_binary
from tests.drills.house import clean_environment, wait_until

COMPOSE: dict[str, Any] = yaml.safe_load((ROOT / "docker-compose.yml").read_text("utf-8"))
SERVICES: dict[str, dict[str, Any]] = COMPOSE["services"]
LONG_RUNNING = sorted(SERVICES.keys() - {"migrate"})
PGBOUNCER = shutil.which("pgbouncer", path=f"{os.defpath}:/usr/sbin")
needs_pgbouncer = pytest.mark.skipif(
    PGBOUNCER is None,
    reason="PgBouncer (a Debian package) is not installed",
)


def test_every_part_of_an_installation_is_there() -> None:
    expected = {"proxy", "web", "worker", "beat", "pgbouncer", "postgres", "redis", "backup", "migrate"}
    assert SERVICES.keys() == expected


@pytest.mark.parametrize("name", LONG_RUNNING)
def test_every_lasting_service_is_watched_and_started_again(name: str) -> None:
    assert SERVICES[name]["healthcheck"]["test"], name
    assert SERVICES[name]["restart"] == "unless-stopped"


def test_only_the_proxy_can_be_reached_from_outside() -> None:
    assert [name for name, service in SERVICES.items() if "ports" in service] == ["proxy"]
    assert [name for name, service in SERVICES.items() if "outside" in service["networks"]] == ["proxy"]
    assert COMPOSE["networks"]["inside"] == {"internal": True}


def test_only_the_worker_reaches_out_and_nothing_is_reached_that_way() -> None:
    outgoing = [name for name, service in SERVICES.items() if "outgoing" in service["networks"]]
    assert outgoing == ["worker"], "whoever stands there can be reached from a network with a way out"
    assert "ports" not in SERVICES["worker"]
    assert not (COMPOSE["networks"]["outgoing"] or {}).get("internal")
    for name in ("postgres", "redis", "pgbouncer"):
        assert SERVICES[name]["networks"] == ["inside"], name
        assert not {"ports", "network_mode"} & SERVICES[name].keys(), name


def test_a_channel_is_there_once_its_file_holds_an_address(tmp_path: Path) -> None:
    directory = make_secrets(tmp_path)

    def channels(name: str) -> str:
        given = {key: str(value) for key, value in SERVICES[name]["environment"].items()}
        here = {key: value.replace("/run/secrets", str(directory)) for key, value in given.items()}
        here = {key: re.sub(r"\$\{\w+:-([^}]*)\}", r"\1", value) for key, value in here.items()}
        program = "from governance.environment import outside_channels as c; print(sorted(c().items()))"
        done = subprocess.run(
            [sys.executable, "-c", program],
            cwd=ROOT,
            env=clean_environment() | here,
            capture_output=True,
            text=True,
            check=True,
        )
        return done.stdout.strip()

    assert channels("worker") == "[]"
    (directory / "sms-url").write_text("https://sms.example/send\n")
    (directory / "sms-token").write_text("t\n")
    make_secrets(tmp_path)  # what is there is kept
    assert channels("worker") == "[('SMS', {'url': 'https://sms.example/send', 'token': 't'})]"
    assert channels("web") == channels("worker"), "the settings of notices offer what the worker sends by"


def test_secrets_come_as_files_and_only_who_migrates_or_backs_up_is_the_owner() -> None:
    for name, service in SERVICES.items():
        for variable, value in (service.get("environment") or {}).items():
            if re.search("PASSWORD|SECRET|KEY|_URL", variable) and variable != "FENGGE_PUBLIC_URL":
                assert variable.endswith("_FILE"), (name, variable)
                assert value.removeprefix("/run/secrets/") in service["secrets"], (name, variable)
        assert set(service.get("secrets", [])) <= COMPOSE["secrets"].keys(), name
    owners = {
        name for name, service in SERVICES.items() if "database-owner-url" in service.get("secrets", [])
    }
    assert owners == {"migrate", "backup"}


@pytest.mark.parametrize("name", ["web", "worker", "beat", "migrate", "backup"])
def test_a_caller_is_known_by_what_the_one_proxy_says(name: str) -> None:
    proxies = [other for other, service in SERVICES.items() if "ports" in service]
    assert SERVICES[name]["environment"]["FENGGE_TRUSTED_PROXIES"] == str(len(proxies))


def test_every_volume_and_file_it_names_exists() -> None:
    for name, service in SERVICES.items():
        for volume in service.get("volumes", []):
            source = volume.split(":")[0]
            if source.startswith("./script"):
                assert (ROOT / source).is_file(), (name, source)
            elif not source.startswith("."):
                assert source in COMPOSE["volumes"], (name, source)


def test_the_dockerfile_builds_what_compose_asks_for() -> None:
    dockerfile = (ROOT / "Dockerfile").read_text("utf-8")
    for service in SERVICES.values():
        if "build" in service:
            assert f" AS {service['build']['target']}\n" in dockerfile
    for source in re.findall(r"^COPY (script/\S+)", dockerfile, re.MULTILINE):
        assert (ROOT / source).is_file()


def test_the_guide_gives_the_folders_to_the_user_of_the_image() -> None:
    found = re.search(r"--uid (\d+)", (ROOT / "Dockerfile").read_text("utf-8"))
    assert found is not None
    assert f"-o {found[1]} " in (ROOT / "docs" / "install.md").read_text("utf-8")
    kept_out = (ROOT / ".dockerignore").read_text("utf-8").split()
    assert {"secrets", "backups", "certificates", "out"} <= set(kept_out)


def test_secrets_are_made_once_in_a_closed_directory(tmp_path: Path) -> None:
    directory = make_secrets(tmp_path)
    first = {path.name: path.read_text("utf-8") for path in directory.iterdir()}
    assert first.keys() == COMPOSE["secrets"].keys()
    assert directory.stat().st_mode & 0o777 == 0o700
    make_secrets(tmp_path)
    assert first == {path.name: path.read_text("utf-8") for path in directory.iterdir()}


def make_secrets(folder: Path) -> Path:
    command = [str(ROOT / "script" / "compose" / "make-secrets"), str(folder / "secrets")]
    subprocess.run(command, check=True, capture_output=True, env=clean_environment())
    return folder / "secrets"


@dataclass
class Installation:
    """The services of docker-compose.yml as processes of this machine."""

    folder: Path
    keeper: Supervisor
    postgres: Postgres
    ports: dict[str, int] = field(default_factory=dict)
    processes: list[subprocess.Popen[bytes]] = field(default_factory=list)

    @property
    def secrets(self) -> Path:
        return self.folder / "secrets"

    def environment(self, name: str) -> dict[str, str]:
        """The service's environment, with this machine's paths."""
        tools = self.folder / "bin"
        given = {
            key: self._here(str(value)) for key, value in (SERVICES[name].get("environment") or {}).items()
        }
        path = f"{Path(sys.executable).parent}:{tools}:{os.environ['PATH']}:/usr/sbin"
        return (
            clean_environment() | {"PYTHONUTF8": "1", "SECRETS": str(self.secrets)} | given | {"PATH": path}
        )

    def command(self, name: str) -> list[str]:
        """The service's command, with this machine's paths and ports."""
        return [self._here(word) for word in SERVICES[name]["command"]]

    def run(self, command: list[str], environment: dict[str, str]) -> str:
        done = subprocess.run(
            command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False, timeout=300
        )
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout

    def start(self, name: str, *, prefix: tuple[str, ...] = ()) -> subprocess.Popen[bytes]:
        with (self.folder / f"{name}.log").open("wb") as log:
            process = subprocess.Popen(
                [*prefix, *self.command(name)],
                cwd=ROOT,
                env=self.environment(name),
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=subprocess.STDOUT,
            )
        self.processes.append(process)
        return process

    def log(self, name: str) -> str:
        return (self.folder / f"{name}.log").read_text("utf-8", "replace")[-3000:]

    def is_healthy(self, name: str) -> bool:
        words = [self._here(word) for word in SERVICES[name]["healthcheck"]["test"][1:]]
        done = subprocess.run(words, cwd=ROOT, env=self.environment(name), capture_output=True, check=False)
        return done.returncode == 0

    def _here(self, text: str) -> str:
        text = re.sub(r"\$\{\w+:-([^}]*)\}", r"\1", text).replace("$$", "$")
        exchanged = {
            "/run/secrets": str(self.secrets),
            "/usr/local/bin/fengge-pgbouncer": str(ROOT / "script" / "compose" / "pgbouncer"),
            "/var/lib/fengge": str(self.folder / "files"),
            "/backups": str(self.folder / "backups"),
            "dir /data": f"dir {self.folder / 'redis'}\nport {self.ports['redis']}",
            "valkey-cli ping": "true; echo PONG",  # not among the embedded binaries
            "0.0.0.0:8000": f"127.0.0.1:{self.ports['web']}",
            "localhost:8000": f"localhost:{self.ports['web']}",
            "127.0.0.1/6432": f"127.0.0.1/{self.ports['pgbouncer']}",
        }
        for theirs, ours in exchanged.items():
            text = text.replace(theirs, ours)
        numbers = {"6432": "pgbouncer", "5432": "postgres"}
        if text in numbers:
            return str(self.ports[numbers[text]])
        return {"postgres": "127.0.0.1", "0.0.0.0": "127.0.0.1"}.get(text, text)


@pytest.fixture(scope="module")
def installation(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Installation]:
    """PostgreSQL with the roles made by the compose script; PgBouncer and Valkey by their compose commands."""
    folder = tmp_path_factory.mktemp("installation")
    places = Places(folder / "database")
    places.prepare()
    for name in ("files", "backups", "redis", "bin"):
        (folder / name).mkdir()
    for name, target in {"psql": binary("psql"), "valkey-server": valkey_binary()}.items():
        (folder / "bin" / name).symlink_to(target)
    make_secrets(folder)
    with supervisor(places) as keeper:
        postgres = Postgres(places)
        keeper.adopt(postgres.start())
        one = Installation(folder, keeper, postgres)
        one.ports = {"postgres": postgres.port} | {
            name: free_port() for name in ("pgbouncer", "redis", "web")
        }
        point_urls_here(one)
        start_afresh(postgres)
        admin = {
            "PGHOST": "127.0.0.1",
            "PGPORT": str(postgres.port),
            "PGPASSWORD": postgres.password(SUPERUSER),
        }
        for _ in range(2):  # the second time it finds everything
            one.run([str(ROOT / "script" / "compose" / "roles")], one.environment("postgres") | admin)
        try:
            one.start("redis")
            one.start("pgbouncer", prefix=database_identity().prefix)
            wait_until(lambda: answers(one.ports["redis"]), 20, one.log("redis"))
            wait_until(lambda: answers(one.ports["pgbouncer"]), 20, one.log("pgbouncer"))
            yield one
        finally:
            for process in reversed(one.processes):
                process.terminate()
            for process in one.processes:
                process.wait(60)


def point_urls_here(one: Installation) -> None:
    for path in one.secrets.glob("*-url"):
        text = path.read_text("utf-8")
        host = urlsplit(text.strip()).hostname
        if host is None:  # a channel that has no address
            continue
        path.write_text(re.sub(rf"@{host}:\d+", f"@127.0.0.1:{one.ports[host]}", text), "utf-8")


def start_afresh(postgres: Postgres) -> None:
    """Take away what the embedded launcher made, so that the compose script meets an empty server."""
    with closing(psycopg2.connect(postgres.url(SUPERUSER, "postgres"))) as connection:
        connection.autocommit = True
        with connection.cursor() as cursor:
            for statement in ("DATABASE fengge", "ROLE owner", "ROLE app", "ROLE system"):
                cursor.execute(f"DROP {statement}")


@needs_pgbouncer
@pytest.mark.drill
def test_an_installation_starts_by_the_commands_of_the_compose_file(installation: Installation) -> None:
    one = installation
    said = one.run(one.command("migrate"), one.environment("migrate"))
    assert "OK" in said or "No migrations" in said
    assert re.search(r"^\d{4} (official|estimated), \d+ days: ", said, re.MULTILINE), said
    for name in ("web", "worker", "beat"):
        one.start(name)
    for name in ("web", "worker", "beat", "pgbouncer"):
        deadline = time.monotonic() + 60
        while not one.is_healthy(name):
            assert time.monotonic() < deadline, f"{name}: {one.log(name)}"
            time.sleep(0.5)
    assert one.is_healthy("redis")


@needs_pgbouncer
@pytest.mark.drill
def test_the_backup_service_backs_up_and_tries_its_backup(installation: Installation) -> None:
    one = installation
    one.run(one.command("migrate"), one.environment("migrate"))
    assert not one.is_healthy("backup")
    said = one.run([*one.command("backup"), "--once"], one.environment("backup"))
    assert "as they were backed up" in said
    assert one.is_healthy("backup")
    assert len(list((one.folder / "backups").iterdir())) == 1


@needs_pgbouncer
@pytest.mark.drill
def test_the_wall_holds_through_pgbouncer_in_transaction_mode(installation: Installation) -> None:
    one = installation
    environment = one.environment("web") | {"FENGGE_PROBE": "1", "CI": os.environ.get("CI", "")}
    for variable, role in {
        "DATABASE_URL": "app",
        "DATABASE_SYSTEM_URL": "system",
        "DATABASE_OWNER_URL": "owner",
    }.items():
        environment.pop(f"{variable}_FILE", None)
        password = (one.secrets / f"postgres-{role}").read_text("utf-8").strip()
        port = one.ports["postgres" if role == "owner" else "pgbouncer"]
        environment[variable] = f"postgresql://{role}:{password}@127.0.0.1:{port}/pooled"
    environment.pop("FENGGE_HTTPS")
    # --reuse-db: the pooler's idle connections would not let the database be dropped; the cluster goes anyway.
    command = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", "--reuse-db", "tests/tenancy"]
    said = one.run(command, environment)
    assert re.search(r"^\d+ passed", said.splitlines()[-1]), said
