"""`script/bundle FILE`: the product and every package it needs, for a machine without a network.

The tar holds the tree, `wheels/` (the pinned Python packages for this machine's Python and processor) and
`npm-cache/` (what the static files are built from). Unpacked there, `script/server` installs from them alone.
FILE.sha256 beside it says whether it arrived as it left: `sha256sum -c FILE.sha256`.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
import sys
import tarfile
import tempfile
from pathlib import Path

from packaging.requirements import Requirement

from script.house import static
from script.house.places import ROOT
from script.house.say import Refusal, run_command, say, step

LEFT_OUT = {".git", ".venv", ".venv.lock", "var", "node_modules", "wheels", "npm-cache", "secrets", "backups"}
LEFT_OUT |= {
    "__pycache__",
    ".mypy_cache",
    ".pytest_cache",
    ".ruff_cache",
    ".hypothesis",
    ".import_linter_cache",
}
TOP = "fengge"


def wanted_packages() -> list[str]:
    """The pinned packages for any patch release of this Python: there it may be an older or a newer one."""
    minor = f"{sys.version_info.major}.{sys.version_info.minor}"
    found = []
    for line in (ROOT / "requirements.txt").read_text("utf-8").splitlines():
        if "==" not in line:
            continue
        package = Requirement(line)
        releases = [{"python_full_version": f"{minor}.{patch}"} for patch in (0, 99)]
        if package.marker is None or any(package.marker.evaluate(release) for release in releases):
            found.append(f"{package.name}{package.specifier}")
    return found


def carry_wheels(folder: Path) -> None:
    """Download the pinned packages as wheels."""
    command = [sys.executable, "-m", "pip", "download", "--quiet", "--disable-pip-version-check", "--no-deps"]
    command += ["--only-binary=:all:", "-d", str(folder), *wanted_packages()]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode:
        raise Refusal(f"the wheels could not be had: {done.stderr.strip().splitlines()[-1]}")


def carry_npm_packages(folder: Path) -> None:
    """Fill an npm cache, by installing once into a place of its own."""
    with tempfile.TemporaryDirectory() as name:
        for file in ("package.json", "package-lock.json", ".npmrc"):
            shutil.copy(ROOT / file, name)

        def npm(*words: str) -> str:
            done = subprocess.run(
                [*static._npm(), *words],
                cwd=name,
                env=static._node_environment(),
                capture_output=True,
                text=True,
                check=False,
            )
            if done.returncode:
                raise Refusal(f"the npm packages could not be had: {static._last_words(done.stderr)}")
            return done.stdout

        npm("ci", "--loglevel=error", "--cache", str(folder))
        (folder / static.REGISTRY).write_text(npm("config", "get", "registry"), "utf-8")
    shutil.rmtree(folder / "_logs", ignore_errors=True)


def pack(target: Path, carried: Path) -> None:
    """Write the tar; it bears its name only once it is whole."""

    def wanted(entry: tarfile.TarInfo) -> tarfile.TarInfo | None:
        parts = Path(entry.name).parts[1:]
        if LEFT_OUT & set(parts[:1]) or "__pycache__" in parts or parts[:2] == ("static", "build"):
            return None
        return anybodys(entry)

    def anybodys(entry: tarfile.TarInfo) -> tarfile.TarInfo:
        entry.uid = entry.gid = 0
        entry.uname = entry.gname = ""
        return entry

    draft = target.with_name(f".{target.name}.{os.getpid()}")
    try:
        with tarfile.open(draft, "w") as tar:
            tar.add(ROOT, arcname=TOP, filter=wanted)
            for folder in sorted(carried.iterdir()):
                tar.add(folder, arcname=f"{TOP}/{folder.name}", filter=anybodys)
        with draft.open("rb") as file:
            digest = hashlib.file_digest(file, "sha256").hexdigest()
        draft.replace(target)
    finally:
        draft.unlink(missing_ok=True)
    checksum_of(target).write_text(f"{digest}  {target.name}\n", "utf-8")


def checksum_of(target: Path) -> Path:
    """The file beside the tar that `sha256sum -c` reads."""
    return target.with_name(f"{target.name}.sha256")


def main(arguments: list[str]) -> int:
    """Make the bundle."""
    if len(arguments) != 1 or arguments[0].startswith("-"):
        raise Refusal("usage: script/bundle FILE.tar")
    target = Path(arguments[0]).absolute()
    if not target.parent.is_dir():
        raise Refusal(f"there is no directory {target.parent}.")
    with tempfile.TemporaryDirectory(prefix="fengge-bundle-") as name:
        carried = Path(name)
        with step("Python packages"):
            carry_wheels(carried / "wheels")
        with step("npm packages"):
            carry_npm_packages(carried / "npm-cache")
        with step("packing"):
            pack(target, carried)
    say(f"{target}: {target.stat().st_size / 1e6:.0f} MB. Take {checksum_of(target).name} along. There:")
    say(f"sha256sum -c {checksum_of(target).name} && tar xf {target.name} && {TOP}/script/server")
    return 0


if __name__ == "__main__":
    run_command(main)
