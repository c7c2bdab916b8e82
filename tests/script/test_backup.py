"""script/backup and script/restore: what was backed up is what stands afterwards, and a damaged file is refused."""

from __future__ import annotations

import json
import subprocess
import tarfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from script.house.places import ROOT
from script.house.restore import unpack
from tests.drills.house import House, clean_environment, house

pytestmark = pytest.mark.drill
COUNT = "SELECT count(*) FROM grids_area"
STAFF = "SELECT count(*) FROM accounts_staff"


@pytest.fixture(scope="module")
def county(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    """A running server with one county in it."""
    with house(tmp_path_factory.mktemp("backup") / "var", "--no-demo") as one:
        one.manage("load_demo", "--county", "130723")
        yield one


def command(one: House, *words: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [str(ROOT / "script" / words[0]), *words[1:]],
        env=clean_environment(FENGGE_VAR=str(one.places.var)),
        capture_output=True,
        text=True,
        check=False,
    )


def test_a_restored_county_has_every_row_and_its_wall(county: House, tmp_path: Path) -> None:
    file = tmp_path / "county.backup"
    areas, staff = county.sql(COUNT), county.sql(STAFF)
    done = command(county, "backup", str(file))
    assert done.returncode == 0, done.stderr
    assert "The keys are not in it" in done.stdout
    assert file.stat().st_mode & 0o777 == 0o600

    county.sql("INSERT INTO django_session VALUES ('later', '', now())")
    refused = command(county, "restore", str(file))
    assert refused.returncode == 1
    assert "stop it first" in refused.stderr

    assert county.stop() == 0
    done = command(county, "restore", str(file))
    assert done.returncode == 0, done.stderr
    county.start()
    assert county.sql(COUNT) == areas
    assert county.sql(STAFF) == staff
    assert county.sql("SELECT count(*) FROM django_session") == [(0,)]
    assert county.sql(COUNT, role="app") == [(0,)], "the wall stands in the restored copy"
    assert county.sql(COUNT, role="system") == areas
    assert county.sql("SELECT count(*) FROM pg_database WHERE datname = 'fengge_before'") == [(1,)]


def test_a_backup_is_tried_beside_the_running_server(county: House, tmp_path: Path) -> None:
    file = tmp_path / "county.backup"
    assert command(county, "backup", str(file)).returncode == 0
    done = command(county, "restore", str(file), "--check")
    assert done.returncode == 0, done.stderr
    assert "as they were backed up" in done.stdout
    assert county.sql("SELECT count(*) FROM pg_database WHERE datname = 'fengge_restored'") == [(0,)]


def test_a_backup_that_lost_rows_is_refused_and_nothing_changes(county: House, tmp_path: Path) -> None:
    file, lying = tmp_path / "county.backup", tmp_path / "lying.backup"
    assert command(county, "backup", str(file)).returncode == 0
    with tarfile.open(file) as tar:
        unpack(tar, tmp_path)
    manifest = json.loads((tmp_path / "manifest.json").read_text("utf-8"))
    manifest["rows"]["grids_area"] += 1
    (tmp_path / "manifest.json").write_text(json.dumps(manifest), "utf-8")
    with tarfile.open(lying, "w") as tar:
        for name in ("manifest.json", "database.dump"):
            tar.add(tmp_path / name, arcname=name)
    done = command(county, "restore", str(lying), "--check")
    assert done.returncode == 1
    assert "grids_area" in done.stderr
    assert county.sql("SELECT count(*) FROM pg_database WHERE datname = 'fengge_restored'") == [(0,)]


def test_a_file_that_is_no_backup_is_refused_in_one_line(county: House, tmp_path: Path) -> None:
    (tmp_path / "no.backup").write_text("nothing of the kind", "utf-8")
    done = command(county, "restore", str(tmp_path / "no.backup"), "--check")
    assert done.returncode == 1
    assert done.stderr.count("\n") == 1
    assert "no whole backup" in done.stderr


def test_a_backup_for_which_there_is_no_place_leaves_no_half_file(county: House, tmp_path: Path) -> None:
    done = command(county, "backup", str(tmp_path / "nowhere" / "file"))
    assert done.returncode == 1
    assert "no directory" in done.stderr
    assert list(tmp_path.iterdir()) == []
