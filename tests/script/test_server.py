"""script/server: what it does when all is well, and the one clear line when it is not."""

from __future__ import annotations

import json
import os
import signal
import socket
import stat
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from script.house.places import ROOT
from tests.drills.house import House, clean_environment, house, wait_until

pytestmark = pytest.mark.drill
TABLE = "CREATE TABLE IF NOT EXISTS kept_row (id int PRIMARY KEY)"


@pytest.fixture(scope="module")
def running(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    """A server on a fresh var/, without the demo counties."""
    with house(tmp_path_factory.mktemp("server") / "var", "--no-demo") as one:
        one.sql(TABLE)
        yield one


def script(*words: str, **environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [str(ROOT / "script" / words[0]), *words[1:]],
        env=clean_environment(**environment),
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )


def test_every_part_is_named_and_well(running: House) -> None:
    assert running.health() == {"database": "ok", "valkey": "ok", "worker": "ok", "beat": "ok"}
    assert {"supervisor", "postgres", "valkey", "web", "worker", "beat"} == running.processes().keys()


def test_all_it_keeps_is_closed_to_other_users(running: House) -> None:
    assert stat.S_IMODE(running.places.var.stat().st_mode) == 0o700
    for secret in running.places.secrets.iterdir():
        assert stat.S_IMODE(secret.stat().st_mode) == 0o600, secret
    assert stat.S_IMODE(running.places.postgres.stat().st_mode) == 0o700


def test_no_password_stands_on_a_command_line(running: House) -> None:
    secrets = [path.read_text("utf-8").strip() for path in running.places.secrets.iterdir()]
    for process in running.processes().values():
        words = " ".join(process.cmdline())
        assert not [secret for secret in secrets if secret in words], words


@pytest.mark.parametrize(
    ("role", "expected"),
    [("owner", (False, True, False)), ("app", (False, False, False)), ("system", (False, False, True))],
)
def test_each_database_role_may_do_its_part_only(
    running: House, role: str, expected: tuple[bool, ...]
) -> None:
    query = "SELECT rolsuper, rolcreatedb, rolbypassrls FROM pg_roles WHERE rolname = current_user"
    assert running.sql(query, role=role) == [expected]


def test_psql_asks_the_running_server_as_the_role_named(running: House) -> None:
    var = str(running.places.var)
    assert script("psql", "-Atc", "SELECT current_user", FENGGE_VAR=var).stdout == "app\n"
    done = script("psql", "--role", "system", "-Atc", "SELECT current_user", FENGGE_VAR=var)
    assert done.stdout == "system\n"
    refused = script("psql", "--role", "root", FENGGE_VAR=var)
    assert refused.returncode == 1
    assert "owner, app, system" in refused.stderr


def test_a_second_server_on_the_same_var_is_refused_in_one_line(running: House) -> None:
    done = script("server", "--port", "0", FENGGE_VAR=str(running.places.var))
    assert done.returncode == 1
    assert done.stderr.count("\n") == 1
    assert "runs here already" in done.stderr


@pytest.mark.parametrize("name", ["web", "worker", "beat", "valkey", "postgres"])
def test_a_killed_process_is_started_again(running: House, name: str) -> None:
    running.sql("INSERT INTO kept_row SELECT coalesce(max(id), 0) + 1 FROM kept_row")
    rows = running.sql("SELECT * FROM kept_row ORDER BY id")
    running.wait_for_new(name, running.kill(name))
    wait_until(lambda: _is_well(running), 60, "well again")
    assert running.sql("SELECT * FROM kept_row ORDER BY id") == rows


def test_after_the_power_was_cut_every_committed_row_is_there(running: House) -> None:
    running.sql("INSERT INTO kept_row SELECT generate_series(1000, 1999)")
    rows = running.sql("SELECT count(*) FROM kept_row")
    running.cut_power()
    seconds = running.start()
    assert running.sql("SELECT count(*) FROM kept_row") == rows
    assert seconds < 30, f"{seconds:.1f} s on a machine that runs tests beside it"


def test_nothing_is_orphaned_when_only_the_supervisor_is_killed(running: House) -> None:
    running.sql("INSERT INTO kept_row VALUES (-1)")
    before = running.processes()
    before["supervisor"].kill()
    wait_until(lambda: not any(_is_alive(process.pid) for process in before.values()), 45, "all gone")
    running.start()
    assert running.sql("SELECT id FROM kept_row WHERE id = -1") == [(-1,)]


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_a_signal_stops_everything_in_order(running: House, number: signal.Signals) -> None:
    before = running.processes()
    assert running.stop(number) == 0
    assert not [name for name, process in before.items() if _is_alive(process.pid)]
    assert "shut down" in (running.places.log / "postgres.log").read_text("utf-8").splitlines()[-1]
    running.start()


def test_a_lock_file_whose_number_is_somebody_elses_now_is_no_hindrance(running: House) -> None:
    running.cut_power()
    lock = running.places.postgres / "postmaster.pid"
    lines = lock.read_text("utf-8").split("\n")
    lock.write_text("\n".join([str(os.getpid()), *lines[1:]]), "utf-8")
    running.start()


def test_a_port_that_is_taken_gets_one_line_and_leaves_nothing(tmp_path: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = str(taken.getsockname()[1])
        done = script("server", "--port", port, FENGGE_VAR=str(tmp_path / "var"))
    assert done.returncode == 1
    assert done.stderr.count("\n") == 1
    assert port in done.stderr
    assert not (tmp_path / "var" / "postgres").exists()


def test_a_half_made_cluster_is_made_anew(tmp_path: Path) -> None:
    draft = tmp_path / "var" / "postgres.making"
    draft.mkdir(parents=True)
    (draft / "PG_VERSION").write_text("18\n", "utf-8")
    with house(tmp_path / "var", "--no-demo") as one:
        assert one.sql("SELECT 1") == [(1,)]
        assert not draft.exists()


def test_a_first_start_that_was_cut_short_is_taken_up_by_the_next(tmp_path: Path) -> None:
    one = House(tmp_path / "var")
    one.launch()
    one.wait_for_words(r"\[1/3\] .*: loaded")
    one.cut_power()
    one.start(300)
    try:
        assert "stands already" in one.said()
        counties = one.sql("SELECT tenant_id FROM grids_area WHERE level = 1 ORDER BY 1")
        assert counties == [(130722,), (130723,), (130725,)]
        assert one.sql("SHOW autovacuum") == [("on",)], "it was off while they were loaded"
        measured = "SELECT last_analyze IS NOT NULL FROM pg_stat_user_tables WHERE relname = 'disputes_case'"
        assert one.sql(measured) == [(True,)]
        accounts = json.loads((one.places.var / "demo-accounts.json").read_text("utf-8"))
        assert {account["county"] for account in accounts} == {"130722", "130723", "130725"}
        assert stat.S_IMODE((one.places.var / "demo-accounts.json").stat().st_mode) == 0o600
    finally:
        one.cut_power()


def _is_alive(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text("utf-8").rsplit(")", 1)[1].split()[0] != "Z"
    except FileNotFoundError:
        return False


def _is_well(one: House) -> bool:
    try:
        return set(one.health().values()) == {"ok"}
    except (OSError, ValueError):
        return False
