"""Makes `.venv` from the pinned requirements.txt, then becomes the command in it.

Runs under any Python ≥ 3.11 with nothing but the standard library. The environment counts as whole only when
its stamp, a copy of the requirements it was filled from, was written at the very end: one that was cut short
is made again from scratch. A `.venv` that is a symbolic link belongs to somebody else and is used as it is.
"""

from __future__ import annotations

import fcntl
import importlib.util
import os
import shutil
import subprocess
import sys
import time
from pathlib import Path

from script.house.say import Refusal, run_command, say

ROOT = Path(__file__).resolve().parents[2]
VENV = ROOT / ".venv"
STAMP_NAME = "fengge-requirements.txt"
NEEDED_BYTES = 1_500_000_000


def is_whole(venv: Path, requirements: Path) -> bool:
    """Whether it was filled to the end from these very requirements, and its Python is still there."""
    stamp, python = venv / STAMP_NAME, venv / "bin" / "python"
    if not stamp.is_file() or stamp.read_bytes() != requirements.read_bytes():
        return False
    return python.exists()  # follows the link: false once the Python it was made from is gone


def make(venv: Path, requirements: Path) -> None:
    """Make the environment, or bring a whole one up to changed requirements.

    Raises Refusal when Python lacks venv or ensurepip, the disk is short, or a package cannot be had.
    """
    if importlib.util.find_spec("venv") is None or importlib.util.find_spec("ensurepip") is None:
        raise Refusal("Python's venv module is incomplete; install it (Debian: apt install python3-venv).")
    stamp, python = venv / STAMP_NAME, venv / "bin" / "python"
    began = time.monotonic()
    if not stamp.is_file() or not python.exists():
        if shutil.disk_usage(venv.parent).free < NEEDED_BYTES:
            raise Refusal(
                f"the packages need {NEEDED_BYTES / 1e9:.1f} GB free under {venv.parent}; free some space."
            )
        if venv.exists():
            say("· removing a half-made .venv")
            shutil.rmtree(venv)
        say("· making .venv …")
        made = subprocess.run(
            [sys.executable, "-m", "venv", str(venv)], capture_output=True, text=True, check=False
        )
        if made.returncode:
            shutil.rmtree(venv, ignore_errors=True)
            last = (made.stdout + made.stderr).strip().splitlines()[-1:]
            raise Refusal(
                f"python -m venv failed ({' '.join(last)}); Debian needs: apt install python3-venv."
            )
    stamp.unlink(missing_ok=True)  # from here until the end it is half made
    _install(python, requirements, began)
    stamp.write_bytes(requirements.read_bytes())


def pip_install(python: Path, requirements: Path) -> list[str]:
    """The command that installs what is pinned: from wheels/ alone, where the offline bundle carried them in."""
    command = [str(python), "-m", "pip", "install", "--no-input", "--disable-pip-version-check"]
    command += ["--progress-bar", "off", "-r", str(requirements)]
    wheels = requirements.parent / "wheels"
    return [*command, "--no-index", "--find-links", str(wheels)] if wheels.is_dir() else command


def _install(python: Path, requirements: Path, began: float) -> None:
    total = sum(1 for line in requirements.read_text("utf-8").splitlines() if "==" in line)
    say(f"· installing {total} packages …")
    pip = subprocess.Popen(
        pip_install(python, requirements),
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        encoding="utf-8",
    )
    found, said, tail, unpacking = 0, time.monotonic(), [""], False
    for line in pip.stdout or ():
        tail = [*tail[-30:], line.rstrip()]
        found += line.startswith(
            ("Collecting ", "Processing ")
        )  # from an index, from wheels that were carried in
        if line.startswith("Installing collected"):
            say(f"  unpacking them ({time.monotonic() - began:.0f} s)")
            unpacking = True
        elif not unpacking and time.monotonic() - said > 5:
            said = time.monotonic()
            say(f"  {found} of {total} found ({said - began:.0f} s)")
    if pip.wait():
        errors = [line for line in tail if "ERROR" in line or "No space" in line] or tail
        raise Refusal("the packages could not be installed: " + errors[0].removeprefix("ERROR: "))
    say(f"  packages installed: {time.monotonic() - began:.0f} s")


def main(arguments: list[str]) -> int:
    """`venv NAME ARGS…`: see to the environment, then exec `python -m script.house.NAME ARGS…` in it."""
    requirements = ROOT / "requirements.txt"
    if not VENV.is_symlink() and not is_whole(VENV, requirements):
        with (ROOT / ".venv.lock").open("w") as lock:
            fcntl.flock(
                lock, fcntl.LOCK_EX
            )  # two commands started at once: the second waits and finds it made
            if not is_whole(VENV, requirements):
                make(VENV, requirements)
    python = str(VENV / "bin" / "python")
    name, *rest = arguments
    os.execv(python, [python, "-m", f"script.house.{name}", *rest])


if __name__ == "__main__":
    run_command(main)
