"""`script/backup FILE`: everything a restored house needs, in one file, from one moment.

The file is a tar: `database.dump` (pg_dump's custom format), `manifest.json` (when, which schema, the rows of each
table), and the heads of the audit chains that are kept outside the database. The keys are not in it: who finds a
backup must not be able to read the sensitive fields. They are kept apart (docs/install.md).
"""

from __future__ import annotations

import datetime as dt
import json
import os
import subprocess
import tarfile
import tempfile
from contextlib import closing
from pathlib import Path
from typing import Any

import psycopg2
from psycopg2 import sql

from script.house.places import server_places
from script.house.postgres import binary, without_password
from script.house.say import Refusal, run_command, say, step
from script.house.services import server_environment

FORMAT = 1


def rows_by_table(cursor: Any) -> dict[str, int]:
    """How many rows each table has, as the cursor's transaction sees them."""
    cursor.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public' ORDER BY tablename")
    counts = {}
    for (table,) in cursor.fetchall():
        cursor.execute(sql.SQL("SELECT count(*) FROM {}").format(sql.Identifier(table)))
        counts[table] = cursor.fetchone()[0]
    return counts


def applied_migrations(cursor: Any) -> list[str]:
    """The schema's version: every applied migration."""
    cursor.execute("SELECT app || '.' || name FROM django_migrations ORDER BY app, name")
    return [name for (name,) in cursor.fetchall()]


def dump(url: str, target: Path) -> dict[str, Any]:
    """Write the dump; returns its manifest. Dump and counts see one and the same snapshot."""
    public, environment = without_password(url)
    with closing(psycopg2.connect(url)) as connection, connection.cursor() as cursor:
        cursor.execute("BEGIN ISOLATION LEVEL REPEATABLE READ, READ ONLY")
        cursor.execute("SELECT pg_export_snapshot()")
        (snapshot,) = cursor.fetchone() or ("",)
        command = [
            binary("pg_dump"),
            "--format=custom",
            f"--snapshot={snapshot}",
            "--lock-wait-timeout=60000",
        ]
        done = subprocess.run(
            [*command, f"--file={target}", public],
            env=environment,
            capture_output=True,
            text=True,
            check=False,
        )
        if done.returncode:
            raise Refusal(f"pg_dump failed: {done.stderr.strip().splitlines()[-1]}")
        cursor.execute("SELECT version()")
        (version,) = cursor.fetchone() or ("",)
        return {
            "format": FORMAT,
            "taken_at": dt.datetime.now(dt.UTC).isoformat(timespec="seconds"),
            "postgresql": version,
            "migrations": applied_migrations(cursor),
            "rows": rows_by_table(cursor),
        }


def write_backup(url: str, target: Path, heads: Path) -> dict[str, Any]:
    """Write the whole file, readable by us only; it bears its name only once it is whole."""
    draft = target.with_name(f".{target.name}.{os.getpid()}")
    try:
        with tempfile.TemporaryDirectory(dir=target.parent, prefix=".backup-") as folder:
            manifest = dump(url, Path(folder) / "database.dump")
            (Path(folder) / "manifest.json").write_text(json.dumps(manifest, indent=1), "utf-8")
            with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
                with tarfile.open(fileobj=file, mode="w") as tar:
                    for name in ("manifest.json", "database.dump"):
                        tar.add(Path(folder) / name, arcname=name)
                    if heads.is_dir():
                        tar.add(heads, arcname="heads")
                file.flush()
                os.fsync(file.fileno())
        draft.replace(target)
    finally:
        draft.unlink(missing_ok=True)
    return manifest


def main(arguments: list[str]) -> int:
    """Back up the running server's database (or the stopped server's, started for the purpose)."""
    if len(arguments) != 1 or arguments[0].startswith("-"):
        raise Refusal("usage: script/backup FILE")
    places, target = server_places(), Path(arguments[0]).absolute()
    if not target.parent.is_dir():
        raise Refusal(f"there is no directory {target.parent}.")
    with server_environment(places) as environment, step("backup"):
        manifest = write_backup(environment["DATABASE_OWNER_URL"], target, places.var / "heads")
    say(
        f"{target}: {sum(manifest['rows'].values())} rows in {len(manifest['rows'])} tables, "
        f"{target.stat().st_size / 1e6:.1f} MB, mode 0600."
    )
    keys = environment["FENGGE_FIELD_KEYS_FILE"]
    say(f"  The keys are not in it. Keep {keys} in another place: without it the sealed fields stay sealed.")
    return 0


if __name__ == "__main__":
    run_command(main)
