"""script/bundle: what it carries, and that what it carries is enough where there is no network."""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import sys
import tarfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name, parse_wheel_filename

from script.house import bundle, venv
from script.house.places import ROOT
from tests.drills.house import READY, clean_environment, wait_until

# A registry nobody answers for: whoever asks one fails at once and is seen.
NOWHERE = dict.fromkeys(
    ("PIP_INDEX_URL", "npm_config_registry", "HTTP_PROXY", "HTTPS_PROXY", "http_proxy", "https_proxy"),
    "http://127.0.0.1:9/",
) | {"NO_PROXY": "127.0.0.1", "no_proxy": "127.0.0.1"}
OFFLINE = [sys.executable, str(Path(__file__).with_name("offline.py"))]
ASK = "import sys, urllib.request as r; sys.stdout.write(r.urlopen(sys.argv[1], timeout=5).read().decode())"


def members(tar: Path) -> set[str]:
    with tarfile.open(tar) as opened:
        return {entry.name for entry in opened if entry.isfile()}


def pins() -> list[str]:
    lines = (ROOT / "requirements.txt").read_text("utf-8").splitlines()
    return [line.strip() for line in lines if "==" in line]


def checked(tar: Path) -> bool:
    """Whether `sha256sum -c` is content, run beside it."""
    command = ["sha256sum", "--check", "--strict", "--status", f"{tar.name}.sha256"]
    return subprocess.run(command, cwd=tar.parent, check=False).returncode == 0


@pytest.fixture(scope="module")
def packed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The tree as it is packed, with next to nothing carried."""
    folder = tmp_path_factory.mktemp("packed")
    for name in ("carried/wheels/one.whl", "carried/npm-cache/index"):
        (folder / name).parent.mkdir(parents=True)
        (folder / name).write_text(name, "utf-8")
    bundle.pack(folder / "fengge.tar", folder / "carried")
    return folder / "fengge.tar"


def test_the_tar_holds_what_the_tree_holds_and_nothing_of_this_machine(packed: Path) -> None:
    with tarfile.open(packed) as tar:
        entries = tar.getmembers()
    found = {entry.name.removeprefix("fengge/") for entry in entries if entry.isfile()}
    assert found >= {"script/server", "manage.py", "requirements.txt", "wheels/one.whl", "npm-cache/index"}
    private = {".git", ".venv", "var", "node_modules", "secrets", "backups"}
    assert {name.partition("/")[0] for name in found} & private == set()
    assert not [name for name in found if "__pycache__" in name or name.startswith("static/build/")]
    assert {(entry.uid, entry.gid, entry.uname, entry.gname) for entry in entries} == {(0, 0, "", "")}


def test_a_tar_that_was_changed_on_its_way_is_seen(packed: Path, tmp_path: Path) -> None:
    arrived = tmp_path / packed.name
    shutil.copy(packed, arrived)
    shutil.copy(bundle.checksum_of(packed), tmp_path)
    assert checked(arrived)
    with arrived.open("r+b") as file:
        file.seek(1000)
        file.write(b"changed")
    assert not checked(arrived)


def test_every_pinned_package_is_wanted_for_any_release_of_this_python() -> None:
    unconditional = {line for line in pins() if ";" not in line}
    assert unconditional <= set(bundle.wanted_packages())
    assert len(bundle.wanted_packages()) <= len(pins())


@pytest.fixture(scope="module")
def carried(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """A bundle as script/bundle makes it; taken away again, it is large."""
    folder = tmp_path_factory.mktemp("carried")
    for directory in (folder, *list(folder.parents)[:2]):  # the database may run as another user
        directory.chmod(0o711)
    done = subprocess.run(
        [str(ROOT / "script" / "bundle"), str(folder / "fengge.tar")],
        env=clean_environment(),
        capture_output=True,
        text=True,
        check=False,
        timeout=600,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    yield folder / "fengge.tar"
    shutil.rmtree(folder)


@pytest.mark.drill
def test_a_bundle_carries_a_wheel_of_every_pinned_package(carried: Path) -> None:
    assert checked(carried)
    wheels = [name.rpartition("/")[2] for name in members(carried) if name.startswith("fengge/wheels/")]
    names = {parse_wheel_filename(wheel)[0] for wheel in wheels}
    assert names == {canonicalize_name(one.partition("==")[0]) for one in bundle.wanted_packages()}


@pytest.fixture(scope="module")
def unpacked(carried: Path) -> Path:
    """The bundle at the other end, with this machine's environment in place of the one it would install."""
    subprocess.run(["tar", "xf", carried, "-C", carried.parent], check=True)  # as the bundle itself says
    tree = carried.parent / "fengge"
    (tree / ".venv").symlink_to(Path(sys.prefix), target_is_directory=True)
    return tree


def without_network(*command: str) -> list[str]:
    """Root may take the network away altogether; an ordinary user is left with registries that do not answer."""
    return ["unshare", "--net", *OFFLINE, *command] if os.geteuid() == 0 else list(command)


def bare_environment(home: Path) -> dict[str, str]:
    home.mkdir(exist_ok=True)
    return {"PATH": os.environ["PATH"], "HOME": str(home), **NOWHERE}


@pytest.mark.drill
def test_every_pinned_package_can_be_installed_from_what_was_carried(unpacked: Path, tmp_path: Path) -> None:
    # The very command of a first start, without the minute that unpacking takes.
    command = venv.pip_install(Path(sys.executable), unpacked / "requirements.txt")
    done = subprocess.run(
        without_network(*command, "--dry-run", "--ignore-installed"),
        env=bare_environment(tmp_path),
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    would = {
        canonicalize_name(one.rpartition("-")[0])
        for one in done.stdout.partition("Would install ")[2].split()
    }
    here = map(Requirement, pins())
    assert would == {
        canonicalize_name(one.name) for one in here if one.marker is None or one.marker.evaluate()
    }


@pytest.mark.drill
def test_where_there_is_no_network_the_server_builds_its_pages_and_is_well(
    unpacked: Path, tmp_path: Path
) -> None:
    output, environment = tmp_path / "output.txt", bare_environment(tmp_path / "home")

    def said() -> str:
        return output.read_text("utf-8", "replace")

    with output.open("wb") as file:
        server = subprocess.Popen(
            without_network(str(unpacked / "script" / "server"), "--no-demo", "--port", "0"),
            stdin=subprocess.DEVNULL,
            stdout=file,
            stderr=subprocess.STDOUT,
            env=environment,
            start_new_session=True,
        )
    try:
        wait_until(lambda: READY.search(said()) or server.poll() is not None, 300, "a server that is ready")
        ready = READY.search(said())
        assert ready, said()
        assert "npm packages (carried in)" in said()
        inside = ["nsenter", "--net", "--target", str(server.pid)] if os.geteuid() == 0 else []
        asked = [*inside, sys.executable, "-c", ASK, f"http://127.0.0.1:{ready[1]}/healthz"]
        answer = subprocess.run(asked, env=environment, capture_output=True, text=True, check=True).stdout
        assert json.loads(answer) == {"database": "ok", "valkey": "ok", "worker": "ok", "beat": "ok"}
        server.send_signal(signal.SIGINT)
        assert server.wait(60) == 0, said()
    finally:
        if server.poll() is None:
            os.killpg(server.pid, signal.SIGKILL)
            server.wait(10)
