"""`script/restore FILE [--check]`: put a backup into place, after it was compared with what it should hold.

The backup goes into a database of its own; rows of each table are compared with the backup's manifest, and the
audit chains are verified. Only then do the two databases change names, both at once; the one that stood before stays
as `fengge_before` until the next restore. With `--check` nothing is put into place.
"""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
import tarfile
import tempfile
from contextlib import closing
from pathlib import Path, PurePosixPath
from typing import Any
from urllib.parse import urlsplit, urlunsplit

import psycopg2
from psycopg2 import sql

from script.house.backup import FORMAT, rows_by_table
from script.house.environment import DATABASE_URLS
from script.house.places import ROOT, server_places
from script.house.postgres import binary, without_password
from script.house.say import Refusal, run_command, say, step
from script.house.services import server_environment
from script.house.supervisor import noted_processes


def unpack(tar: tarfile.TarFile, folder: Path) -> None:
    """Write the plain files and folders of a backup, and refuse whatever else or elsewhere: Python before 3.11.4, which
    Debian 12 has, knows no filter that would see to it."""
    for member in tar:
        place = PurePosixPath(member.name)
        if place.is_absolute() or ".." in place.parts or not (member.isfile() or member.isdir()):
            raise ValueError(f"{member.name} has no place in it")
        target = folder / place
        if member.isdir():
            target.mkdir(parents=True, exist_ok=True)
        elif content := tar.extractfile(member):
            target.parent.mkdir(parents=True, exist_ok=True)
            with content, target.open("wb") as file:
                shutil.copyfileobj(content, file)


def read_backup(file: Path, folder: Path) -> dict[str, Any]:
    """Unpack into the folder; returns the manifest."""
    try:
        with tarfile.open(file, "r:") as tar:
            unpack(tar, folder)
        manifest: dict[str, Any] = json.loads((folder / "manifest.json").read_text("utf-8"))
    except (OSError, tarfile.TarError, ValueError) as problem:
        raise Refusal(f"{file} is no whole backup: {problem}") from None
    if manifest.get("format") != FORMAT:
        raise Refusal(f"{file} was written by another version (format {manifest.get('format')}).")
    return manifest


def renamed(url: str, database: str) -> str:
    """The same URL with another database."""
    return urlunsplit(urlsplit(url)._replace(path=f"/{database}"))


class Copy:
    """The restored copy, beside the database it may replace."""

    def __init__(self, url: str) -> None:
        self.url = url
        self.name = urlsplit(url).path.lstrip("/")
        self.draft, self.before = f"{self.name}_restored", f"{self.name}_before"

    def fill(self, dump: Path) -> None:
        """Make the copy anew from the dump."""
        self._run([sql.SQL("DROP DATABASE IF EXISTS {}").format(sql.Identifier(self.draft))])
        self._run([sql.SQL("CREATE DATABASE {} TEMPLATE template0").format(sql.Identifier(self.draft))])
        public, environment = without_password(renamed(self.url, self.draft))
        command = [binary("pg_restore"), "--exit-on-error", "--no-owner", f"--dbname={public}", str(dump)]
        done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
        if done.returncode:
            raise Refusal(f"pg_restore failed: {done.stderr.strip().splitlines()[0]}")

    def compare(self, rows: dict[str, int]) -> None:
        """Refuse when a table has other rows than the manifest says."""
        with (
            closing(psycopg2.connect(renamed(self.url, self.draft))) as connection,
            connection.cursor() as cursor,
        ):
            found = rows_by_table(cursor)
        wrong = [
            f"{name} {found.get(name, 0)} instead of {rows.get(name, 0)}"
            for name in rows.keys() | found.keys()
            if rows.get(name) != found.get(name)
        ]
        if wrong:
            raise Refusal("the restored copy differs: " + "; ".join(sorted(wrong)))

    def put_into_place(self) -> None:
        """Change names, both at once."""
        swap = [(self.name, self.before), (self.draft, self.name)]
        statement = sql.SQL("ALTER DATABASE {} RENAME TO {}")
        self._run([sql.SQL("DROP DATABASE IF EXISTS {}").format(sql.Identifier(self.before))])
        self._run([statement.format(sql.Identifier(old), sql.Identifier(new)) for old, new in swap])

    def straight(self, url: str) -> str:
        """A role's URL for the copy, past the pooler, whose idle connections would keep us from dropping it."""
        login = urlsplit(url).netloc.rpartition("@")[0]
        place = urlsplit(self.url).netloc.rpartition("@")[2]
        return urlunsplit(urlsplit(url)._replace(netloc=f"{login}@{place}", path=f"/{self.draft}"))

    def drop(self) -> None:
        """Take the copy away again."""
        self._run([sql.SQL("DROP DATABASE IF EXISTS {}").format(sql.Identifier(self.draft))])

    def _run(self, statements: list[sql.Composed]) -> None:
        with closing(psycopg2.connect(renamed(self.url, "postgres"))) as connection:
            connection.autocommit = (
                len(statements) == 1
            )  # databases are made and dropped outside transactions
            try:
                with connection.cursor() as cursor:
                    for statement in statements:
                        cursor.execute(statement)
                if not connection.autocommit:
                    connection.commit()
            except psycopg2.errors.ObjectInUse as problem:
                told = str(problem).splitlines()[0]
                raise Refusal(f"stop web, worker and beat first: {told}") from None


def verify_chains(copy: Copy, server: dict[str, str], folder: Path) -> None:
    """Run verify_audit on the copy, against the heads that came with the backup."""
    environment = server | {"FENGGE_VAR": str(folder)}
    for variable in DATABASE_URLS.values():
        environment.pop(f"{variable}_FILE", None)
        environment[variable] = copy.straight(server[variable])
    command = [sys.executable, "manage.py", "verify_audit"]
    done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)
    if done.returncode:
        told = (done.stderr or done.stdout).strip().splitlines()[-1:]
        raise Refusal(f"the audit chain of the restored copy does not verify: {' '.join(told)}")


def main(arguments: list[str]) -> int:
    """Restore, compare, verify; then put into place unless asked only to check."""
    check = "--check" in arguments
    files = [word for word in arguments if word != "--check"]
    if len(files) != 1 or files[0].startswith("-"):
        raise Refusal("usage: script/restore FILE [--check]")
    places = server_places()
    places.prepare()
    if not check and "supervisor" in noted_processes(places):
        raise Refusal("the server is running; stop it first (or only try the backup: --check).")
    with (
        tempfile.TemporaryDirectory(dir=places.var, prefix="restore-") as name,
        server_environment(places) as environment,
    ):
        folder, copy = Path(name), Copy(environment["DATABASE_OWNER_URL"])
        manifest = read_backup(Path(files[0]), folder)
        try:
            with step(f"restoring the backup of {manifest['taken_at']}"):
                copy.fill(folder / "database.dump")
                copy.compare(manifest["rows"])
            with step("verifying the audit chains"):
                verify_chains(copy, environment, folder)
            if not check:
                copy.put_into_place()
                (places.state / "migrated").unlink(missing_ok=True)  # it may be an older schema
        finally:
            copy.drop()
    say(
        f"{sum(manifest['rows'].values())} rows in {len(manifest['rows'])} tables are as they were backed up."
    )
    if check:
        say("Nothing was put into place (--check).")
    else:
        say(f"They are in place. What stood before is kept as database {copy.before} until the next restore.")
    return 0


if __name__ == "__main__":
    run_command(main)
