"""`script/lint`: every check that needs no running test. All of them run; one failure fails it."""

from __future__ import annotations

import subprocess
import sys
import time
from pathlib import Path

from script.house.environment import base_environment
from script.house.places import ROOT, Places
from script.house.say import run_command, say

NOWHERE = "postgresql://nobody:none@127.0.0.1:1/none"  # makemigrations --check needs settings, no database


def checks() -> dict[str, list[str]]:
    """The name of each check and its command."""
    python = sys.executable
    rooms = sorted(
        path.parent.name for path in ROOT.glob("*/__init__.py") if path.parent.name != "node_modules"
    )
    pages = ROOT / "templates"
    compiled = pages / "jinja"  # another language, of which djade knows nothing
    templates = sorted(
        str(path.relative_to(ROOT)) for path in pages.rglob("*.html") if compiled not in path.parents
    )
    found = {
        "ruff check": [python, "-m", "ruff", "check", "."],
        "ruff format": [python, "-m", "ruff", "format", "--check", "."],
        "mypy": [python, "-m", "mypy", *rooms],
        "import-linter": [
            python,
            "-c",
            "from importlinter.cli import lint_imports_command as c; c()",
            "--no-cache",
        ],
        "makemigrations": [python, "manage.py", "makemigrations", "--check", "--dry-run"],
    }
    if templates:
        found["djade"] = [
            str(Path(python).with_name("djade")),
            "--check",
            "--target-version",
            "5.2",
            *templates,
        ]
    return found


def main(arguments: list[str]) -> int:
    """Run the checks, or only those named."""
    places = Places(ROOT / "var" / "lint")
    places.prepare()
    environment = base_environment(places)
    environment |= dict.fromkeys(("DATABASE_URL", "DATABASE_OWNER_URL", "DATABASE_SYSTEM_URL"), NOWHERE)
    environment |= {"REDIS_URL": "redis://127.0.0.1:1/0"}
    failed = []
    for name, command in checks().items():
        if arguments and name not in arguments:
            continue
        began = time.monotonic()
        done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)
        say(f"{'ok    ' if done.returncode == 0 else 'FAILED'} {name} ({time.monotonic() - began:.1f} s)")
        if done.returncode:
            failed.append(name)
            say((done.stdout + done.stderr).rstrip())
    return 1 if failed else 0


if __name__ == "__main__":
    run_command(main)
