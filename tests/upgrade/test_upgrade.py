"""A county that runs on the previous schema is brought to this one: its rows are there, its walls stand.

The previous schema is that of the commit before the last one that touched a migration. Its own code makes the
database and fills it with a demo county; then this tree's `migrate` runs, as on the day of an upgrade.
"""

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import psycopg2
import pytest
from django.db import connections

from core.tenancy.catalog import gaps_in_the_wall
from tests.upgrade.schema import rows_in, shape_of

ROOT = Path(__file__).resolve().parents[2]
COUNTY = "130725"
# Tables in which an upgrade itself writes.
OUR_OWN = {"django_migrations", "django_content_type", "auth_permission"}
# Tables whose rows stand in another one since.
MOVED = {"otp_totp_totpdevice": "accounts_authenticator"}


def git(*arguments: str) -> bytes:
    command = ["git", "-c", "safe.directory=*", *arguments]
    return subprocess.run(command, cwd=ROOT, capture_output=True, check=True).stdout


def previous_commit() -> str:
    """The commit before the last change of a migration; in a copy without that history there is nothing to try."""
    try:
        last = git("log", "-1", "--format=%H", "--", "*/migrations/*.py").decode().strip()
        return git("rev-parse", "--verify", f"{last}~1").decode().strip()
    except (OSError, subprocess.CalledProcessError):
        pytest.skip("no history before the last migration: a full clone is needed to try the upgrade")


class Ground:
    """An own database beside the test database, and the commands that work on it from one tree or another."""

    def __init__(self, name: str, var: Path) -> None:
        self.name, self.var = name, var

    def address(self, role: str) -> str:
        alias = {"app": "default"}.get(role, role)
        given = connections[alias].settings_dict
        return f"postgresql://{given['USER']}:{given['PASSWORD']}@{given['HOST']}:{given['PORT']}/{self.name}"

    def manage(self, tree: Path, *arguments: str) -> None:
        environment = {
            **os.environ,
            "PYTHONPATH": str(tree),
            "FENGGE_VAR": str(self.var),
            "DATABASE_URL": self.address("app"),
            "DATABASE_OWNER_URL": self.address("owner"),
            "DATABASE_SYSTEM_URL": self.address("system"),
        }
        command = [sys.executable, "manage.py", *arguments]
        done = subprocess.run(command, cwd=tree, env=environment, capture_output=True, text=True, check=False)
        assert done.returncode == 0, (
            f"{' '.join(arguments)} in {tree}:\n{done.stdout[-2000:]}{done.stderr[-4000:]}"
        )


@pytest.fixture
def ground(db: None, tmp_path: Path) -> Iterator[Ground]:
    made = Ground(f"upgrade_{os.getpid()}", tmp_path / "var")
    made.var.mkdir()
    maker = psycopg2.connect(made.address("owner").rsplit("/", 1)[0] + "/postgres")
    maker.autocommit = True
    with maker.cursor() as cursor:
        cursor.execute(f"CREATE DATABASE {made.name}")
    try:
        yield made
    finally:
        with maker.cursor() as cursor:
            # Without FORCE: the server asks its own autovacuum to leave, while FORCE fails on it (it has no role of ours).
            cursor.execute(f"DROP DATABASE {made.name}")
        maker.close()


@pytest.mark.django_db(databases=["default", "owner", "system"])
def test_a_county_with_rows_is_carried_over(ground: Ground, tmp_path: Path) -> None:
    commit = previous_commit()
    old = tmp_path / "old"
    old.mkdir()
    subprocess.run(["tar", "-x", "-C", str(old)], input=git("archive", commit), check=True)

    ground.manage(old, "migrate", "--database", "owner", "--noinput", "-v", "0")
    ground.manage(old, "load_demo", "--county", COUNTY)
    owner = psycopg2.connect(ground.address("owner"))
    owner.autocommit = True
    with owner, owner.cursor() as cursor:
        before = rows_in(cursor)
    assert before["accounts_user"] > 10
    assert before["grids_area"] > 0

    ground.manage(ROOT, "migrate", "--database", "owner", "--noinput", "-v", "0")
    with owner, owner.cursor() as cursor:
        after = rows_in(cursor)
        upgraded = shape_of(cursor)
        assert gaps_in_the_wall(cursor) == []
    owner.close()
    kept = {table: after.get(table, after.get(MOVED.get(table, ""))) for table in before}
    lost = {table: (rows, kept[table]) for table, rows in before.items() if kept[table] != rows}
    assert {table: rows for table, rows in lost.items() if table not in OUR_OWN} == {}
    with connections["owner"].cursor() as cursor:
        fresh = shape_of(cursor)
    for part, shape in fresh.items():
        assert upgraded[part] ^ shape == set(), f"{part} differ between an upgraded and a fresh database"

    for county, sees in (("130723", 0), (COUNTY, before["grids_area"])):
        app = psycopg2.connect(ground.address("app"))
        with app, app.cursor() as cursor:
            cursor.execute(f"SET LOCAL app.tenant = '{county}'")
            cursor.execute("SELECT count(*) FROM grids_area")
            assert cursor.fetchone() == (sees,)
        app.close()


def test_a_migration_that_has_landed_is_not_changed() -> None:
    changed = git(
        "diff", "--name-status", "--no-renames", previous_commit(), "--", "*/migrations/0*.py"
    ).decode()
    assert [line for line in changed.splitlines() if not line.startswith("A")] == []
