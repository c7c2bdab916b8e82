"""One process that is started, watched and stopped."""

from __future__ import annotations

import contextlib
import ctypes
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from script.house.places import ROOT

PR_SET_PDEATHSIG = 1
LOG_LIMIT = 20_000_000


@dataclass(frozen=True, slots=True)
class Program:
    """What to start and how to stop it. `patience` is the seconds it gets before SIGKILL."""

    name: str
    argv: tuple[str, ...]
    env: Mapping[str, str]
    log: Path
    stop_signal: signal.Signals = signal.SIGTERM
    patience: float = 15.0
    pass_fds: tuple[int, ...] = ()
    tethered_by_argv: bool = False  # its own command line asks to die with us (setpriv --pdeathsig)


@dataclass(slots=True)
class Running:
    """A started program."""

    program: Program
    process: subprocess.Popen[bytes]
    since: float = field(default_factory=time.monotonic)

    def stop(self) -> None:
        """Ask it to stop, wait, and kill its whole group if it does not."""
        if self.process.poll() is None:
            self.process.send_signal(self.program.stop_signal)
            with contextlib.suppress(subprocess.TimeoutExpired):
                self.process.wait(self.program.patience)
        with contextlib.suppress(ProcessLookupError, PermissionError):
            os.killpg(self.process.pid, signal.SIGKILL)  # also what it left behind
        self.process.wait()


def start(program: Program) -> Running:
    """Start the program in a session of its own (a Ctrl-C reaches only us, who stop all in order).

    It is told by the kernel when we die, however we die, and stops by itself.
    """
    if program.log.exists() and program.log.stat().st_size > LOG_LIMIT:
        program.log.replace(program.log.with_suffix(".log.1"))
    with program.log.open("ab") as log:
        process = subprocess.Popen(
            program.argv,
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=subprocess.STDOUT,
            env=dict(program.env),
            cwd=ROOT,
            start_new_session=True,
            pass_fds=program.pass_fds,
            preexec_fn=None if program.tethered_by_argv else tether(program.stop_signal),
        )
    return Running(program, process)


def tether(with_signal: signal.Signals) -> Callable[[], None]:
    """A preexec function: the kernel sends the child this signal when its parent is gone (Linux)."""
    parent = os.getpid()
    libc = ctypes.CDLL(None, use_errno=True) if sys.platform == "linux" else None

    def tie() -> None:
        if libc is not None:
            libc.prctl(PR_SET_PDEATHSIG, int(with_signal), 0, 0, 0)
            if os.getppid() != parent:  # gone already, before the kernel knew whom to tell
                os._exit(1)

    return tie


def last_lines(log: Path, count: int = 1) -> str:
    """The end of a log, for the one line that says why a start failed."""
    if not log.exists():
        return ""
    lines = [line.strip() for line in log.read_text("utf-8", "replace").splitlines() if line.strip()]
    return " | ".join(lines[-count:])
