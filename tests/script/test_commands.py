"""The small decisions of the commands in script/, and a machine on which something is missing."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from script.house import keys, program, psql, tests, unprivileged, venv
from script.house.places import ROOT, Places
from script.house.program import Program
from script.house.say import Refusal
from script.house.supervisor import STOP_SIGNALS, supervisor
from tests.drills.house import clean_environment, wait_until

COMMANDS = sorted(path for path in (ROOT / "script").iterdir() if path.is_file() and path.suffix == "")


def test_every_command_is_a_few_executable_lines_of_bash() -> None:
    assert {path.name for path in COMMANDS} >= {"server", "test", "psql", "lint"}
    for path in COMMANDS:
        text = path.read_text("utf-8")
        assert text.startswith("#!/usr/bin/env bash\n"), path
        assert len(text.splitlines()) <= 12, path
        assert os.access(path, os.X_OK), path
        assert subprocess.run(["bash", "-n", str(path)], check=False).returncode == 0


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ([], ["-n", "2", "--dist", "loadfile"]),
        (["-x"], ["-n", "2", "--dist", "loadfile", "-x"]),
        (["--", "-q"], ["-n", "2", "--dist", "loadfile", "-q"]),
        (["tests/script"], ["tests/script"]),
        (["tests/script/test_commands.py::nothing", "-q"], ["tests/script/test_commands.py::nothing", "-q"]),
        (["-n", "0"], ["-n", "0"]),
    ],
)
def test_the_whole_suite_is_spread_and_a_part_of_it_is_not(given: list[str], expected: list[str]) -> None:
    assert tests.pytest_arguments(given, 2) == expected


def test_psql_takes_the_role_off_its_arguments() -> None:
    assert psql.chosen_role(["--role", "owner", "-c", "x"]) == ("owner", ["-c", "x"])
    assert psql.chosen_role(["--role=system"]) == ("system", [])
    assert psql.chosen_role(["-c", "--role"]) == ("app", ["-c", "--role"])
    with pytest.raises(Refusal, match="owner, app, system"):
        psql.chosen_role(["--role", "postgres"])


def test_a_secret_is_made_once_and_closed_to_others(tmp_path: Path) -> None:
    first = keys.kept(tmp_path / "one", keys.password)
    assert keys.kept(tmp_path / "one", keys.password) == first
    assert len(first) == 32
    assert (tmp_path / "one").stat().st_mode & 0o777 == 0o600
    assert [path.name for path in tmp_path.iterdir()] == ["one"]


def test_a_nearly_full_disk_is_named_before_anything_is_made(tmp_path: Path) -> None:
    with pytest.raises(Refusal, match="disk is nearly full"):
        Places(tmp_path / "var").prepare(needed_bytes=10**18)


def test_a_program_that_dies_again_and_again_is_started_less_and_less_often(tmp_path: Path) -> None:
    places = Places(tmp_path / "var")
    places.prepare()
    dies = Program("dies", (sys.executable, "-c", "print('alas')"), dict(os.environ), places.log / "dies.log")
    with supervisor(places) as keeper:
        keeper.start(dies)
        pauses, now = [], time.monotonic()
        for _ in range(3):
            keeper.kept[0].running.process.wait(10)  # a new one that died already would be a death more
            keeper.tick(now)
            due = keeper.kept[0].start_at or now  # started again at once, nothing is due
            pauses.append(due - now)
            if due > now:
                keeper.tick(due)
            now = due
    assert pauses == pytest.approx([0.0, 1.0, 2.0])
    assert (places.log / "dies.log").read_text("utf-8").count("alas") >= 2


def test_a_supervisor_leaves_the_signals_as_it_found_them(tmp_path: Path) -> None:
    before = [signal.getsignal(number) for number in STOP_SIGNALS]
    with supervisor(Places(tmp_path)):
        pass
    assert [signal.getsignal(number) for number in STOP_SIGNALS] == before


def test_a_program_that_will_not_stop_is_killed_with_all_it_started(tmp_path: Path) -> None:
    stubborn = "import signal, subprocess, time; signal.signal(signal.SIGTERM, signal.SIG_IGN);"
    stubborn += "p = subprocess.Popen(['sleep', '1000']); print(p.pid, flush=True); time.sleep(1000)"
    log = tmp_path / "log"
    one = Program("stubborn", (sys.executable, "-c", stubborn), dict(os.environ), log, patience=0.5)
    running = program.start(one)
    wait_until(lambda: log.read_text("utf-8").strip().isdigit())
    running.stop()
    assert running.process.poll() is not None
    child = Path(f"/proc/{log.read_text('utf-8').strip()}/stat")
    wait_until(lambda: not child.exists() or child.read_text("utf-8").rsplit(")", 1)[1].split()[0] == "Z")


# Root has to become somebody else, in one of two ways; an ordinary user is somebody else already.
WAYS = (
    [unprivileged.namespaced(), unprivileged.as_nobody()] if os.geteuid() == 0 else [unprivileged.Identity()]
)


@pytest.mark.parametrize("identity", WAYS)
def test_the_database_never_runs_as_root_and_reaches_the_files_of_who_started_it(
    identity: unprivileged.Identity, tmp_path: Path
) -> None:
    inside = tmp_path / "closed" / "file"
    inside.parent.mkdir(mode=0o700)
    inside.write_text("reached", "utf-8")
    inside.chmod(0o600)
    command = [*identity.tethered("INT"), "sh", "-c", f"id -u; cat {inside}"]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    assert done.stdout == f"{os.geteuid() or unprivileged.NOBODY}\nreached"


def bare_tree(tmp_path: Path) -> Path:
    """A copy of the commands alone, with next to nothing to install."""
    tree = tmp_path / "tree"
    shutil.copytree(ROOT / "script", tree / "script", ignore=shutil.ignore_patterns("__pycache__"))
    (tree / "requirements.txt").write_text("# nothing\n", "utf-8")
    (tree / "script" / "house" / "psql.py").write_text("print('the command ran')\n", "utf-8")
    return tree


def run(tree: Path, path: str | None = None) -> subprocess.CompletedProcess[str]:
    environment = clean_environment() | ({"PATH": path} if path else {})
    return subprocess.run(
        [shutil.which("bash") or "bash", str(tree / "script" / "psql")],
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )


def test_a_missing_venv_is_made_and_a_half_made_one_is_made_again(tmp_path: Path) -> None:
    tree = bare_tree(tmp_path)
    done = run(tree)
    assert done.returncode == 0, done.stderr
    assert "making .venv" in done.stdout
    assert done.stdout.endswith("the command ran\n")
    assert run(tree).stdout == "the command ran\n"

    (tree / ".venv" / venv.STAMP_NAME).unlink()
    assert "half-made" in run(tree).stdout

    (tree / "requirements.txt").write_text("# something else\n", "utf-8")
    again = run(tree)
    assert "installing" in again.stdout
    assert "making .venv" not in again.stdout


def test_a_package_that_cannot_be_had_is_named_and_not_taken_for_installed(tmp_path: Path) -> None:
    tree = bare_tree(tmp_path)
    (tree / "wheels").mkdir()  # an offline bundle that lacks it
    (tree / "requirements.txt").write_text("fengge-is-not-a-package==1\n", "utf-8")
    done = run(tree)
    assert done.returncode == 1
    assert "fengge-is-not-a-package" in done.stderr
    assert done.stderr.count("\n") == 1
    assert not (tree / ".venv" / venv.STAMP_NAME).exists()


def test_without_python_one_line_says_what_to_install(tmp_path: Path) -> None:
    tree = bare_tree(tmp_path)
    tools = tmp_path / "tools"
    tools.mkdir()
    for name in ("dirname", "bash", "env"):
        (tools / name).symlink_to(shutil.which(name) or name)
    enter = tree / "script" / "house" / "enter.sh"
    enter.write_text(
        enter.read_text("utf-8").replace("/usr/bin/python3 /usr/local/bin/python3 ", ""), "utf-8"
    )
    done = run(tree, str(tools))
    assert done.returncode == 1
    assert done.stderr.count("\n") == 1
    assert "python3-venv" in done.stderr


def test_without_the_venv_module_one_line_says_what_to_install(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("importlib.util.find_spec", lambda name: None)
    with pytest.raises(Refusal, match="python3-venv"):
        venv.make(tmp_path / ".venv", ROOT / "requirements.txt")
    assert not (tmp_path / ".venv").exists()
